/** The extension in a browser (vscode.dev, github.dev): the server runs in a Web Worker. */
import type { ExtensionContext } from "vscode";
import { Uri } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from "vscode-languageclient/browser";
import { CLIENT_ID, NAME, startExtension } from "./client.js";

/** What we use of the browser's class; its types would bring along all of the browser's globals. */
interface Worker {
  terminate(): void;
}
declare const Worker: new (address: string, options: { name: string }) => Worker;

let client: LanguageClient | undefined;
let worker: Worker | undefined;

export function activate(context: ExtensionContext): void {
  const address = Uri.joinPath(context.extensionUri, "dist/server.browser.js").toString(true);
  const startServer = () => {
    // A server that was shut down still holds its worker: nothing else ends it.
    worker?.terminate();
    worker = new Worker(address, { name: NAME });
    // Given the worker itself, the client doesn't take it for one: a web extension host has a class of its own.
    const transports = { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    return Promise.resolve(transports);
  };
  client = startExtension(context, (options) => new LanguageClient(CLIENT_ID, NAME, startServer, options));
}

/** The editor waits for the server to end. */
export async function deactivate(): Promise<void> {
  if (client?.needsStop() === true) await client.stop();
  worker?.terminate();
}
