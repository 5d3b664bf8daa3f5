import type { Connection, InitializeParams, InitializeResult } from "vscode-languageserver";
import { TextDocuments, TextDocumentSyncKind } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Analyses } from "./analyses.js";
import { isRecord, readClientSupport, type ClientSupport } from "./client-support.js";
import { ClientFiles } from "./client-files.js";
import { codeActionCapabilities, startCodeActions } from "./code-actions.js";
import { Configuration } from "./configuration.js";
import { diagnosticCapabilities, startDiagnostics } from "./diagnostics.js";
import type { Host } from "./host.js";
import { startHover } from "./hover.js";
import { logFailure } from "./messages.js";
import { startRuleList } from "./rule-list.js";
import type { Session } from "./session.js";
import { startSuppression, suppressionCapabilities } from "./suppression.js";
import { startTableStatus } from "./table-status.js";
import { startWorkspaceLint } from "./workspace-lint.js";

/** Serves one client over a connection until it shuts the server down. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => {
    const support = readClientSupport(params);
    const session = openSession(connection, host, params, support);
    startFeatures(session);
    session.documents.listen(connection);
    return initializeResult(host, support);
  });
  connection.listen();
}

function openSession(
  connection: Connection,
  host: Host,
  params: InitializeParams,
  support: ClientSupport,
): Session {
  const options: unknown = params.initializationOptions;
  const initial = isRecord(options) ? options["settings"] : undefined;
  const documents = new TextDocuments(TextDocument);
  const configuration = new Configuration(connection, support, initial);
  const analyses = new Analyses(connection, documents, configuration, support, host);
  return { connection, documents, analyses, configuration, support };
}

function startFeatures(session: Session): void {
  const { connection, documents, analyses, configuration, support } = session;
  const refreshDiagnostics = startDiagnostics(session);
  startCodeActions(session);
  startSuppression(session);
  startHover(session);
  startTableStatus(session);
  startRuleList(session);
  const files = support.workspaceFiles ? new ClientFiles(connection) : null;
  const refreshWorkspace = startWorkspaceLint(session, files);
  documents.onDidClose(({ document }) => {
    analyses.forget(document.uri);
    configuration.forget(document.uri);
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.change(settings);
    refreshDiagnostics();
    refreshWorkspace();
  });
  connection.onInitialized(() => {
    configuration
      .register()
      .catch((error: unknown) => logFailure(connection, "client/registerCapability", error));
  });
}

function initializeResult(host: Host, support: ClientSupport): InitializeResult {
  return {
    serverInfo: { name: "dynamodb-encryption-language-server", version: host.version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      ...diagnosticCapabilities(support.pullDiagnostics),
      ...codeActionCapabilities(support),
      ...suppressionCapabilities(),
    },
  };
}
