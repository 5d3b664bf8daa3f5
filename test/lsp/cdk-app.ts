import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import { FileChangeType, RegistrationRequest, UnregistrationRequest } from "vscode-languageserver/node";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { VSCODE } from "./connected-client.js";

export const ROOT = "file:///app";
export const OUT = `${ROOT}/cdk.out`;
export const MANIFEST = `${OUT}/manifest.json`;
export const SHOP = `${OUT}/Shop.template.json`;
export const SOURCE = `${ROOT}/lib/shop.ts`;
export const APP = `${ROOT}/bin/app.ts`;

/** An app with a table of its own, and three of a loop. */
export const SOURCE_TEXT = `import { Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";

export class Shop extends Stack {
  constructor(scope, id) {
    super(scope, id);
    new dynamodb.Table(this, "Orders", { partitionKey: pk });
    for (const name of ["A", "B", "C"]) {
      new dynamodb.Table(this, \`Loop\${name}\`, { partitionKey: pk });
    }
  }
}
`;

export const APP_TEXT = `import { App } from "aws-cdk-lib";
import { Shop } from "../lib/shop";
new Shop(new App(), "Shop");
`;

/** What a construct is, and where it was made: `lib/shop.ts:7:5`. */
export interface Made {
  readonly id: string;
  readonly at?: string;
  readonly properties?: object;
  /** Where its encryption was set afterwards. */
  readonly assignedAt?: string;
  readonly stack?: string;
}

export const MADE: readonly Made[] = [
  { id: "Orders", at: "lib/shop.ts:7:5" },
  ...["LoopA", "LoopB", "LoopC"].map((id) => ({ id, at: "lib/shop.ts:9:7" })),
];

/** The files that the CDK writes for tables, synthesised on another machine. */
export function synthesised(made: readonly Made[] = MADE): Record<string, string> {
  const stacks = [...new Set(made.map(({ stack }) => stack ?? "Shop"))];
  const files = stacks.map((stack) => {
    const own = made.filter((one) => (one.stack ?? "Shop") === stack);
    return [`${OUT}/${stack}.template.json`, templateOf(stack, own)] as const;
  });
  const artifacts = stacks.map((stack) => [
    stack,
    {
      type: "aws:cloudformation:stack",
      environment: "aws://111122223333/eu-west-1",
      properties: { templateFile: `${stack}.template.json` },
      displayName: stack,
      metadata: metadataOf(
        stack,
        made.filter((one) => (one.stack ?? "Shop") === stack),
      ),
    },
  ]);
  const manifest = { version: "55.0.0", artifacts: Object.fromEntries(artifacts) as unknown };
  return { ...Object.fromEntries(files), [MANIFEST]: JSON.stringify(manifest) };
}

function templateOf(stack: string, made: readonly Made[]): string {
  const resources = made.map(({ id, properties }) => [
    logicalIdOf(id),
    {
      Type: "AWS::DynamoDB::Table",
      Properties: { BillingMode: "PAY_PER_REQUEST", ...properties },
      Metadata: { "aws:cdk:path": `${stack}/${id}/Resource` },
    },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(resources) as unknown }, undefined, 1);
}

function logicalIdOf(id: string): string {
  return `${id.replaceAll("/", "")}0C5AB4F2`;
}

function metadataOf(stack: string, made: readonly Made[]): unknown {
  const entries = made.map(({ id, at, assignedAt }) => [
    `/${stack}/${id}/Resource`,
    [
      { type: "aws:cdk:logicalId", data: logicalIdOf(id) },
      ...(at === undefined
        ? []
        : [{ type: "aws:cdk:creationStack", data: ["...new Table in aws-cdk-lib...", ...trace(at, stack)] }]),
      ...(assignedAt === undefined
        ? []
        : [
            {
              type: "aws:cdk:propertyAssignment",
              data: { propertyName: "SSESpecification", stackTrace: trace(assignedAt, stack) },
            },
          ]),
    ],
  ]);
  return Object.fromEntries(entries);
}

function trace(at: string, stack: string): readonly string[] {
  return [`new ${stack} (/build/machine/${at})`, "<anonymous> (/build/machine/bin/app.ts:3:1)"];
}

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
