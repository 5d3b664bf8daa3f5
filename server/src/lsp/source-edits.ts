import type { SnippetTextEdit, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { TextEdit } from "../core/edit.js";
import type { Span } from "../core/span.js";
import type { SourceFix } from "../source-fixes.js";
import type { ClientSupport } from "./client-support.js";
import { rangeOf, workspaceEdit } from "./convert.js";

/** The edits of a fix for the client, which is led to what has to be filled in if it knows how. */
export function sourceEdit(
  document: TextDocument,
  { edits, blanks }: Pick<SourceFix, "edits" | "blanks">,
  { documentChanges, snippetEdits }: Pick<ClientSupport, "documentChanges" | "snippetEdits">,
): WorkspaceEdit {
  if (blanks.length === 0 || !documentChanges || !snippetEdits)
    return workspaceEdit(document, edits, documentChanges);
  let moved = 0;
  const converted = ofWholeLines(document, edits).map(({ span, newText }): SnippetTextEdit => {
    const start = span.start + moved;
    moved += newText.length - (span.end - span.start);
    return {
      range: rangeOf(document, span),
      snippet: { kind: "snippet", value: snippet({ start, newText }, blanks) },
    };
  });
  const change: TextDocumentEdit = {
    textDocument: { uri: document.uri, version: document.version },
    edits: converted,
  };
  return { documentChanges: [change] };
}

/**
 * The same edits, from the beginning of the first line of each on: VS Code indents the lines of a
 * snippet as far as the text is indented that it is put behind.
 */
function ofWholeLines(document: TextDocument, edits: readonly TextEdit[]): readonly TextEdit[] {
  const text = document.getText();
  const whole: TextEdit[] = [];
  for (const { span, newText } of edits) {
    const { line } = document.positionAt(span.start);
    const start = document.offsetAt({ line, character: 0 });
    const before = whole.at(-1);
    if (before === undefined || before.span.end < start) {
      whole.push({ span: { start, end: span.end }, newText: text.slice(start, span.start) + newText });
      continue;
    }
    const joined = before.newText + text.slice(before.span.end, span.start) + newText;
    whole[whole.length - 1] = { span: { start: before.span.start, end: span.end }, newText: joined };
  }
  return whole;
}

/** @param blanks offsets in the edited text, where `start` is the first of the new text. */
function snippet(
  { start, newText }: { readonly start: number; readonly newText: string },
  blanks: readonly Span[],
): string {
  let [value, at] = ["", 0];
  for (const [index, blank] of blanks.entries()) {
    const [from, to] = [blank.start - start, blank.end - start];
    if (from < at || to > newText.length) continue;
    const between = escaped(newText.slice(at, from));
    value += `${between}\${${index + 1}:${escaped(newText.slice(from, to))}}`;
    at = to;
  }
  return value + escaped(newText.slice(at));
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
