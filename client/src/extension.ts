/** The extension on the desktop: the server runs as a process of the editor's own Node, over IPC. */
import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { CLIENT_ID, NAME, startExtension } from "./client.js";

let client: LanguageClient | undefined;

export function activate(context: ExtensionContext): void {
  const server = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
  const servers = {
    run: server,
    debug: { ...server, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
  };
  client = startExtension(context, (options) => {
    const initializationOptions = { ...(options.initializationOptions as object), cdkSynth: true };
    return new LanguageClient(CLIENT_ID, NAME, servers, { ...options, initializationOptions });
  });
}

/** The editor waits for the server to end. */
export async function deactivate(): Promise<void> {
  if (client?.needsStop() === true) await client.stop();
}
