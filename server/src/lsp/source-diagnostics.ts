import type { Diagnostic } from "vscode-languageserver";
import { plainPath } from "../service.js";
import type { CdkSources } from "./cdk-sources.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { sourceDiagnostics } from "./source-diagnostic.js";
import type { SourceFixer } from "./source-fixes.js";
import { startLocating } from "./source-ranges.js";
import { openDocument, uriOf } from "./uris.js";

/** While somebody types, positions move at every key, which editors do by themselves. */
const PAUSE_MILLISECONDS = 150;

/**
 * Publishes what is found in the templates of CDK apps in the source that made them, whether an editor
 * has it open or not. Clients don't ask for it: they can't know which files that are.
 */
export function startSourceDiagnostics(session: Session, sources: CdkSources, fixer: SourceFixer): void {
  const { connection, documents } = session;
  /** The URI that each file's diagnostics were published for, and what they were, by plain path. */
  const shown = new Map<string, { readonly uri: string; readonly text: string }>();
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const locate = startLocating(session, sources, fixer, publish);

  sources.onDidChange((paths) => {
    for (const path of paths) waiting.add(path);
    timer ??= setTimeout(publishAll, PAUSE_MILLISECONDS);
  });
  documents.onDidOpen(({ document }) => {
    // An editor may spell the URI in its own way: it shows only what is published for that one.
    const path = plainPath(document.uri);
    const known = shown.get(path);
    if (known === undefined) return;
    if (known.uri !== document.uri) publish(path);
    locate(path);
  });

  function publishAll(): void {
    timer = undefined;
    const paths = [...waiting];
    waiting.clear();
    for (const path of paths) {
      publish(path);
      if (shown.has(path)) locate(path);
    }
  }

  function publish(path: string): void {
    try {
      show(path);
    } catch (error) {
      logFailure(connection, `What is found in ${path}`, error);
    }
  }

  function show(path: string): void {
    const state = sources.stateOf(path);
    const open = openDocument(documents, uriOf(path));
    const uri = open?.uri ?? uriOf(path);
    const diagnostics = state === null ? [] : sourceDiagnostics(state, session);
    const known = shown.get(path);
    const text = JSON.stringify(diagnostics);
    if (known?.uri === uri && known.text === text) return;
    if (known !== undefined && known.uri !== uri) send(known.uri, []);
    if (diagnostics.length === 0) shown.delete(path);
    else shown.set(path, { uri, text });
    if (diagnostics.length > 0 || known !== undefined) send(uri, diagnostics);
  }

  function send(uri: string, diagnostics: Diagnostic[]): void {
    connection
      .sendDiagnostics({ uri, diagnostics })
      .catch((error: unknown) => logFailure(connection, "textDocument/publishDiagnostics", error));
  }
}
