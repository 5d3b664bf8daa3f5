import type { Diagnostic, DocumentDiagnosticReport, ServerCapabilities } from "vscode-languageserver";
import { CancellationTokenSource, DocumentDiagnosticReportKind } from "vscode-languageserver";
import type { Analysis } from "../service.js";
import { diagnosticsOf, SOURCE } from "./diagnostic.js";
import { guarded } from "./guard.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";

/** What the server says of diagnostics in its capabilities: only clients that ask for them need any. */
export function diagnosticCapabilities(pull: boolean): Partial<ServerCapabilities> {
  if (!pull) return {};
  return {
    diagnosticProvider: { identifier: SOURCE, interFileDependencies: true, workspaceDiagnostics: false },
  };
}

/**
 * Answers requests for diagnostics, or publishes them to clients that can't ask.
 *
 * @returns brings all diagnostics up to date after a change of settings.
 */
export function startDiagnostics(session: Session): () => void {
  return session.support.pullDiagnostics ? answerRequests(session) : publishChanges(session);
}

function answerRequests(session: Session): () => void {
  const { connection, analyses, support } = session;
  const idOf = resultIds();
  const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guarded(connection, "textDocument/diagnostic", nothing, async (params, token) => {
      const judged = await analyses.of(params.textDocument.uri, token);
      if (judged === null) return nothing;
      const resultId = idOf(judged.analysis);
      if (resultId === params.previousResultId) {
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      }
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnosticsOf(judged, session) };
    }),
  );
  return () => {
    if (!support.refreshDiagnostics) return;
    connection.languages.diagnostics
      .refresh()
      .catch((error: unknown) => logFailure(connection, "workspace/diagnostic/refresh", error));
  };
}

function publishChanges(session: Session): () => void {
  const { connection, documents, analyses } = session;
  const running = new Map<string, CancellationTokenSource>();
  /** Documents with diagnostics on show: what is no template needs no message to have none. */
  const shown = new Set<string>();
  /** What the last message about a document was made of: it isn't sent twice. */
  const told = new Map<string, Analysis | null>();

  documents.onDidChangeContent(({ document }) => void publish(document.uri));
  documents.onDidClose(({ document }) => {
    running.get(document.uri)?.cancel();
    running.delete(document.uri);
    told.delete(document.uri);
    if (shown.delete(document.uri)) send(document.uri, []);
  });
  return () => documents.all().forEach((document) => void publish(document.uri));

  async function publish(uri: string): Promise<void> {
    running.get(uri)?.cancel();
    const source = new CancellationTokenSource();
    running.set(uri, source);
    try {
      await waitingMessages();
      if (source.token.isCancellationRequested) return;
      const judged = await analyses.of(uri, source.token);
      const analysis = judged?.analysis ?? null;
      if (source.token.isCancellationRequested || told.get(uri) === analysis) return;
      told.set(uri, analysis);
      const diagnostics = judged === null ? [] : diagnosticsOf(judged, session);
      // Of a template each version is answered: a client may wait for that.
      if (judged === null && !shown.has(uri)) return;
      send(uri, diagnostics, documents.get(uri)?.version);
      if (diagnostics.length > 0) shown.add(uri);
      else shown.delete(uri);
    } catch (error) {
      logFailure(connection, "textDocument/publishDiagnostics", error);
    }
  }

  function send(uri: string, diagnostics: Diagnostic[], version?: number): void {
    connection
      .sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) })
      .catch((error: unknown) => logFailure(connection, "textDocument/publishDiagnostics", error));
  }
}

/**
 * Lets the next message in, where one is waiting already: of several edits in a row only the last is
 * answered. Messages take their turns as we do, so it takes two to be behind the next one.
 */
async function waitingMessages(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>(nextTurn);
}

/** A worker has no `setImmediate`. */
function nextTurn(resolve: () => void): void {
  if (typeof setImmediate === "function") setImmediate(resolve);
  else setTimeout(resolve, 0);
}

/** Gives every analysis an id of its own, which no earlier run of the server has given either. */
function resultIds(): (analysis: Analysis) => string {
  const run = Math.random().toString(36).slice(2);
  const given = new WeakMap<Analysis, string>();
  let count = 0;
  return (analysis) => {
    const id = given.get(analysis) ?? `${run}-${(count += 1)}`;
    given.set(analysis, id);
    return id;
  };
}
