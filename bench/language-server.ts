import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import type { InitializeParams, MessageConnection } from "vscode-languageserver/node";
import {
  ConfigurationRequest,
  createConnection,
  createMessageConnection,
  DiagnosticRefreshRequest,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  ProposedFeatures,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
  DocumentDiagnosticRequest,
} from "vscode-languageserver/node";
import { diskFiles } from "../server/src/lsp/disk-files.node.js";
import { startServer } from "../server/src/lsp/server.js";

/** What the server says once it has read the workspace, up to the number. */
const DONE = /^Looked at (\d+) files/;

/** A language server in this process, with a client that opens a folder as its workspace. */
export class LanguageServer {
  private constructor(
    private readonly wire: MessageConnection,
    private readonly folder: string,
  ) {}

  static async start(folder: string): Promise<LanguageServer> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    startServer(connection, {
      version: "0.0.0",
      filesFor: diskFiles,
      today: () => "2026-01-31",
      elapsed: () => performance.now(),
      loadSourceEditor: () => Promise.resolve(null),
    });
    const wire = createMessageConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    wire.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => ({})));
    wire.onRequest(RegistrationRequest.type, () => undefined);
    wire.onRequest(WorkDoneProgressCreateRequest.type, () => undefined);
    wire.onRequest(DiagnosticRefreshRequest.type, () => undefined);
    wire.listen();
    await wire.sendRequest(InitializeRequest.type, paramsFor(folder));
    await wire.sendNotification(InitializedNotification.type, {});
    return new LanguageServer(wire, folder);
  }

  /**
   * Opens a template, so that the server begins to read the workspace.
   *
   * @returns once all is read: how many files the server has looked at.
   */
  async readWorkspace(): Promise<number> {
    const read = new Promise<number>((resolve) => {
      this.wire.onNotification(LogMessageNotification.type, ({ message }) => {
        const files = DONE.exec(message)?.[1];
        if (files !== undefined) resolve(Number(files));
      });
    });
    const uri = `${pathToFileURL(this.folder).href}/open.yaml`;
    const text = "Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n";
    const textDocument = { uri, languageId: "yaml", version: 1, text };
    await this.wire.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await this.wire.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return read;
  }
}

/** As VS Code introduces itself, as far as it matters for the workspace. */
function paramsFor(folder: string): InitializeParams {
  return {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "workspace" }],
    capabilities: {
      textDocument: { diagnostic: { relatedDocumentSupport: true } },
      workspace: {
        configuration: true,
        diagnostics: { refreshSupport: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
      window: { workDoneProgress: true },
    },
  };
}
