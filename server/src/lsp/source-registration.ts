import type { BulkUnregistration, DocumentFilter } from "vscode-languageserver";
import {
  BulkRegistration,
  CodeActionKind,
  CodeActionRequest,
  CodeLensRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { CdkSources } from "./cdk-sources.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";

/** Of more files the client sends all of these languages. */
const MOST_NAMED_FILES = 200;
const ALL_SOURCES = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py,java,go,cs}";

/**
 * Has the client send the source files that CDK apps made resources from, and ask about them: exactly
 * these, and from when they are known. Where there is no app, no source is ever sent.
 */
export function registerSources(session: Session, sources: CdkSources): void {
  const { connection, folders, support } = session;
  const { registerDocuments, registerCodeActions, registerLenses, registerHover, watchFiles } = support;
  if (![registerDocuments, registerCodeActions, registerLenses, registerHover, watchFiles].includes(true))
    return;
  let registered: BulkUnregistration | undefined;
  let pattern = "";
  let queue: Promise<void> = Promise.resolve();

  sources.onDidJudge(() => {
    const wanted = patternFor(sources.paths.flatMap((path) => folders.within(path) ?? []));
    if (wanted === pattern) return;
    pattern = wanted;
    queue = queue.then(() => register(wanted)).catch(failed);
  });

  async function register(wanted: string): Promise<void> {
    const before = registered;
    registered = wanted === "" ? undefined : await connection.client.register(bulkFor(wanted));
    // In this order: an open document that stays isn't closed in between.
    before?.dispose();
  }

  function bulkFor(wanted: string): BulkRegistration {
    const documentSelector: DocumentFilter[] = [{ pattern: wanted }];
    const bulk = BulkRegistration.create();
    if (watchFiles) {
      bulk.add(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: wanted }] });
    }
    if (registerDocuments) {
      bulk.add(DidOpenTextDocumentNotification.type, { documentSelector });
      bulk.add(DidCloseTextDocumentNotification.type, { documentSelector });
      bulk.add(DidChangeTextDocumentNotification.type, {
        documentSelector,
        syncKind: TextDocumentSyncKind.Incremental,
      });
    }
    if (registerCodeActions) {
      bulk.add(CodeActionRequest.type, {
        documentSelector,
        codeActionKinds: [CodeActionKind.QuickFix],
        resolveProvider: support.resolveEdits,
      });
    }
    if (registerLenses) bulk.add(CodeLensRequest.type, { documentSelector, resolveProvider: true });
    if (registerHover) bulk.add(HoverRequest.type, { documentSelector });
    return bulk;
  }

  function failed(error: unknown): void {
    logFailure(connection, "client/registerCapability", error);
  }
}

/** A glob for exactly these files, relative to any folder; empty for none. */
function patternFor(files: readonly string[]): string {
  const names = [...new Set(files)].sort();
  if (names.length === 0) return "";
  if (names.length > MOST_NAMED_FILES) return ALL_SOURCES;
  // What would mean something in a glob stands for any one character.
  const plain = names.map((name) => name.replace(/[*?[\]{}!,\\]/g, "?"));
  return plain.length === 1 ? `**/${plain[0] ?? ""}` : `**/{${plain.join(",")}}`;
}
