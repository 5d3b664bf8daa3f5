import type { ClientCapabilities, RegistrationParams } from "vscode-languageserver/node";
import {
  CancellationToken,
  ConfigurationRequest,
  DidChangeWatchedFilesNotification,
  RegistrationRequest,
  WorkspaceSymbolRequest,
  type FileChangeType,
} from "vscode-languageserver/node";
import type { SourceEditor } from "../../server/src/source-fixes.js";
import { connect, VSCODE, type TestClient } from "./connected-client.js";

/** What the server answers to a workspace lint. */
export interface LintResult {
  readonly templates: number;
  readonly tables: number;
  readonly withoutCustomerManagedKey: number;
  readonly undecided: number;
  readonly findings: number;
  readonly problems: number;
  readonly skipped: number;
  readonly limit: number | null;
}

/** What the server asks for when it wants to know the workspace's files. */
interface ListFiles {
  readonly include: string;
  readonly exclude: string;
  readonly limit: number;
}

/** A client that offers the files of a workspace to the server. */
export class ClientWorkspace {
  /** Which files the server has read, in order. */
  readonly reads: string[] = [];
  /** How it has listed them. */
  readonly lists: ListFiles[] = [];
  /** What else the server has asked for, in order; what every session begins with is left out. */
  readonly requests: string[] = [];
  /** Called before a file is handed out. */
  beforeRead: (uri: string) => void | Promise<void> = () => undefined;
  /** Files that are there and in no list, as what lies outside the workspace or is left out. */
  readonly unlisted = new Set<string>();
  more = false;
  /** When files were changed, in milliseconds since 1970. */
  readonly times = new Map<string, number>();

  constructor(
    readonly client: TestClient,
    /** The texts by URI; null for a file that is too large. */
    readonly files: Map<string, string | null> | Map<string, string>,
  ) {
    const { wire } = client;
    wire.onRequest("dynamodbEncryption/listFiles", (query: ListFiles) => {
      this.lists.push(query);
      this.request("listFiles");
      const uris = [...files.keys()].filter((uri) => !this.unlisted.has(uri));
      return { uris: uris.slice(0, query.limit), more: this.more || uris.length > query.limit };
    });
    wire.onRequest("dynamodbEncryption/readFile", async ({ uri }: { uri: string }) => {
      this.reads.push(uri);
      client.noticed();
      await this.beforeRead(uri);
      const text = this.textOf(uri);
      if (text === undefined) return { text: null, reason: "unreadable" };
      return text === null ? { text: null, reason: "too-large" } : { text };
    });
    wire.onRequest("dynamodbEncryption/fileExists", ({ uri }: { uri: string }) => {
      return this.textOf(uri) !== undefined;
    });
    wire.onRequest("dynamodbEncryption/fileModified", ({ uri }: { uri: string }) => {
      return this.times.get(uri) ?? null;
    });
    wire.onRequest(ConfigurationRequest.type, ({ items }) => {
      this.request("configuration");
      return items.map(() => client.section);
    });
    wire.onRequest(RegistrationRequest.type, ({ registrations }: RegistrationParams) => {
      const others = registrations.filter(({ method }) => method !== "workspace/didChangeConfiguration");
      for (const { method } of others) this.request(`register ${method}`);
    });
  }

  lint(params: object = {}, token = CancellationToken.None): Promise<LintResult> {
    return this.client.wire.sendRequest("dynamodbEncryption/lintWorkspace", params, token);
  }

  async change(uri: string, type: FileChangeType): Promise<void> {
    await this.client.wire.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri, type }],
    });
  }

  /** Waits until the server has read all that it wants to read: to answer this, it has to. */
  async settled(): Promise<void> {
    await this.client.wire.sendRequest(WorkspaceSymbolRequest.type, { query: "nothing is called so" });
  }

  /** The rules of an open document's diagnostics, once the server has read all that it wants to read. */
  async rules(uri: string): Promise<readonly unknown[]> {
    await this.settled();
    return (await this.client.diagnostics(uri)).map(({ code }) => code);
  }

  /** The same for the diagnostics' messages. */
  async messages(uri: string): Promise<readonly string[]> {
    await this.settled();
    const diagnostics = await this.client.diagnostics(uri);
    return diagnostics.map(({ message }) => (typeof message === "string" ? message : message.value));
  }

  /** The rules of the diagnostics that were last published for a file; undefined for none ever. */
  shown(uri: string): readonly unknown[] | undefined {
    return this.client.published.findLast((one) => one.uri === uri)?.diagnostics.map(({ code }) => code);
  }

  private request(what: string): void {
    this.requests.push(what);
    this.client.noticed();
  }

  /** URIs can be spelled in several ways; a file has one. */
  private textOf(uri: string): string | null | undefined {
    const plain = decodeURIComponent(uri);
    for (const [name, text] of this.files) if (decodeURIComponent(name) === plain) return text;
    return undefined;
  }
}

interface Options {
  /** The folders of the workspace; without any the server reads nothing by itself. */
  readonly folders?: readonly string[];
  readonly section?: Readonly<Record<string, unknown>>;
  readonly capabilities?: ClientCapabilities;
  /** Beside those that let the server read the workspace. */
  readonly initializationOptions?: Readonly<Record<string, unknown>>;
  readonly sourceEditor?: SourceEditor;
}

/** Connects a client like VS Code with a workspace of these files. */
export async function connectWorkspace(
  files: Readonly<Record<string, string | null>>,
  { folders, section, capabilities = VSCODE, initializationOptions = {}, sourceEditor }: Options = {},
): Promise<ClientWorkspace> {
  const client = await connect({
    capabilities: {
      ...capabilities,
      workspace: {
        ...capabilities.workspace,
        didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceFolders: true,
      },
    },
    initializationOptions: { workspaceFiles: true, tableStatus: true, ...initializationOptions },
    ...(folders !== undefined && { folders }),
    ...(section !== undefined && { section }),
    ...(sourceEditor !== undefined && { sourceEditor }),
  });
  return new ClientWorkspace(client, new Map(Object.entries(files)));
}
