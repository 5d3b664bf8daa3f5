import { PassThrough } from "node:stream";
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeParams,
  InlayHint,
  MessageConnection,
  PublishDiagnosticsParams,
  ServerCapabilities,
  TextDocumentContentChangeEvent,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import {
  ApplyWorkspaceEditRequest,
  CodeActionRequest,
  CodeActionResolveRequest,
  ConfigurationRequest,
  createConnection,
  createMessageConnection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  InlayHintRefreshRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  LogMessageNotification,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShowMessageNotification,
  ShowMessageRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Host } from "../../server/src/lsp/host.js";
import type { SourceEditor } from "../../server/src/source-fixes.js";
import { startServer } from "../../server/src/lsp/server.js";

/** What VS Code can do, as far as the server looks. */
export const VSCODE: ClientCapabilities = {
  textDocument: {
    diagnostic: { relatedDocumentSupport: true },
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      dataSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ["edit"] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "source"] } },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    inlayHint: { resolveSupport: { properties: ["tooltip", "textEdits", "label.tooltip"] } },
  },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  window: { workDoneProgress: true },
};

/** A client that can do next to nothing: diagnostics are published to it, settings pushed by it. */
export const PLAIN: ClientCapabilities = {};

interface Options {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** The section `dynamodbEncryption` that `workspace/configuration` is answered with. */
  readonly section?: Readonly<Record<string, unknown>>;
  /** ISO date. */
  readonly today?: string;
  /** The folders of the workspace, as URIs. */
  readonly folders?: readonly string[];
  /** As in `Host`; by default the server reads no disk. */
  readonly filesFor?: Host["filesFor"];
  /** What mends the source of CDK apps; by default there is nothing. */
  readonly sourceEditor?: SourceEditor;
}

const opened: { end(): void }[] = [];

/** Ends the connections that a test has opened. To be called after each. */
export function disconnectAll(): void {
  for (const client of opened.splice(0)) client.end();
}

/** Starts a server and connects a client to it, both in this process. */
export async function connect(options: Options = {}): Promise<TestClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(server, {
    version: "0.0.0-test",
    filesFor: options.filesFor ?? (() => null),
    today: () => options.today ?? "2026-01-31",
    elapsed: () => performance.now(),
    loadSourceEditor: () => Promise.resolve(options.sourceEditor ?? null),
  });
  const wire = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const client = new TestClient(wire, options.section ?? {});
  opened.push({
    end: () => {
      wire.dispose();
      server.dispose();
    },
  });
  const folders = options.folders?.map((uri) => ({ uri, name: uri.slice(uri.lastIndexOf("/") + 1) }));
  await client.initialize({
    capabilities: options.capabilities ?? VSCODE,
    initializationOptions: options.initializationOptions,
    ...(folders !== undefined && { workspaceFolders: folders }),
  });
  return client;
}

/** A client as tests see it: documents by URI, edits applied as an editor would. */
export class TestClient {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly shown: string[] = [];
  readonly logged: string[] = [];
  readonly registered: string[] = [];
  readonly progress: string[] = [];
  refreshes = 0;
  hintRefreshes = 0;
  capabilities: ServerCapabilities = {};
  section: Readonly<Record<string, unknown>>;
  private readonly documents = new Map<string, TextDocument>();
  private readonly waiting = new Set<() => void>();

  constructor(
    readonly wire: MessageConnection,
    section: Readonly<Record<string, unknown>>,
  ) {
    this.section = section;
    this.listen();
    wire.listen();
  }

  async initialize(params: Partial<InitializeParams> & { capabilities: ClientCapabilities }): Promise<void> {
    const complete = { processId: null, rootUri: null, workspaceFolders: null, ...params };
    const result = await this.wire.sendRequest(InitializeRequest.type, complete);
    this.capabilities = result.capabilities;
    await this.wire.sendNotification(InitializedNotification.type, {});
  }

  async open(uri: string, text: string, languageId = "yaml"): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.wire.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    await this.wire.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.wire.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  async configure(settings: unknown): Promise<void> {
    await this.wire.sendNotification(DidChangeConfigurationNotification.type, { settings });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (document === undefined) throw new Error(`${uri} isn't open.`);
    return document;
  }

  text(uri: string): string {
    return this.document(uri).getText();
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.wire.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId !== undefined && { previousResultId }),
    });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === "full" ? report.items : [];
  }

  /** The next publication for the document that is not older than its text. */
  publication(uri: string): Promise<PublishDiagnosticsParams> {
    return this.until(() => {
      const version = this.documents.get(uri)?.version;
      return this.published.find(
        (one) => one.uri === uri && (version === undefined || one.version === version),
      );
    });
  }

  /** Code actions at the first place where the text says `at`; of kinds, and as a cursor move, if told. */
  async actions(
    uri: string,
    at: string,
    context: { only?: string[]; automatic?: boolean } = {},
  ): Promise<CodeAction[]> {
    const document = this.document(uri);
    const start = document.positionAt(document.getText().indexOf(at));
    const result = await this.wire.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start, end: start },
      context: {
        diagnostics: [],
        triggerKind: context.automatic === true ? 2 : 1,
        ...(context.only !== undefined && { only: context.only }),
      },
    });
    return (result ?? []) as CodeAction[];
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.wire.sendRequest(CodeActionResolveRequest.type, action);
  }

  /** Runs an action as an editor does: resolves its edit where it has none, and applies it. */
  async run(action: CodeAction): Promise<void> {
    const { edit } = action.edit === undefined ? await this.resolve(action) : action;
    if (edit === undefined) throw new Error(`'${action.title}' has no edit.`);
    await this.apply(edit);
  }

  /** The inlay hints of lines (0-based, the last one excluded), of the whole document if none are named. */
  async hints(uri: string, lines: readonly [number, number] = [0, 100_000]): Promise<InlayHint[]> {
    const [start, end] = lines.map((line) => ({ line, character: 0 }));
    if (start === undefined || end === undefined) throw new Error("Two lines are needed.");
    const params = { textDocument: { uri }, range: { start, end } };
    return (await this.wire.sendRequest(InlayHintRequest.type, params)) ?? [];
  }

  resolveHint(hint: InlayHint): Promise<InlayHint> {
    return this.wire.sendRequest(InlayHintResolveRequest.type, hint);
  }

  async hover(uri: string, at: string): Promise<string | null> {
    const document = this.document(uri);
    const position = document.positionAt(document.getText().indexOf(at) + 1);
    const hover = await this.wire.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    return hover === null ? null : (hover.contents as { value: string }).value;
  }

  /** Waits until the server has sent what is looked for. */
  until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const attempt = (): void => {
        const found = look();
        if (found === undefined) return;
        this.waiting.delete(attempt);
        resolve(found);
      };
      this.waiting.add(attempt);
      attempt();
    });
  }

  /** Says that something has happened which `until` may be waiting for. */
  noticed(): void {
    for (const attempt of [...this.waiting]) attempt();
  }

  private async apply(edit: WorkspaceEdit): Promise<void> {
    const changes = [
      ...Object.entries(edit.changes ?? {}).map(([uri, edits]) => ({ uri, version: null, edits })),
      ...(edit.documentChanges ?? []).flatMap((one) =>
        "edits" in one ? [{ ...one.textDocument, edits: one.edits }] : [],
      ),
    ];
    for (const { uri, version, edits } of changes) {
      const document = this.document(uri);
      if (version !== null && version !== document.version)
        throw new Error("The edit is for another version.");
      const plain = edits.map((one) => ({ range: one.range, newText: "newText" in one ? one.newText : "" }));
      await this.change(uri, { text: TextDocument.applyEdits(document, plain) });
    }
  }

  private listen(): void {
    const { wire } = this;
    const note = <P>(take: (params: P) => void) => {
      return (params: P): void => {
        take(params);
        this.noticed();
      };
    };
    wire.onNotification(
      PublishDiagnosticsNotification.type,
      note((params) => this.published.push(params)),
    );
    wire.onNotification(
      LogMessageNotification.type,
      note((params) => this.logged.push(params.message)),
    );
    wire.onNotification(
      ShowMessageNotification.type,
      note((params) => this.shown.push(params.message)),
    );
    wire.onRequest(ShowMessageRequest.type, (params) => {
      note<void>(() => this.shown.push(params.message))();
      return null;
    });
    wire.onRequest(RegistrationRequest.type, ({ registrations }) => {
      note<void>(() => this.registered.push(...registrations.map(({ method }) => method)))();
    });
    wire.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.section));
    wire.onRequest(DiagnosticRefreshRequest.type, () => note<void>(() => (this.refreshes += 1))());
    wire.onRequest(InlayHintRefreshRequest.type, () => note<void>(() => (this.hintRefreshes += 1))());
    wire.onRequest(WorkDoneProgressCreateRequest.type, () =>
      note<void>(() => this.progress.push("create"))(),
    );
    wire.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
      await this.apply(edit);
      return { applied: true };
    });
  }
}
