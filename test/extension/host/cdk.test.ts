import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Uri } from "vscode";
import { Diagnostic, DiagnosticSeverity, languages, Range, Uri as Uris, workspace } from "vscode";
import { ROOT, SOURCE_TEXT, synthesised } from "../../support/cdk-app.js";
import { diagnosticsOf, until } from "./editor.js";

const RULE = "require-customer-managed-key";

describe("the source of a CDK app", () => {
  let folder = "";
  let source: Uri;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cdk-app-"));
    const files = { "lib/shop.ts": SOURCE_TEXT, "cdk.json": "{}", ...outputOf(synthesised()) };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    source = Uris.file(join(folder, "lib/shop.ts"));
    const count = workspace.workspaceFolders?.length ?? 0;
    assert.ok(workspace.updateWorkspaceFolders(count, 0, { uri: Uris.file(folder) }));
  });

  after(async () => {
    const index = workspace.workspaceFolders?.findIndex(({ uri }) => uri.fsPath === folder) ?? -1;
    workspace.updateWorkspaceFolders(index, 1);
    await until(() => assert.ok(!workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === folder)));
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows a finding once, where `cdk lsp` shows it already, and again when that takes its own away", async () => {
    await until(() => assert.deepEqual(linesOf(source), [7, 9]));
    const others = languages.createDiagnosticCollection("cdk-lsp");
    try {
      const other = new Diagnostic(new Range(6, 0, 6, 60), "of our plugin", DiagnosticSeverity.Warning);
      other.source = "dynamodb-encryption-lint";
      other.code = RULE;
      others.set(source, [other]);
      await until(() => assert.deepEqual(linesOf(source), [9]));
      other.code = "another-rule";
      others.set(source, [other]);
      await until(() => assert.deepEqual(linesOf(source), [7, 9]));
      other.code = RULE;
      others.set(source, [other]);
      await until(() => assert.deepEqual(linesOf(source), [9]));
    } finally {
      others.dispose();
    }
    await until(() => assert.deepEqual(linesOf(source), [7, 9]));
  });
});

/** The lines with our own diagnostics, from 1. */
function linesOf(uri: Uri): readonly number[] {
  return diagnosticsOf(uri).map(({ range }) => range.start.line + 1);
}

/** What the CDK has written, by path. */
function outputOf(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([uri, text]) => [uri.slice(ROOT.length + 1), text]));
}
