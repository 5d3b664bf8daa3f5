import assert from "node:assert/strict";
import { FileChangeType } from "vscode-languageserver/node";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { disconnectAll, VSCODE } from "./connected-client.js";
import {
  DISABLED_KEY,
  IMPORTING_TABLE,
  KEY,
  KEY_RULE,
  KUBERNETES,
  ONE_TABLE,
  tableWith,
} from "./templates.js";

const ROOT = "file:///app";
const KEYS = `${ROOT}/keys.yaml`;
const TABLES = `${ROOT}/tables.yaml`;
const OTHER = `${ROOT}/other.yaml`;
const FOLDERS = { folders: [ROOT] };

/** A table that needs nothing of other templates: its key is its own, and disabled. */
const OWN_KEY =
  tableWith("!Ref TableKey") +
  DISABLED_KEY.slice(DISABLED_KEY.indexOf("  TableKey:"), DISABLED_KEY.indexOf("Outputs"));

/** A workspace with these files, one of them open and judged. */
async function withOpen(files: Readonly<Record<string, string>>, uri = TABLES): Promise<ClientWorkspace> {
  const workspace = await connectWorkspace(files, FOLDERS);
  await workspace.client.open(uri, files[uri] ?? "");
  await workspace.client.diagnostics(uri);
  await workspace.settled();
  return workspace;
}

describe("templates that are linked in the editor", () => {
  afterEach(disconnectAll);

  it("are judged once the workspace has been read: the key may stand in a file that isn't open", async () => {
    const workspace = await connectWorkspace({ [KEYS]: DISABLED_KEY, [TABLES]: IMPORTING_TABLE }, FOLDERS);
    const { client } = workspace;
    await client.open(TABLES, IMPORTING_TABLE);
    assert.deepEqual(await client.diagnostics(TABLES), []);
    await client.until(() => (client.refreshes > 0 ? true : undefined));
    const [diagnostic] = await client.diagnostics(TABLES);
    assert.equal(diagnostic?.code, KEY_RULE);
    const places = diagnostic.relatedInformation?.map(({ location }) => location);
    assert.deepEqual(
      places?.map(({ uri, range }) => [uri, range.start.line]),
      [
        [KEYS, 9],
        [KEYS, 1],
        [KEYS, 7],
      ],
    );
  });

  it("follow an open document, and those that don't use what has changed stay as they are", async () => {
    const workspace = await withOpen({ [KEYS]: KEY, [TABLES]: IMPORTING_TABLE, [OTHER]: OWN_KEY });
    const { client } = workspace;
    await client.open(KEYS, KEY);
    await client.open(OTHER, OWN_KEY);
    await client.diagnostics(KEYS);
    const tables = await client.pull(TABLES);
    const other = await client.pull(OTHER);
    const refreshes = client.refreshes;
    await client.change(KEYS, { text: DISABLED_KEY });
    await client.until(() => (client.refreshes > refreshes ? true : undefined));
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    assert.equal((await client.pull(OTHER, other.resultId)).kind, "unchanged");
    assert.equal((await client.pull(TABLES, tables.resultId)).kind, "full");
    await client.change(KEYS, { text: KEY });
    assert.deepEqual(await workspace.rules(TABLES), []);
  });

  it("aren't judged again for an edit that changes nothing they use", async () => {
    const workspace = await withOpen({ [KEYS]: DISABLED_KEY, [TABLES]: IMPORTING_TABLE });
    const { client } = workspace;
    await client.open(KEYS, DISABLED_KEY);
    await client.diagnostics(KEYS);
    const { resultId } = await client.pull(TABLES);
    await client.change(KEYS, { text: `${DISABLED_KEY}  Other: { Value: nothing }\n` });
    await workspace.settled();
    assert.equal((await client.pull(TABLES, resultId)).kind, "unchanged");
  });

  it("follow a document that is emptied, and the file when it is closed without being saved", async () => {
    const workspace = await withOpen({ [KEYS]: DISABLED_KEY, [TABLES]: IMPORTING_TABLE });
    const { client } = workspace;
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    await client.open(KEYS, DISABLED_KEY);
    await client.change(KEYS, { text: "" });
    assert.deepEqual(await workspace.rules(TABLES), []);
    await client.close(KEYS);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
  });

  it("follow files that change, appear and are deleted, by themselves or with their folder", async () => {
    const below = `${ROOT}/shared/keys.yaml`;
    const workspace = await withOpen({ [TABLES]: IMPORTING_TABLE });
    assert.ok(workspace.requests.includes("register workspace/didChangeWatchedFiles"));
    const put = async (uri: string, text: string, type: FileChangeType): Promise<void> => {
      workspace.files.set(uri, text);
      await workspace.change(uri, type);
    };
    await put(KEYS, DISABLED_KEY, FileChangeType.Created);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    await put(KEYS, KEY, FileChangeType.Changed);
    assert.deepEqual(await workspace.rules(TABLES), []);
    await put(KEYS, DISABLED_KEY, FileChangeType.Changed);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    workspace.files.delete(KEYS);
    await workspace.change(KEYS, FileChangeType.Deleted);
    assert.deepEqual(await workspace.rules(TABLES), []);
    await put(below, DISABLED_KEY, FileChangeType.Created);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    workspace.files.delete(below);
    await workspace.change(`${ROOT}/shared`, FileChangeType.Deleted);
    assert.deepEqual(await workspace.rules(TABLES), []);
  });

  it("take an open document for what it is in the editor, whatever happens to its file", async () => {
    const workspace = await withOpen({ [KEYS]: KEY, [TABLES]: IMPORTING_TABLE });
    await workspace.client.open(KEYS, DISABLED_KEY);
    await workspace.client.diagnostics(KEYS);
    await workspace.change(KEYS, FileChangeType.Changed);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    await workspace.change(KEYS, FileChangeType.Deleted);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
  });

  it("take the editor's text where a document is opened while its file is being read", async () => {
    const workspace = await connectWorkspace({ [KEYS]: KEY, [TABLES]: IMPORTING_TABLE }, FOLDERS);
    const { client } = workspace;
    workspace.beforeRead = async (uri) => {
      if (uri !== KEYS) return;
      await client.open(KEYS, DISABLED_KEY);
      await client.diagnostics(KEYS);
    };
    await client.open(TABLES, IMPORTING_TABLE);
    await client.diagnostics(TABLES);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
  });

  it("know one file by all spellings of its URI", async () => {
    for (const [listed, opened] of [
      ["file:///app/a@b/keys.yaml", "file:///app/a%40b/keys.yaml"],
      ["file:///C:/app/keys.yaml", "file:///c%3A/app/keys.yaml"],
    ] as const) {
      const folder = listed.slice(0, listed.indexOf("/app") + 4);
      const files = { [listed]: KEY, [TABLES]: IMPORTING_TABLE };
      const workspace = await connectWorkspace(files, { folders: [folder, ROOT] });
      await workspace.client.open(TABLES, IMPORTING_TABLE);
      assert.deepEqual(await workspace.rules(TABLES), []);
      await workspace.client.open(opened, DISABLED_KEY);
      await workspace.client.diagnostics(opened);
      assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE], "not two exports of one name");
      await workspace.client.close(opened);
      assert.deepEqual(await workspace.rules(TABLES), []);
    }
  });

  it("get new diagnostics where the client can't ask for them, and only where there are new ones", async () => {
    const capabilities = { ...VSCODE, textDocument: { publishDiagnostics: {} } };
    const files = { [KEYS]: DISABLED_KEY, [TABLES]: IMPORTING_TABLE, [OTHER]: OWN_KEY };
    const workspace = await connectWorkspace(files, { ...FOLDERS, capabilities });
    const { client } = workspace;
    await client.open(OTHER, OWN_KEY);
    await client.open(TABLES, IMPORTING_TABLE);
    await client.until(() => (workspace.shown(TABLES)?.length === 1 ? true : undefined));
    assert.deepEqual([workspace.shown(TABLES), workspace.shown(OTHER)], [[KEY_RULE], [KEY_RULE]]);
    await client.open(KEYS, KEY);
    await client.until(() => (workspace.shown(TABLES)?.length === 0 ? true : undefined));
    assert.equal(client.published.filter(({ uri }) => uri === OTHER).length, 1);
  });

  it("link in a session without a workspace, too, as long as their documents are open", async () => {
    const workspace = await connectWorkspace({ [KEYS]: DISABLED_KEY });
    const { client } = workspace;
    await client.open(TABLES, IMPORTING_TABLE);
    await client.open(KEYS, DISABLED_KEY);
    await client.diagnostics(KEYS);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    await client.close(KEYS);
    assert.deepEqual(await workspace.rules(TABLES), []);
    assert.deepEqual([...workspace.reads, ...workspace.lists], []);
  });
});

describe("files that templates name", () => {
  afterEach(disconnectAll);

  const APP = `${ROOT}/app.yaml`;
  const nesting = (location: string): string =>
    `${DISABLED_KEY.slice(0, DISABLED_KEY.indexOf("Outputs:"))}  Tables:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${location}
      Parameters: { KeyArn: !GetAtt TableKey.Arn }
`;
  const NESTED = `Parameters:\n  KeyArn: { Type: String }\n${tableWith("!Ref KeyArn")}`;

  it("are read where the listing hasn't named them: the templates of nested stacks", async () => {
    const child = `${ROOT}/nested/tables.cfn`;
    const workspace = await connectWorkspace(
      { [APP]: nesting("nested/tables.cfn"), [child]: NESTED },
      FOLDERS,
    );
    workspace.unlisted.add(child);
    const { client } = workspace;
    await client.open(APP, nesting("nested/tables.cfn"));
    await client.diagnostics(APP);
    await workspace.settled();
    assert.deepEqual(workspace.reads, [child]);
    await client.open(child, NESTED);
    assert.deepEqual(await workspace.rules(child), [KEY_RULE]);
  });

  it("are never read outside the workspace, nor where a setting leaves them out", async () => {
    const files = {
      [APP]: nesting("../secret/tables.yaml"),
      [OTHER]: nesting("excluded/tables.yaml"),
      "file:///secret/tables.yaml": NESTED,
      [`${ROOT}/excluded/tables.yaml`]: NESTED,
    };
    const section = { "workspace.exclude": ["excluded/**"] };
    const workspace = await connectWorkspace(files, { ...FOLDERS, section });
    workspace.unlisted.add("file:///secret/tables.yaml").add(`${ROOT}/excluded/tables.yaml`);
    await workspace.client.open(APP, files[APP] ?? "");
    await workspace.client.diagnostics(APP);
    await workspace.settled();
    assert.deepEqual(workspace.reads, [OTHER]);
  });

  it("are followed: an included fragment that changes, goes and comes back", async () => {
    const part = `${ROOT}/parts/encryption.json`;
    const text = `${ONE_TABLE}      Fn::Transform: { Name: AWS::Include, Parameters: { Location: parts/encryption.json } }\n`;
    const off = '{ "SSESpecification": { "SSEEnabled": false } }';
    const on = '{ "SSESpecification": { "SSEEnabled": true } }';
    const workspace = await withOpen({ [TABLES]: text, [part]: off });
    const messages = async (): Promise<string> => (await workspace.messages(TABLES)).join();
    assert.match(await messages(), /sets SSEEnabled to false/);
    workspace.files.set(part, on);
    await workspace.change(part, FileChangeType.Changed);
    assert.match(await messages(), /AWS managed key/);
    await workspace.client.open(part, off, "json");
    await workspace.settled();
    await workspace.client.change(part, { text: off });
    assert.match(await messages(), /sets SSEEnabled to false/);
    await workspace.client.close(part);
    assert.match(await messages(), /AWS managed key/);
    workspace.files.delete(part);
    await workspace.change(part, FileChangeType.Deleted);
    assert.equal(await messages(), "");
    workspace.files.set(part, off);
    await workspace.change(part, FileChangeType.Created);
    assert.match(await messages(), /sets SSEEnabled to false/);
  });
});

describe("files that say how templates are deployed", () => {
  afterEach(disconnectAll);

  const TEMPLATE = `${ROOT}/template.yaml`;
  const CONFIG = `${ROOT}/samconfig.toml`;
  const ARN = "arn:aws:kms:eu-west-1:481516234208:key/9d1c6b1e-5f0a-4c63-8a39-0f3b1d2e7c55";
  const SWITCHED = `Parameters:
  Encrypted: { Type: String }
Conditions:
  IsEncrypted: !Equals [!Ref Encrypted, "yes"]
${ONE_TABLE}      SSESpecification: { SSEEnabled: !If [IsEncrypted, true, false] }
`;
  const messagesIn = async (workspace: ClientWorkspace): Promise<string> =>
    (await workspace.messages(TEMPLATE)).join("\n");

  it("give a template's values: each environment of a samconfig.toml is a case", async () => {
    const text = `Parameters:\n  Key: { Type: String }\n${tableWith("!Ref Key")}`;
    const samconfig = (dev: string): string =>
      `version = 0.1\n[dev.deploy.parameters]\nparameter_overrides = "Key=${dev}"\n[prod.deploy.parameters]\nparameter_overrides = "Key=${ARN}"\n`;
    const files = { [TEMPLATE]: text, [CONFIG]: samconfig("alias/aws/dynamodb") };
    const workspace = await withOpen(files, TEMPLATE);
    assert.match(await messagesIn(workspace), /^When deployed by environment 'dev' of samconfig\.toml, /);
    workspace.files.set(CONFIG, samconfig(ARN));
    await workspace.change(CONFIG, FileChangeType.Changed);
    assert.equal(await messagesIn(workspace), "");
    workspace.files.set(CONFIG, samconfig("alias/aws/dynamodb"));
    await workspace.change(CONFIG, FileChangeType.Changed);
    assert.match(await messagesIn(workspace), /^When deployed by environment 'dev' of samconfig\.toml, /);
    workspace.files.delete(CONFIG);
    await workspace.change(CONFIG, FileChangeType.Deleted);
    assert.equal(await messagesIn(workspace), "");
  });

  it("have their problems shown where they stand, until they are mended", async () => {
    const broken = 'version = 0.1\n[default.deploy.parameters\nstack_name = "orders"\n';
    const workspace = await withOpen({ [TEMPLATE]: ONE_TABLE, [CONFIG]: broken }, TEMPLATE);
    const { client } = workspace;
    const shown = await client.until(() => client.published.findLast(({ uri }) => uri === CONFIG));
    assert.deepEqual(
      shown.diagnostics.map(({ range, code }) => [range.start.line, code]),
      [[2, "syntax"]],
    );
    workspace.files.set(CONFIG, "version = 0.1\n");
    await workspace.change(CONFIG, FileChangeType.Changed);
    await workspace.settled();
    assert.deepEqual(client.published.findLast(({ uri }) => uri === CONFIG)?.diagnostics, []);
  });

  it("are read where a samconfig.toml names them, and followed", async () => {
    const parameters = `${ROOT}/parameters/prod.json`;
    const config = `version = 0.1\n[prod.deploy.parameters]\nparameter_overrides = "file://parameters/prod.json"\n`;
    const files = { [TEMPLATE]: SWITCHED, [CONFIG]: config, [parameters]: '{ "Encrypted": "no" }' };
    const workspace = await withOpen(files, TEMPLATE);
    assert.match(await messagesIn(workspace), /sets SSEEnabled to false/);
    assert.doesNotMatch(await messagesIn(workspace), /IsEncrypted/);
    workspace.files.set(parameters, '{ "Encrypted": "yes" }');
    await workspace.change(parameters, FileChangeType.Changed);
    assert.match(await messagesIn(workspace), /AWS managed key/);
    workspace.files.delete(parameters);
    await workspace.change(parameters, FileChangeType.Deleted);
    assert.match(await messagesIn(workspace), /IsEncrypted/);
  });

  it("can be named by the setting 'parameterFiles', also for templates that declare what they set", async () => {
    const parameters = `${ROOT}/parameters/prod.json`;
    const files = { [TEMPLATE]: SWITCHED, [parameters]: '{ "Parameters": { "Encrypted": "no" } }' };
    const workspace = await withOpen(files, TEMPLATE);
    assert.match(await messagesIn(workspace), /IsEncrypted/);
    workspace.client.section = { parameterFiles: ["parameters/*.json"] };
    await workspace.client.configure(null);
    assert.doesNotMatch(await messagesIn(workspace), /IsEncrypted/);
    await workspace.client.change(TEMPLATE, { text: SWITCHED.replaceAll(/\bEncrypted\b/g, "Secured") });
    assert.match(await messagesIn(workspace), /IsEncrypted/);
    await workspace.client.change(TEMPLATE, { text: SWITCHED });
    assert.doesNotMatch(await messagesIn(workspace), /IsEncrypted/);
    workspace.client.section = {};
    await workspace.client.configure(null);
    assert.match(await messagesIn(workspace), /IsEncrypted/);
  });

  it("matter in an open document before it is saved: samconfig.yaml", async () => {
    const config = `${ROOT}/samconfig.yaml`;
    const text = (value: string): string =>
      `version: 0.1\nprod: { deploy: { parameters: { parameter_overrides: "Encrypted=${value}" } } }\n`;
    const workspace = await withOpen({ [TEMPLATE]: SWITCHED, [config]: text("no") }, TEMPLATE);
    assert.match(await messagesIn(workspace), /sets SSEEnabled to false/);
    await workspace.client.open(config, text("no"));
    await workspace.client.change(config, { text: text("yes") });
    assert.match(await messagesIn(workspace), /AWS managed key/);
  });

  it("leave other files alone", async () => {
    const workspace = await withOpen({ [TEMPLATE]: SWITCHED, [OTHER]: KUBERNETES }, TEMPLATE);
    assert.match(await messagesIn(workspace), /IsEncrypted/);
  });
});
