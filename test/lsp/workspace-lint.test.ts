import assert from "node:assert/strict";
import {
  CancellationTokenSource,
  FileChangeType,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgress,
} from "vscode-languageserver/node";
import { connectWorkspace } from "./client-workspace.js";
import { connect, disconnectAll } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE, ONE_TABLE_JSON, RULE, TWO_TABLES } from "./templates.js";

const A = "file:///app/a.yaml";
const B = "file:///app/b.json";
const C = "file:///app/c.yaml";

describe("linting the workspace", () => {
  afterEach(disconnectAll);

  it("publishes the findings of files that aren't open, and counts", async () => {
    const workspace = await connectWorkspace({ [A]: TWO_TABLES, [B]: ONE_TABLE_JSON, [C]: KUBERNETES });
    const result = await workspace.lint();
    assert.deepEqual(result, {
      templates: 2,
      tables: 3,
      withoutCustomerManagedKey: 3,
      undecided: 0,
      findings: 3,
      problems: 0,
      skipped: 0,
      limit: null,
    });
    assert.deepEqual(workspace.shown(A), [RULE, RULE]);
    assert.deepEqual(workspace.shown(B), [RULE]);
    assert.equal(workspace.shown(C), undefined);
  });

  it("says what it left out: files that are too large, that can't be read, and those beyond the limit", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE, [B]: null, [C]: ONE_TABLE });
    workspace.beforeRead = (uri) => void (uri === C && workspace.files.delete(C));
    workspace.more = true;
    workspace.client.section = { workspace: { maxFiles: 3 } };
    const result = await workspace.lint();
    assert.deepEqual([result.templates, result.skipped, result.limit], [1, 2, 3]);
    const logged = workspace.client.logged.join("\n");
    assert.match(logged, /b\.json was left out: it is too large/);
    assert.match(logged, /c\.yaml was left out: it can't be read/);
  });

  it("reads an open document from the editor, not from the disk, and leaves its diagnostics alone", async () => {
    const workspace = await connectWorkspace({ [A]: KUBERNETES });
    await workspace.client.open(A, ONE_TABLE);
    const result = await workspace.lint();
    assert.equal(result.tables, 1);
    assert.deepEqual(workspace.reads, []);
    assert.equal(workspace.shown(A), undefined);
  });

  it("hands a file's findings over to its document while that is open, and reads them anew afterwards", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE });
    await workspace.lint();
    await workspace.client.open(A, ONE_TABLE);
    await workspace.client.until(() => (workspace.shown(A)?.length === 0 ? true : undefined));
    workspace.files.set(A, TWO_TABLES);
    await workspace.client.close(A);
    await workspace.client.until(() => (workspace.shown(A)?.length === 2 ? true : undefined));
  });

  it("follows its templates: a changed file is read again, a deleted one shows nothing", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE, [C]: KUBERNETES });
    await workspace.lint();
    assert.ok(workspace.requests.includes("register workspace/didChangeWatchedFiles"));
    workspace.files.set(A, TWO_TABLES);
    await workspace.change(A, FileChangeType.Changed);
    await workspace.client.until(() => (workspace.shown(A)?.length === 2 ? true : undefined));
    await workspace.change(A, FileChangeType.Deleted);
    await workspace.client.until(() => (workspace.shown(A)?.length === 0 ? true : undefined));
    const reads = workspace.reads.length;
    await workspace.change(C, FileChangeType.Changed);
    await workspace.change(A, FileChangeType.Changed);
    assert.equal((await workspace.lint()).templates, 1);
    assert.equal(workspace.reads.length, reads + 2, "only the lint itself has read files");
  });

  it("shows nothing of the files in a folder that is deleted", async () => {
    const below = "file:///app/stacks/a.yaml";
    const workspace = await connectWorkspace({ [A]: ONE_TABLE, [below]: ONE_TABLE });
    await workspace.lint();
    await workspace.change("file:///app/stacks", FileChangeType.Deleted);
    await workspace.client.until(() => (workspace.shown(below)?.length === 0 ? true : undefined));
    assert.deepEqual(workspace.shown(A), [RULE]);
  });

  it("knows an open document by all spellings of its URI", async () => {
    const [listed, opened] = ["file:///app/a@b.yaml", "file:///app/a%40b.yaml"];
    const workspace = await connectWorkspace({ [listed]: ONE_TABLE });
    await workspace.lint();
    assert.deepEqual(workspace.shown(listed), [RULE]);
    await workspace.client.open(opened, ONE_TABLE);
    await workspace.client.until(() => (workspace.shown(listed)?.length === 0 ? true : undefined));
    await workspace.client.close(opened);
    await workspace.client.until(() => (workspace.shown(listed)?.length === 1 ? true : undefined));
  });

  it("clears what it showed of a file that has gone or is no template any more, when run again", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE, [B]: ONE_TABLE_JSON });
    await workspace.lint();
    workspace.files.delete(A);
    workspace.files.set(B, "{}");
    await workspace.lint();
    assert.deepEqual([workspace.shown(A), workspace.shown(B)], [[], []]);
  });

  it("judges the files again when the settings change", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE });
    await workspace.lint();
    workspace.client.section = { rules: { [RULE]: "off" } };
    await workspace.client.configure(null);
    await workspace.client.until(() => (workspace.shown(A)?.length === 0 ? true : undefined));
  });

  it("stops when asked: no further file is read", async () => {
    const files = Array.from({ length: 50 }, (_, index) => [`file:///app/${index + 10}.yaml`, ONE_TABLE]);
    const workspace = await connectWorkspace(Object.fromEntries(files) as Record<string, string>);
    const source = new CancellationTokenSource();
    workspace.beforeRead = () => {
      if (workspace.reads.length === 3) source.cancel();
    };
    await assert.rejects(
      workspace.lint({}, source.token),
      (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled,
    );
    await workspace.client.wire.sendRequest("dynamodbEncryption/rules");
    assert.equal(workspace.reads.length, 3);
  });

  it("answers other requests between two files", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE, [B]: ONE_TABLE_JSON, [C]: ONE_TABLE });
    const open = "file:///app/open.yaml";
    await workspace.client.open(open, ONE_TABLE);
    workspace.beforeRead = async (uri) => {
      if (uri === B) assert.equal((await workspace.client.diagnostics(open)).length, 1);
    };
    assert.equal((await workspace.lint()).templates, 3);
  });

  it("shows how far it is, where the client has given a token for that", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE, [B]: ONE_TABLE_JSON });
    const seen: string[] = [];
    workspace.client.wire.onProgress(WorkDoneProgress.type, "lint-1", (value) => {
      seen.push(value.kind === "report" ? `${value.percentage ?? "?"} ${value.message ?? ""}` : value.kind);
    });
    await workspace.lint({ workDoneToken: "lint-1" });
    assert.deepEqual(seen, ["begin", "0 1 of 2 files", "50 2 of 2 files", "end"]);
  });

  it("isn't on offer where the client reads no files for the server", async () => {
    const client = await connect();
    await assert.rejects(client.wire.sendRequest("dynamodbEncryption/lintWorkspace", {}), /Unhandled method/);
  });
});

describe("manners", () => {
  afterEach(disconnectAll);

  it("ask for nothing, read nothing and watch nothing before a document opens", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE });
    await workspace.client.wire.sendRequest("dynamodbEncryption/rules");
    assert.deepEqual(workspace.reads, []);
    assert.deepEqual(workspace.requests, []);
  });

  it("ask nothing about a document that is no template", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE });
    await workspace.client.open(C, KUBERNETES);
    await workspace.client.diagnostics(C);
    assert.deepEqual([...workspace.reads, ...workspace.requests], []);
  });

  it("read no file because a template is open", async () => {
    const workspace = await connectWorkspace({ [A]: ONE_TABLE });
    await workspace.client.open(C, ONE_TABLE);
    await workspace.client.diagnostics(C);
    assert.deepEqual(workspace.reads, []);
    assert.deepEqual(workspace.requests, ["configuration"]);
  });
});
