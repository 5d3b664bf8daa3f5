import type { ExtensionContext, LogOutputChannel, TextDocument } from "vscode";
import { commands, languages, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { State } from "vscode-languageclient";
import { revealInSource, revealInTemplate } from "./cdk/reveal.js";
import { ShownOnce } from "./cdk/shown-once.js";
import { runSynth } from "./cdk/synth.js";
import { changeKey } from "./change-key.js";
import { Crashes } from "./crashes.js";
import { showInventory } from "./inventory/inventory-view.js";
import { lintWorkspace } from "./lint-workspace.js";
import { offerReport } from "./report.js";
import { openRulePage } from "./rule-pages.js";
import { showPlaces } from "./show-places.js";
import { askAndSuppress } from "./suppress.js";
import { showTableStatus } from "./table-status.js";
import { answerFileRequests } from "./workspace-files.js";

export const CLIENT_ID = "dynamodbEncryption";
export const NAME = "DynamoDB Encryption Lint";

/** `*.template` is CloudFormation's own ending; most editors take such files for plain text. */
const SELECTOR = [
  { language: "yaml" },
  { language: "json" },
  { language: "jsonc" },
  { pattern: "**/*.template" },
];

/**
 * Documents that are none of our business: older states of a file, shown beside the file itself,
 * and VS Code's own settings and notes, some of which it opens at every start.
 */
const FOREIGN_SCHEMES = new Set([
  "git",
  "gitfs",
  "gitlens",
  "pr",
  "review",
  "vscode-local-history",
  "vscode",
  "vscode-userdata",
]);

/**
 * Registers the commands at once, and starts the server when the first document is open that it
 * may have something to say about; where a folder is a CDK app, at once.
 *
 * @returns the client, to be stopped when the extension is deactivated.
 */
export function startExtension<C extends BaseLanguageClient>(
  context: ExtensionContext,
  makeClient: (options: LanguageClientOptions) => C,
): C {
  const output = window.createOutputChannel(NAME, { log: true });
  const crashes = new Crashes(output);
  const shownOnce = new ShownOnce();
  const client = makeClient(clientOptions(output, crashes, shownOnce));
  answerFileRequests(client);
  context.subscriptions.push(
    output,
    shownOnce,
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) shownOnce.forget();
    }),
    ...showTableStatus(client, SELECTOR, output),
    ...showInventory(client, output),
    ...offerReport(client),
    commands.registerCommand("dynamodbEncryption.restartServer", () => restart(client, crashes)),
    commands.registerCommand("dynamodbEncryption.showOutput", () => output.show()),
    commands.registerCommand("dynamodbEncryption.lintWorkspace", () => lintWorkspace(client)),
    commands.registerCommand("dynamodbEncryption.openRulePage", () => openRulePage(client)),
    commands.registerCommand("dynamodbEncryption.changeKey", (given: unknown) => changeKey(client, given)),
    commands.registerCommand("dynamodbEncryption.showPlaces", (target: unknown) =>
      showPlaces(client, target),
    ),
    commands.registerCommand("dynamodbEncryption.cdkSynth", (given: unknown) => runSynth(given)),
    commands.registerCommand("dynamodbEncryption.revealInTemplate", (given: unknown) =>
      revealInTemplate(client, given),
    ),
    commands.registerCommand("dynamodbEncryption.revealInSource", (given: unknown) =>
      revealInSource(client, given),
    ),
    commands.registerCommand("dynamodbEncryption.suppress", (target: unknown) =>
      askAndSuppress(client, target),
    ),
  );
  startOnFirstDocument(context, client, output);
  return client;
}

function clientOptions(
  outputChannel: LogOutputChannel,
  errorHandler: Crashes,
  shownOnce: ShownOnce,
): LanguageClientOptions {
  return {
    documentSelector: SELECTOR,
    outputChannel,
    errorHandler,
    initializationOptions: {
      suppressCommand: true,
      workspaceFiles: true,
      tableStatus: true,
      codeLensCommands: true,
      cdkCommands: true,
    },
    middleware: {
      // The server answers nothing for a document it was never told of.
      didOpen: async (document, next) => {
        if (!FOREIGN_SCHEMES.has(document.uri.scheme)) await next(document);
      },
      handleDiagnostics: shownOnce.handle,
    },
  };
}

function startOnFirstDocument(
  context: ExtensionContext,
  client: BaseLanguageClient,
  output: LogOutputChannel,
): void {
  if (workspace.textDocuments.some(isOurs)) return start();
  const listener = workspace.onDidOpenTextDocument((document) => {
    if (!isOurs(document)) return;
    listener.dispose();
    start();
  });
  context.subscriptions.push(listener);
  void hasCdkApp().then((found) => {
    if (!found) return;
    listener.dispose();
    start();
  });

  function start(): void {
    if (!client.needsStart()) return;
    client
      .start()
      .catch((error: unknown) => output.error("The language server could not be started.", error));
  }
}

/** Whether a folder of the workspace is a CDK app: its findings stand in files that aren't templates. */
async function hasCdkApp(): Promise<boolean> {
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const isThere = await workspace.fs.stat(Uri.joinPath(uri, "cdk.json")).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}

function isOurs(document: TextDocument): boolean {
  return languages.match(SELECTOR, document) > 0 && !FOREIGN_SCHEMES.has(document.uri.scheme);
}

async function restart(client: BaseLanguageClient, crashes: Crashes): Promise<void> {
  crashes.forget();
  // A server that hangs doesn't answer when asked to stop; it is replaced all the same.
  if (client.needsStop()) await client.stop().catch(() => undefined);
  await client.start();
}
