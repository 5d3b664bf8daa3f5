import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import { FileChangeType, RegistrationRequest, UnregistrationRequest } from "vscode-languageserver/node";
import { APP, APP_TEXT, MANIFEST, ROOT, SOURCE, SOURCE_TEXT } from "../support/cdk-app.js";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { VSCODE } from "./connected-client.js";

/** VS Code, which can be told which documents to send. */
export const REGISTERING = {
  ...VSCODE,
  textDocument: {
    ...VSCODE.textDocument,
    synchronization: { dynamicRegistration: true },
    codeAction: { ...VSCODE.textDocument?.codeAction, dynamicRegistration: true },
    codeLens: { dynamicRegistration: true },
    hover: { ...VSCODE.textDocument?.hover, dynamicRegistration: true },
  },
  workspace: { ...VSCODE.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
};

interface Registered {
  readonly documentSelector?: readonly { readonly pattern?: string }[];
  readonly watchers?: readonly { readonly globPattern: string }[];
}

/** A workspace of a CDK app, and what an editor shows of its source. */
export class CdkWorkspace {
  /** What the client has been asked to send, by method: the patterns of documents or files. */
  readonly registered = new Map<string, string>();
  /** The methods that it has been asked to send no longer. */
  readonly unregistered: string[] = [];

  private constructor(readonly workspace: ClientWorkspace) {
    const { wire } = workspace.client;
    wire.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method, registerOptions } of registrations) {
        const { documentSelector, watchers } = (registerOptions ?? {}) as Registered;
        const pattern = documentSelector?.[0]?.pattern ?? watchers?.[0]?.globPattern;
        if (pattern !== undefined) this.registered.set(method, pattern);
      }
      workspace.client.noticed();
    });
    wire.onRequest(UnregistrationRequest.type, ({ unregisterations }) => {
      this.unregistered.push(...unregisterations.map(({ method }) => method));
      workspace.client.noticed();
    });
  }

  static async open(
    files: Readonly<Record<string, string>>,
    options: Parameters<typeof connectWorkspace>[1] = {},
  ): Promise<CdkWorkspace> {
    const all = { [`${ROOT}/cdk.json`]: "{}", [SOURCE]: SOURCE_TEXT, [APP]: APP_TEXT, ...files };
    const workspace = await connectWorkspace(all, { folders: [ROOT], capabilities: REGISTERING, ...options });
    for (const uri of Object.keys(all)) if (/\.(ts|js|py)$/.test(uri)) workspace.unlisted.add(uri);
    return new CdkWorkspace(workspace);
  }

  get client(): ClientWorkspace["client"] {
    return this.workspace.client;
  }

  /** What was published for a file last; undefined where nothing was. */
  shown(uri: string): readonly Diagnostic[] | undefined {
    return this.client.published.filter((one) => one.uri === uri).at(-1)?.diagnostics;
  }

  /** Waits until a file is shown as wanted. */
  until(uri: string, holds: (shown: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    return this.client.until(() => {
      const shown = this.shown(uri);
      return shown !== undefined && holds(shown) ? shown : undefined;
    });
  }

  /** The app is synthesised again. */
  async synthesise(files: Readonly<Record<string, string>>, time?: number): Promise<void> {
    for (const [uri, text] of Object.entries(files))
      (this.workspace.files as Map<string, string>).set(uri, text);
    if (time !== undefined) this.workspace.times.set(MANIFEST, time);
    for (const uri of Object.keys(files)) await this.workspace.change(uri, FileChangeType.Changed);
  }

  actions(at: string, uri = SOURCE): Promise<CodeAction[]> {
    return this.client.actions(uri, at);
  }
}

/** What a finding says. */
export function messageOf({ message }: Diagnostic): string {
  return typeof message === "string" ? message : message.value;
}

/** Findings as a person reads them: the text that is underlined, and the message. */
export function underlined(text: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  const lines = text.split("\n");
  return diagnostics.map((one) => {
    const { start, end } = one.range;
    const under = lines[start.line]?.slice(
      start.character,
      end.line === start.line ? end.character : undefined,
    );
    return `${start.line + 1}: ${under ?? ""}: ${messageOf(one)}`;
  });
}
