import assert from "node:assert/strict";
import {
  DidChangeWorkspaceFoldersNotification,
  FileChangeType,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
} from "vscode-languageserver/node";
import { WORKSPACE_FILES } from "../../server/src/lsp/file-provider.js";
import { connectWorkspace } from "./client-workspace.js";
import { disconnectAll } from "./connected-client.js";
import { DISABLED_KEY, IMPORTING_TABLE, KEY, KEY_RULE, KUBERNETES, tableWith } from "./templates.js";

const ROOT = "file:///app";
const KEYS = `${ROOT}/keys.yaml`;
const TABLES = `${ROOT}/tables.yaml`;
const BOTH = { [KEYS]: DISABLED_KEY, [TABLES]: IMPORTING_TABLE };
const FOLDERS = { folders: [ROOT] };

describe("reading the workspace", () => {
  afterEach(disconnectAll);

  it("waits until a template is open: nothing is listed, read or watched before", async () => {
    const workspace = await connectWorkspace(BOTH, FOLDERS);
    await workspace.client.open(`${ROOT}/notes.yaml`, KUBERNETES);
    await workspace.client.diagnostics(`${ROOT}/notes.yaml`);
    await workspace.settled();
    assert.deepEqual([...workspace.reads, ...workspace.lists], []);
    await workspace.client.open(TABLES, IMPORTING_TABLE);
    await workspace.client.diagnostics(TABLES);
    await workspace.settled();
    assert.deepEqual(workspace.reads, [KEYS]);
    assert.equal(workspace.lists.length, 1);
  });

  it("is bounded by the settings: how many files, how large, and which are left out", async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${ROOT}/${index}.yaml`, KEY]));
    const section = { workspace: { maxFiles: 5, maxFileSize: 0.5, exclude: ["**/build/**", "old.yaml"] } };
    const workspace = await connectWorkspace(many, { ...FOLDERS, section });
    await workspace.client.open(TABLES, IMPORTING_TABLE);
    await workspace.client.diagnostics(TABLES);
    await workspace.settled();
    const [query] = workspace.lists;
    assert.deepEqual([query?.limit, query?.exclude], [5, "{**/build/**,old.yaml}"]);
    assert.equal(workspace.reads.length, 5);
    assert.match(workspace.client.logged.join("\n"), /more than 5 files: the rest isn't read/);
    await workspace.change(`${ROOT}/8.yaml`, FileChangeType.Changed);
    await workspace.change(`${ROOT}/build/keys.yaml`, FileChangeType.Created);
    await workspace.change(`${ROOT}/notes.md`, FileChangeType.Created);
    await workspace.change("file:///elsewhere/keys.yaml", FileChangeType.Created);
    await workspace.settled();
    assert.equal(workspace.reads.length, 5, "what is left out isn't read when it changes");
  });

  it("leaves out what braces mean, too, though clients can't be asked for braces within braces", async () => {
    assert.doesNotMatch(WORKSPACE_FILES, /{[^}]*{/);
    const section = { "workspace.exclude": ["old/**", "**/{keys,other}.yaml"] };
    const workspace = await connectWorkspace(BOTH, { ...FOLDERS, section });
    await workspace.client.open(TABLES, IMPORTING_TABLE);
    await workspace.client.diagnostics(TABLES);
    assert.deepEqual(await workspace.rules(TABLES), []);
    assert.equal((await workspace.lint()).templates, 1);
    assert.deepEqual(workspace.reads, []);
    assert.equal(workspace.lists[0]?.exclude, "{old/**}");
  });

  it("goes on where one file can't be read or is too large", async () => {
    const files = { ...BOTH, [`${ROOT}/a.yaml`]: null, [`${ROOT}/b.yaml`]: KEY };
    const workspace = await connectWorkspace(files, FOLDERS);
    workspace.beforeRead = (uri) => {
      if (uri === `${ROOT}/b.yaml`) throw new Error("The disk is on fire.");
    };
    await workspace.client.open(TABLES, IMPORTING_TABLE);
    await workspace.client.diagnostics(TABLES);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    assert.match(workspace.client.logged.join("\n"), /readFile failed: .*The disk is on fire/);
  });

  it("shows how far it is, and stops when asked", async () => {
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`${ROOT}/${index}.yaml`, KEY]));
    const workspace = await connectWorkspace(many, FOLDERS);
    const { client } = workspace;
    const seen: string[] = [];
    let cancel: () => Promise<void> = () => Promise.resolve();
    client.wire.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      client.wire.onProgress(WorkDoneProgress.type, token, ({ kind }) => {
        seen.push(kind);
        client.noticed();
      });
      cancel = () => client.wire.sendNotification(WorkDoneProgressCancelNotification.type, { token });
    });
    workspace.beforeRead = () => (workspace.reads.length === 20 ? cancel() : undefined);
    await client.open(TABLES, IMPORTING_TABLE);
    await client.diagnostics(TABLES);
    await workspace.settled();
    await client.until(() => seen.find((kind) => kind === "end"));
    assert.equal(seen[0], "begin");
    assert.ok(seen.includes("report"));
    assert.ok(workspace.reads.length < 99, `${workspace.reads.length} files were read`);
    assert.deepEqual(await workspace.rules(TABLES), [], "what was judged stays as it was");
  });

  it("begins anew when the settings say that other files are to be read, and only then", async () => {
    const workspace = await connectWorkspace(BOTH, FOLDERS);
    const { client } = workspace;
    const configure = async (section: Readonly<Record<string, unknown>>): Promise<void> => {
      client.section = section;
      await client.configure(null);
      await workspace.settled();
    };
    await client.open(TABLES, IMPORTING_TABLE);
    await client.diagnostics(TABLES);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    await configure({ rules: { [KEY_RULE]: "warning" } });
    assert.equal(workspace.lists.length, 1);
    assert.equal((await client.diagnostics(TABLES))[0]?.severity, 2);
    workspace.unlisted.add(KEYS);
    await configure({ "workspace.exclude": ["keys.yaml"] });
    assert.equal(workspace.lists.length, 2);
    assert.deepEqual(await workspace.rules(TABLES), []);
    workspace.unlisted.clear();
    await configure({ "workspace.exclude": [] });
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    assert.equal(workspace.lists.at(-1)?.exclude, "");
  });

  it("follows the folders that are open, and tells files of several folders apart", async () => {
    const shared = "file:///shared";
    const files = { [TABLES]: IMPORTING_TABLE, [`${shared}/tables.yaml`]: DISABLED_KEY };
    const workspace = await connectWorkspace(files, FOLDERS);
    workspace.unlisted.add(`${shared}/tables.yaml`);
    const { client } = workspace;
    const sharedFolder = { uri: shared, name: "shared" };
    const move = (event: { added: (typeof sharedFolder)[]; removed: (typeof sharedFolder)[] }) =>
      client.wire.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
    assert.equal(client.capabilities.workspace?.workspaceFolders?.changeNotifications, true);
    await client.open(TABLES, IMPORTING_TABLE);
    await client.diagnostics(TABLES);
    assert.deepEqual(await workspace.rules(TABLES), []);
    workspace.unlisted.clear();
    await move({ added: [sharedFolder], removed: [] });
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    assert.match((await workspace.messages(TABLES)).join(), /'TableKey' of shared\/tables\.yaml/);
    workspace.unlisted.add(`${shared}/tables.yaml`);
    await move({ added: [], removed: [sharedFolder] });
    assert.deepEqual(await workspace.rules(TABLES), []);
  });

  it("finds no key in a second folder's template of the same name", async () => {
    const [one, two] = ["file:///one/template.yaml", "file:///two/template.yaml"];
    const files = { [one]: tableWith("!ImportValue orders-key"), [two]: KEY };
    const workspace = await connectWorkspace(files, { folders: ["file:///one", "file:///two"] });
    await workspace.client.open(one, files[one] ?? "");
    await workspace.client.diagnostics(one);
    assert.deepEqual(await workspace.rules(one), []);
    await workspace.client.open(two, DISABLED_KEY);
    await workspace.client.diagnostics(two);
    assert.deepEqual(await workspace.rules(one), [KEY_RULE]);
  });
});
