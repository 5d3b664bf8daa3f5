import type { Diagnostic } from "vscode-languageserver";
import { DiagnosticSeverity } from "vscode-languageserver";
import { SOURCE } from "./diagnostic.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { uriOf } from "./uris.js";

/** Publishes what is wrong with the files that say how templates are deployed, wherever a client is. */
export function startDeploymentProblems({ connection, index }: Session): void {
  let shown = new Set<string>();
  index.onDidReadDeployments(() => {
    const byFile = new Map<string, Diagnostic[]>();
    for (const { path, problem } of index.templates.deploymentProblems) {
      const place = index.templates.locate(path, problem.span);
      if (place === null) continue;
      const { start, end } = place;
      const found = byFile.get(path) ?? [];
      byFile.set(path, found);
      found.push({
        range: { start, end },
        severity: DiagnosticSeverity.Error,
        source: SOURCE,
        code: "syntax",
        message: problem.message,
      });
    }
    for (const path of new Set([...shown, ...byFile.keys()])) send(path, byFile.get(path) ?? []);
    shown = new Set(byFile.keys());
  });

  function send(path: string, diagnostics: Diagnostic[]): void {
    connection
      .sendDiagnostics({ uri: uriOf(path), diagnostics })
      .catch((error: unknown) => logFailure(connection, "textDocument/publishDiagnostics", error));
  }
}
