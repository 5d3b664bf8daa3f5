/** What the tests do in the editor, and what they wait for. */
import { strict as assert } from "node:assert";
import { setTimeout as delay } from "node:timers/promises";
import type { CodeAction, Diagnostic, TextDocument } from "vscode";
import { CodeActionKind, commands, languages, Position, Range, Uri, window, workspace } from "vscode";
import { PLAIN_TABLE } from "./workspace.js";

export const EXTENSION = "dynamodb-encryption-lint.dynamodb-encryption-lint";
const SOURCE = "dynamodb-encryption";
const WAIT_SECONDS = 8;

/** The URI of a file of the workspace: `uriOf("orders", "first.yaml")`. */
export function uriOf(folder: string, file: string): Uri {
  const found = workspace.workspaceFolders?.find(({ name }) => name === folder);
  assert.ok(found, `there is no folder ${folder}`);
  return Uri.joinPath(found.uri, file);
}

/** Opens a file of the workspace in an editor. */
export async function open(folder: string, file: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uriOf(folder, file));
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** Opens a new document that no file stands behind. */
export async function openUntitled(language: string, content = PLAIN_TABLE): Promise<TextDocument> {
  const document = await workspace.openTextDocument({ language, content });
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** Our diagnostics of a document, as VS Code has them now. */
export function diagnosticsOf(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === SOURCE);
}

/** The rules that a document's diagnostics name, sorted. */
export function rulesOf(uri: Uri): string[] {
  return diagnosticsOf(uri)
    .map(({ code }) => String(typeof code === "object" ? code.value : code))
    .sort();
}

/** Waits until a document's diagnostics name these rules. */
export async function untilRulesAre(uri: Uri, rules: readonly string[]): Promise<Diagnostic[]> {
  await until(() => {
    assert.deepEqual(rulesOf(uri), [...rules].sort());
  });
  return diagnosticsOf(uri);
}

/** Repeats a check until it holds; throws what it last threw. */
export async function until(check: () => unknown): Promise<void> {
  const end = Date.now() + WAIT_SECONDS * 1000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(50);
    }
  }
}

/** The quick fixes at the first of our diagnostics, their edits worked out. */
export async function quickFixes(document: TextDocument): Promise<CodeAction[]> {
  const [diagnostic] = diagnosticsOf(document.uri);
  assert.ok(diagnostic, "there is no diagnostic to mend");
  return await commands.executeCommand<CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    diagnostic.range,
    CodeActionKind.QuickFix.value,
    100,
  );
}

/** The place of the first occurrence of a text. */
export function placeOf(document: TextDocument, text: string): Range {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${text} isn't in the document`);
  return new Range(document.positionAt(offset), document.positionAt(offset + text.length));
}

/** Replaces the whole text of a document. */
export async function replaceText(document: TextDocument, text: string): Promise<void> {
  const editor = await window.showTextDocument(document, { preview: false });
  const whole = new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  assert.ok(await editor.edit((edit) => edit.replace(whole, text)), "the text was not replaced");
}

/** Closes all editors, without keeping what is unsaved. */
export async function closeAll(): Promise<void> {
  while (window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
}
