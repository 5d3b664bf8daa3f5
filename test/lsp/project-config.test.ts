import assert from "node:assert/strict";
import {
  DidSaveTextDocumentNotification,
  DiagnosticSeverity,
  FileChangeType,
  type Diagnostic,
} from "vscode-languageserver/node";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { disconnectAll } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE } from "./templates.js";

const ROOT = "file:///app";
const CONFIG = `${ROOT}/.dynamodb-encryption-lint.yaml`;
const TABLES = `${ROOT}/tables.yaml`;
const INNER = `${ROOT}/services/x/tables.yaml`;
const INNER_CONFIG = `${ROOT}/services/x/.dynamodb-encryption-lint.json`;
const FOLDERS = { folders: [ROOT] };
const RULE = "require-customer-managed-key";

const OFF = `rules: { ${RULE}: off }\n`;
const ERROR = `rules: { ${RULE}: error }\n`;

async function withFiles(
  files: Readonly<Record<string, string>>,
  section: Readonly<Record<string, unknown>> = {},
): Promise<ClientWorkspace> {
  return connectWorkspace(files, { ...FOLDERS, section });
}

/** The severities of an open document's findings. */
async function severities(workspace: ClientWorkspace, uri: string): Promise<readonly unknown[]> {
  await workspace.settled();
  return (await workspace.client.diagnostics(uri)).map(({ severity }) => severity);
}

async function open(workspace: ClientWorkspace, uri: string): Promise<readonly unknown[]> {
  await workspace.client.open(uri, workspace.files.get(uri) ?? "");
  return severities(workspace, uri);
}

/** Writes a file and tells of it; null takes it away. */
async function write(workspace: ClientWorkspace, uri: string, text: string | null): Promise<void> {
  const files = workspace.files as Map<string, string>;
  const type =
    text === null ? FileChangeType.Deleted : files.has(uri) ? FileChangeType.Changed : FileChangeType.Created;
  if (text === null) files.delete(uri);
  else files.set(uri, text);
  const before = workspace.client.refreshes;
  await workspace.change(uri, type);
  await workspace.client.until(() => (workspace.client.refreshes > before ? true : undefined));
}

/** What was last published for a configuration. */
function published(workspace: ClientWorkspace, uri: string): Promise<readonly Diagnostic[]> {
  return workspace.client.until(
    () => workspace.client.published.findLast((one) => one.uri === uri)?.diagnostics,
  );
}

describe("a project's configuration in the editor", () => {
  afterEach(disconnectAll);

  it("holds for the templates below it, wins over the editor's settings and is won over by a nearer one", async () => {
    const files = {
      [CONFIG]: ERROR,
      [TABLES]: ONE_TABLE,
      [INNER_CONFIG]: `{ "rules": { "${RULE}": "info" } }`,
      [INNER]: ONE_TABLE,
    };
    const workspace = await withFiles(files, { rules: { [RULE]: "off" } });
    assert.deepEqual(await open(workspace, TABLES), [DiagnosticSeverity.Error]);
    assert.deepEqual(await open(workspace, INNER), [DiagnosticSeverity.Information]);
    await write(workspace, INNER_CONFIG, null);
    assert.deepEqual(await severities(workspace, INNER), [DiagnosticSeverity.Error]);
    await write(workspace, CONFIG, null);
    assert.deepEqual(await severities(workspace, TABLES), [], "the editor's settings are left");
  });

  it("takes effect when it is written, changed and deleted, without a restart", async () => {
    const workspace = await withFiles({ [TABLES]: ONE_TABLE });
    assert.deepEqual(await open(workspace, TABLES), [DiagnosticSeverity.Warning]);
    await write(workspace, CONFIG, OFF);
    assert.deepEqual(await severities(workspace, TABLES), []);
    await write(workspace, CONFIG, ERROR);
    assert.deepEqual(await severities(workspace, TABLES), [DiagnosticSeverity.Error]);
    await write(workspace, CONFIG, null);
    assert.deepEqual(await severities(workspace, TABLES), [DiagnosticSeverity.Warning]);
  });

  it("takes effect when it is saved, also where nobody watches files", async () => {
    const workspace = await withFiles({ [CONFIG]: OFF, [TABLES]: ONE_TABLE });
    const { client } = workspace;
    assert.deepEqual(await open(workspace, TABLES), []);
    await client.open(CONFIG, OFF);
    await client.change(CONFIG, { text: ERROR });
    assert.deepEqual(await severities(workspace, TABLES), [], "what is typed isn't saved");
    (workspace.files as Map<string, string>).set(CONFIG, ERROR);
    const before = client.refreshes;
    await client.wire.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: CONFIG },
    });
    await client.until(() => (client.refreshes > before ? true : undefined));
    assert.deepEqual(await severities(workspace, TABLES), [DiagnosticSeverity.Error]);
  });

  it("may be a key of package.json, whose other changes are nobody's business", async () => {
    const manifest = `${ROOT}/package.json`;
    const text = (rest: string): string =>
      `{ "dynamodb-encryption-lint": { "rules": { "${RULE}": "off" } }, "x": "${rest}" }`;
    const workspace = await withFiles({ [manifest]: text("a"), [TABLES]: ONE_TABLE });
    assert.deepEqual(await open(workspace, TABLES), []);
    await write(workspace, manifest, '{ "x": "a" }');
    assert.deepEqual(await severities(workspace, TABLES), [DiagnosticSeverity.Warning]);
    const before = workspace.client.refreshes;
    (workspace.files as Map<string, string>).set(manifest, '{ "x": "b" }');
    await workspace.change(manifest, FileChangeType.Changed);
    await workspace.settled();
    assert.equal(workspace.client.refreshes, before);
  });

  it("leaves files out: nothing is said of them, in the document or in the workspace", async () => {
    const legacy = `${ROOT}/legacy/tables.yaml`;
    const workspace = await withFiles({
      [CONFIG]: "ignore: legacy/\n",
      [legacy]: ONE_TABLE,
      [TABLES]: ONE_TABLE,
    });
    assert.deepEqual(await open(workspace, legacy), []);
    assert.equal((await workspace.lint()).templates, 1);
    assert.deepEqual(workspace.shown(TABLES), [RULE]);
    assert.equal(workspace.shown(legacy), undefined);
    await write(workspace, CONFIG, "");
    assert.deepEqual(await severities(workspace, legacy), [DiagnosticSeverity.Warning]);
  });

  it("isn't looked for until a template is open", async () => {
    const workspace = await withFiles({ [CONFIG]: "region: europe\n", [TABLES]: ONE_TABLE });
    const notes = `${ROOT}/notes.yaml`;
    await workspace.client.open(notes, KUBERNETES);
    await workspace.client.diagnostics(notes);
    assert.deepEqual([workspace.reads, workspace.shown(CONFIG)], [[], undefined]);
    await open(workspace, TABLES);
    assert.equal(workspace.reads[0], CONFIG);
    assert.equal((await published(workspace, CONFIG)).length, 1);
  });

  it("gives each of two folders its own Region, and a change of one isn't felt in the other", async () => {
    const [a, b] = [`${ROOT}/a/t.yaml`, `${ROOT}/b/t.yaml`];
    const region = (name: string): string => `region: ${name}\nreportUndecided: true\n`;
    const workspace = await withFiles({
      [`${ROOT}/a/.dynamodb-encryption-lint.yaml`]: region("eu-west-1"),
      [`${ROOT}/b/.dynamodb-encryption-lint.yaml`]: region("us-east-1"),
      [a]: GLOBAL,
      [b]: GLOBAL,
    });
    await open(workspace, a);
    await open(workspace, b);
    const idOf = async (uri: string): Promise<string | undefined> => {
      await workspace.settled();
      const report = await workspace.client.pull(uri);
      return report.resultId;
    };
    const [first, second] = [await idOf(a), await idOf(b)];
    assert.notDeepEqual(await workspace.messages(a), await workspace.messages(b));
    assert.deepEqual(
      [await idOf(a), await idOf(b)],
      [first, second],
      "nothing is judged anew for being asked",
    );
    await write(workspace, `${ROOT}/a/.dynamodb-encryption-lint.yaml`, region("us-east-1"));
    assert.deepEqual(await workspace.messages(a), await workspace.messages(b));
    assert.equal(await idOf(b), second);
  });
});

const GLOBAL = `Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS }
      Replicas:
        - Region: eu-west-1
          SSESpecification: { KMSMasterKeyId: !Ref OrdersKey }
        - Region: us-east-1
          SSESpecification: { KMSMasterKeyId: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 }
`;

describe("what is wrong in a project's configuration", () => {
  afterEach(disconnectAll);

  const shown = (diagnostics: readonly Diagnostic[]): unknown =>
    diagnostics.map(({ message, range: { start, end } }) => [
      start.line,
      start.character,
      end.character,
      message,
    ]);
  const EUROPE = [[0, 8, 14, "The setting 'region' can't be 'europe': a Region looks like eu-west-1."]];

  it("is shown at its place once the file has a say, and goes when it is mended", async () => {
    const workspace = await withFiles({ [CONFIG]: "region: europe\n", [TABLES]: ONE_TABLE });
    await open(workspace, TABLES);
    assert.deepEqual(shown(await published(workspace, CONFIG)), EUROPE);
    assert.deepEqual(workspace.client.shown, [], "no message box");
    await write(workspace, CONFIG, "region: eu-west-1\n");
    await workspace.client.until(() => (workspace.shown(CONFIG)?.length === 0 ? true : undefined));
  });

  it("follows the typing while the file is open, and is what was saved when it is closed", async () => {
    const workspace = await withFiles({ [CONFIG]: "region: europe\n" });
    const { client } = workspace;
    await client.open(CONFIG, "region: europe\n");
    assert.deepEqual(shown(await published(workspace, CONFIG)), EUROPE);
    await client.change(CONFIG, { text: "regoin: eu-west-1\n" });
    await client.until(() =>
      client.published.findLast(({ uri, version }) => uri === CONFIG && version === 2),
    );
    assert.deepEqual(shown(await published(workspace, CONFIG)), [
      [0, 0, 6, "There is no setting 'regoin'. Did you mean 'region'?"],
    ]);
    await client.change(CONFIG, { text: "" });
    await client.until(() => (workspace.shown(CONFIG)?.length === 0 ? true : undefined));
  });

  it("is found by a lint of the workspace", async () => {
    const workspace = await withFiles({ [INNER_CONFIG]: '{ "allKeys": 3 }', [INNER]: ONE_TABLE });
    await workspace.lint();
    assert.deepEqual(shown(await published(workspace, INNER_CONFIG)), [
      [0, 13, 14, "The setting 'allKeys' must be true or false."],
    ]);
  });
});
