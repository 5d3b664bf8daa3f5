/** The language server in a Web Worker: `dist/server.browser.js`, over the worker's messages. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from "vscode-languageserver/browser";
import { version } from "../../../package.json";
import { startServer } from "./server.js";
import { today } from "./today.js";

/** The worker itself, the port to the extension. */
declare const self: object;

const reader = new BrowserMessageReader(self);
const writer = new BrowserMessageWriter(self);
startServer(createConnection(ProposedFeatures.all, reader, writer), {
  version,
  today,
  elapsed: () => performance.now(),
  filesFor: () => null,
  loadSourceEditor: () => Promise.resolve(null),
});
