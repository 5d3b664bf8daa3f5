import type { Connection, InitializeParams, InitializeResult } from "vscode-languageserver";
import { TextDocuments, TextDocumentSyncKind } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Analyses } from "./analyses.js";
import { isRecord, readClientSupport, type ClientSupport } from "./client-support.js";
import { startCdkApps, startWhereAppsAre } from "./cdk-apps.js";
import { codeActionCapabilities, startCodeActions } from "./code-actions.js";
import { codeLensCapabilities, startCodeLenses } from "./code-lens.js";
import { completionCapabilities, startCompletion } from "./completion.js";
import { startConfigProblems } from "./config-problems.js";
import { Configuration } from "./configuration.js";
import { definitionCapabilities, startDefinition } from "./definition.js";
import { highlightCapabilities, startHighlights } from "./highlights.js";
import { referencesCapabilities, startReferences } from "./references.js";
import { startSymbols, symbolCapabilities } from "./symbols.js";
import { startDeploymentProblems } from "./deployment-problems.js";
import { diagnosticCapabilities, startDiagnostics } from "./diagnostics.js";
import { FileChanges } from "./file-changes.js";
import { folderFiles } from "./folder-files.js";
import type { Host } from "./host.js";
import { startHover } from "./hover.js";
import { startInventory } from "./inventory.js";
import { keepTemplate } from "./kept-template.js";
import { startKeyChange } from "./key-change.js";
import { inlayHintCapabilities, startInlayHints } from "./inlay-hints.js";
import { logFailure } from "./messages.js";
import { ProjectConfigs } from "./project-configs.js";
import { startReport } from "./report.js";
import { startRuleList } from "./rule-list.js";
import type { Session } from "./session.js";
import { startSuppression, suppressionCapabilities } from "./suppression.js";
import { startTableStatus } from "./table-status.js";
import { foldersOf, WorkspaceFolders } from "./workspace-folders.js";
import { WholeWorkspace } from "./whole-workspace.js";
import { WorkspaceIndex } from "./workspace-index.js";
import { TemplateFiles } from "./template-files.js";
import { startWorkspaceLint } from "./workspace-lint.js";

/** Serves one client over a connection until it shuts the server down. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => {
    const support = readClientSupport(params);
    const session = openSession(connection, host, params, support);
    startFeatures(session, host);
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
  const changes = new FileChanges(connection, support);
  const folders = new WorkspaceFolders(foldersOf(params));
  const files = folderFiles(connection, host, support, folders);
  const configs = new ProjectConfigs(connection, documents, files, changes, folders);
  const configuration = new Configuration(connection, support, initial, configs, folders);
  const index = new WorkspaceIndex(connection, documents, configuration, support, files, changes, folders);
  const analyses = new Analyses(connection, documents, configuration, support, host, index);
  return { connection, documents, analyses, configuration, configs, support, changes, folders, index, files };
}

function startFeatures(session: Session, host: Host): void {
  const { connection, documents, analyses, configuration, configs, support, folders, index, files } = session;
  const templateFiles = files === null ? null : new TemplateFiles(session, files);
  const apps = startCdkApps(session, host, templateFiles);
  const refreshDiagnostics = startDiagnostics(session);
  startCodeActions(session, apps);
  startSuppression(session, apps);
  startHover(session, apps);
  startCompletion(session);
  const refreshHints = startInlayHints(session);
  const othersOf = (): ReturnType<typeof index.others> => index.others();
  startDefinition(session, othersOf);
  startReferences(session, othersOf);
  startHighlights(session);
  startSymbols(session, othersOf);
  const refreshLenses = startCodeLenses(session, othersOf, apps?.sources ?? null);
  startKeyChange(session);
  startDeploymentProblems(session);
  startConfigProblems(session);
  startTableStatus(session);
  startRuleList(session);
  const refreshWorkspace = startWorkspaceLint(session, templateFiles);
  const whole = new WholeWorkspace(session, templateFiles, keepTemplate, () => host.today());
  startInventory(session, whole);
  startReport(session, whole, host);
  documents.onDidClose(({ document }) => {
    analyses.forget(document.uri);
    configuration.forget(document.uri);
  });
  index.onDidInvalidate(() => {
    refreshDiagnostics();
    refreshLenses();
    refreshHints();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.change(settings);
    reconfigured();
  });
  configs.onDidChange(() => {
    configuration.forgetAll();
    reconfigured();
  });
  apps?.sources.onDidJudge(refreshLenses);
  connection.onInitialized(() => {
    if (support.workspaceFolders) folders.follow(connection);
    if (apps !== null) startWhereAppsAre(session);
    configuration
      .register()
      .catch((error: unknown) => logFailure(connection, "client/registerCapability", error));
  });

  /** After a change of settings, wherever they come from. */
  function reconfigured(): void {
    refreshDiagnostics();
    refreshLenses();
    refreshHints();
    refreshWorkspace();
    apps?.sources.refresh();
    whole.forget();
    index.reconfigured();
  }
}

function initializeResult(host: Host, support: ClientSupport): InitializeResult {
  return {
    serverInfo: { name: "dynamodb-encryption-language-server", version: host.version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...completionCapabilities(),
      ...inlayHintCapabilities(support),
      ...definitionCapabilities(),
      ...referencesCapabilities(),
      ...highlightCapabilities(),
      ...symbolCapabilities(),
      ...diagnosticCapabilities(support.pullDiagnostics),
      ...codeActionCapabilities(support),
      ...suppressionCapabilities(),
      ...codeLensCapabilities(),
    },
  };
}
