import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  CancellationTokenSource,
  createMessageConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type MessageConnection,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";

/** How a client gets at diagnostics: the server publishes them, or the client asks after each change. */
export type ClientKind = "publish" | "pull";

/** Longer than any answer takes: it is lost, then. */
const PATIENCE_MILLISECONDS = 60_000;

const CAPABILITIES: Readonly<Record<ClientKind, ClientCapabilities>> = {
  publish: { textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } } },
  pull: { textDocument: { diagnostic: { relatedDocumentSupport: true } } },
};

interface Options {
  readonly kind?: ClientKind;
  /** Of Node, before the program: for a probe. */
  readonly nodeOptions?: readonly string[];
}

/** The language server as editors start it, over --stdio, with a client at the other end. */
export class ServerProcess {
  private readonly versions = new Map<string, number>();
  private readonly arrived = new Map<string, () => void>();
  private asking: CancellationTokenSource | null = null;

  private constructor(
    private readonly child: ChildProcess,
    private readonly wire: MessageConnection,
    private readonly kind: ClientKind,
  ) {
    wire.onNotification(PublishDiagnosticsNotification.type, ({ uri, version }) => {
      if (version === this.versions.get(uri)) this.arrived.get(uri)?.();
    });
    wire.listen();
  }

  /** @returns once the server has answered the first request: it is ready. */
  static async start(
    program: string,
    { kind = "publish", nodeOptions = [] }: Options = {},
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, [...nodeOptions, program, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit", nodeOptions.length > 0 ? "ipc" : "ignore"],
    });
    if (child.stdin === null || child.stdout === null) throw new Error("The server has no streams.");
    const wire = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new ServerProcess(child, wire, kind);
    const params = { processId: null, rootUri: null, workspaceFolders: null };
    await wire.sendRequest(InitializeRequest.type, { ...params, capabilities: CAPABILITIES[kind] });
    await wire.sendNotification(InitializedNotification.type, {});
    return server;
  }

  /** @returns once its diagnostics are here. */
  async open(uri: string, text: string, languageId: string): Promise<void> {
    this.versions.set(uri, 1);
    const diagnostics = this.newest(uri);
    const textDocument = { uri, languageId, version: 1, text };
    await this.wire.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await Promise.all([diagnostics, this.ask(uri)]);
  }

  /** @returns once the diagnostics of the text after the last of these changes are here; each is sent by itself. */
  async change(uri: string, changes: readonly TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.versions.get(uri) ?? 0) + changes.length;
    this.versions.set(uri, version);
    const diagnostics = this.newest(uri);
    let answer: Promise<void> | undefined;
    for (const [index, change] of changes.entries()) {
      const textDocument = { uri, version: version - changes.length + index + 1 };
      const params = { textDocument, contentChanges: [change] };
      await this.wire.sendNotification(DidChangeTextDocumentNotification.type, params);
      answer = this.ask(uri);
    }
    await Promise.all([diagnostics, answer]);
  }

  async close(uri: string): Promise<void> {
    this.versions.delete(uri);
    await this.wire.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Asks the probe that was loaded into the server: see `probes/heap.cjs`. */
  async probe(
    ...asked: readonly [what: "heap"] | readonly [what: "mentions", text: string]
  ): Promise<number> {
    this.child.send(asked);
    const [told] = (await once(this.child, "message")) as [number];
    return told;
  }

  async stop(): Promise<void> {
    const exit = once(this.child, "exit");
    await this.wire.sendRequest(ShutdownRequest.type);
    await this.wire.sendNotification(ExitNotification.type);
    await exit;
    this.wire.dispose();
  }

  /** Resolves when diagnostics of the newest version are published; at once for a client that asks for them. */
  private newest(uri: string): Promise<void> {
    if (this.kind === "pull") return Promise.resolve();
    return new Promise((resolve, reject) => {
      const lost = setTimeout(
        () => reject(new Error(`No diagnostics of ${uri} came.`)),
        PATIENCE_MILLISECONDS,
      );
      this.arrived.set(uri, () => {
        clearTimeout(lost);
        this.arrived.delete(uri);
        resolve();
      });
    });
  }

  /** Asks for diagnostics, and no longer for those of the version before: as editors do that pull. */
  private async ask(uri: string): Promise<void> {
    if (this.kind === "publish") return;
    this.asking?.cancel();
    const source = new CancellationTokenSource();
    this.asking = source;
    try {
      await this.wire.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }, source.token);
    } catch (error) {
      if (!source.token.isCancellationRequested) throw error;
    }
  }
}
