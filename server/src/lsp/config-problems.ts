import type { Diagnostic } from "vscode-languageserver";
import { DiagnosticSeverity } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Problem } from "../core/problem.js";
import { isConfigFile, plainPath, readProjectConfig } from "../service.js";
import { rangeOf } from "./convert.js";
import { SOURCE } from "./diagnostic.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { openDocument, uriOf } from "./uris.js";

/**
 * Publishes what is wrong with the project's configuration files: with those that are open as they
 * are typed, with all others once they have a say in what is judged.
 */
export function startConfigProblems({ connection, documents, configs }: Session): void {
  const shown = new Set<string>();
  documents.onDidChangeContent(({ document }) => showIfConfig(document.uri));
  documents.onDidClose(({ document }) => showIfConfig(document.uri));
  configs.onDidRead((paths) => paths.forEach(show));

  function showIfConfig(uri: string): void {
    if (isConfigFile(plainPath(uri))) show(plainPath(uri));
  }

  function show(path: string): void {
    const open = openDocument(documents, uriOf(path));
    const config = open === undefined ? configs.at(path) : readProjectConfig(path, open.getText());
    const problems = config?.problems ?? [];
    if (problems.length === 0 && !shown.delete(path)) return;
    const document = open ?? TextDocument.create(uriOf(path), "", 0, config?.text ?? "");
    if (problems.length > 0) shown.add(path);
    send(
      document.uri,
      problems.map((problem) => diagnosticOf(document, problem)),
      open?.version,
    );
  }

  function send(uri: string, diagnostics: Diagnostic[], version?: number): void {
    connection
      .sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) })
      .catch((error: unknown) => logFailure(connection, "textDocument/publishDiagnostics", error));
  }
}

function diagnosticOf(document: TextDocument, { message, span }: Problem): Diagnostic {
  return {
    range: rangeOf(document, span),
    severity: DiagnosticSeverity.Warning,
    source: SOURCE,
    code: "configuration",
    message,
  };
}
