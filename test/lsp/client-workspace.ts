import type { RegistrationParams } from "vscode-languageserver/node";
import {
  CancellationToken,
  ConfigurationRequest,
  DidChangeWatchedFilesNotification,
  RegistrationRequest,
  type FileChangeType,
} from "vscode-languageserver/node";
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

/** A client that offers the files of a workspace to the server. */
export class ClientWorkspace {
  /** Which files the server has read, in order. */
  readonly reads: string[] = [];
  /** What else the server has asked for, in order; what every session begins with is left out. */
  readonly requests: string[] = [];
  /** Called before a file is handed out. */
  beforeRead: (uri: string) => void | Promise<void> = () => undefined;
  more = false;

  constructor(
    readonly client: TestClient,
    /** The texts by URI; null for a file that is too large. */
    readonly files: Map<string, string | null> | Map<string, string>,
  ) {
    const { wire } = client;
    wire.onRequest("dynamodbEncryption/listFiles", () => {
      this.requests.push("listFiles");
      return { uris: [...files.keys()], more: this.more };
    });
    wire.onRequest("dynamodbEncryption/readFile", async ({ uri }: { uri: string }) => {
      this.reads.push(uri);
      await this.beforeRead(uri);
      const text = files.get(uri);
      if (text === undefined) return { text: null, reason: "unreadable" };
      return text === null ? { text: null, reason: "too-large" } : { text };
    });
    wire.onRequest(ConfigurationRequest.type, ({ items }) => {
      this.requests.push("configuration");
      return items.map(() => client.section);
    });
    wire.onRequest(RegistrationRequest.type, ({ registrations }: RegistrationParams) => {
      const others = registrations.filter(({ method }) => method !== "workspace/didChangeConfiguration");
      this.requests.push(...others.map(({ method }) => `register ${method}`));
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

  /** The rules of the diagnostics that were last published for a file; undefined for none ever. */
  shown(uri: string): readonly unknown[] | undefined {
    return this.client.published.findLast((one) => one.uri === uri)?.diagnostics.map(({ code }) => code);
  }
}

/** Connects a client like VS Code with a workspace of these files. */
export async function connectWorkspace(
  files: Readonly<Record<string, string | null>>,
): Promise<ClientWorkspace> {
  const client = await connect({
    capabilities: {
      ...VSCODE,
      workspace: { ...VSCODE.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
    },
    initializationOptions: { workspaceFiles: true, tableStatus: true },
  });
  return new ClientWorkspace(client, new Map(Object.entries(files)));
}
