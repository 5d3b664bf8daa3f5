import type { ExtensionContext, LogOutputChannel, TextDocument } from "vscode";
import { commands, languages, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { askAndSuppress } from "./suppress.js";

export const CLIENT_ID = "dynamodbEncryption";
export const NAME = "DynamoDB Encryption Lint";

/** `*.template` is CloudFormation's own ending; most editors take such files for plain text. */
const SELECTOR = [
  { language: "yaml" },
  { language: "json" },
  { language: "jsonc" },
  { pattern: "**/*.template" },
];

/** Documents of these show an older state of a file, beside the file itself. */
const HISTORY_SCHEMES = new Set(["git", "gitfs", "gitlens", "pr", "review", "vscode-local-history"]);

/** A client of either kind: over a process or over a Web Worker. */
type Client = BaseLanguageClient & { restart(): Promise<void> };

/**
 * Registers the commands at once, and starts the server when the first document is open that it
 * may have something to say about.
 *
 * @returns the client, to be stopped when the extension is deactivated.
 */
export function startExtension<C extends Client>(
  context: ExtensionContext,
  makeClient: (options: LanguageClientOptions) => C,
): C {
  const output = window.createOutputChannel(NAME, { log: true });
  const client = makeClient(clientOptions(output));
  context.subscriptions.push(
    output,
    commands.registerCommand("dynamodbEncryption.restartServer", () => restart(client)),
    commands.registerCommand("dynamodbEncryption.showOutput", () => output.show()),
    commands.registerCommand("dynamodbEncryption.suppress", (target: unknown) =>
      askAndSuppress(client, target),
    ),
  );
  startOnFirstDocument(context, client, output);
  return client;
}

function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: SELECTOR,
    outputChannel,
    initializationOptions: { suppressCommand: true },
    middleware: {
      // The server answers nothing for a document it was never told of.
      didOpen: async (document, next) => {
        if (!HISTORY_SCHEMES.has(document.uri.scheme)) await next(document);
      },
    },
  };
}

function startOnFirstDocument(context: ExtensionContext, client: Client, output: LogOutputChannel): void {
  if (workspace.textDocuments.some(isOurs)) return start();
  const listener = workspace.onDidOpenTextDocument((document) => {
    if (!isOurs(document)) return;
    listener.dispose();
    start();
  });
  context.subscriptions.push(listener);

  function start(): void {
    if (!client.needsStart()) return;
    client
      .start()
      .catch((error: unknown) => output.error("The language server could not be started.", error));
  }
}

function isOurs(document: TextDocument): boolean {
  return languages.match(SELECTOR, document) > 0 && !HISTORY_SCHEMES.has(document.uri.scheme);
}

async function restart(client: Client): Promise<void> {
  if (client.needsStop()) await client.restart();
  else await client.start();
}
