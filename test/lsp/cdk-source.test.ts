import assert from "node:assert/strict";
import { DiagnosticSeverity, FileChangeType } from "vscode-languageserver/node";
import { disconnectAll, PLAIN } from "./connected-client.js";
import { APP, MADE, OUT, ROOT, SHOP, SOURCE, SOURCE_TEXT, synthesised } from "../support/cdk-app.js";
import { CdkWorkspace, messageOf, underlined } from "./cdk-app.js";
import { ONE_TABLE_JSON, RULE } from "./templates.js";

const ORDERS =
  "Table 'Orders' has no SSESpecification, so an AWS owned key encrypts it. " +
  "Nobody in the account can audit, restrict or disable that key.";
const LOOP = ORDERS.replace("Orders", "LoopA");
const STALE = "(from the last synth)";
const WITH_KEY = { SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/shop" } };

function some(count: number): (shown: readonly unknown[]) => boolean {
  return (shown) => shown.length === count;
}

function stale(shown: readonly { readonly message: unknown }[]): boolean {
  return shown.length > 0 && shown.every(({ message }) => String(message).endsWith(STALE));
}

describe("the source of a CDK app", () => {
  afterEach(disconnectAll);

  it("shows what is found in its templates, once for each line, before any document is open", async () => {
    const app = await CdkWorkspace.open(synthesised());
    const shown = await app.until(SOURCE, some(2));
    assert.deepEqual(underlined(SOURCE_TEXT, shown), [
      `7: new dynamodb.Table: ${ORDERS}`,
      `9: new dynamodb.Table: ${LOOP} 3 tables: LoopA, LoopB, LoopC.`,
    ]);
    assert.deepEqual(
      shown.map(({ code, severity }) => [code, severity]),
      [
        [RULE, DiagnosticSeverity.Warning],
        [RULE, DiagnosticSeverity.Warning],
      ],
    );
  });

  it("leads to the resources in their templates, and to the calls that made them", async () => {
    const app = await CdkWorkspace.open(synthesised());
    const shown = await app.until(SOURCE, some(2));
    const related = shown[1]?.relatedInformation?.map(({ location, message }) => {
      return `${location.uri.slice(ROOT.length)}:${location.range.start.line + 1} ${message}`;
    });
    assert.deepEqual(related, [
      "/bin/app.ts:3 Called from here.",
      "/cdk.out/Shop.template.json:13 'LoopA' in the template of stack Shop.",
      "/cdk.out/Shop.template.json:22 'LoopB' in the template of stack Shop.",
      "/cdk.out/Shop.template.json:31 'LoopC' in the template of stack Shop.",
    ]);
  });

  it("counts the stacks that one line is in", async () => {
    const made = ["Shop", "Depot"].map((stack) => ({ id: "Orders", at: "lib/shop.ts:7:5", stack }));
    const app = await CdkWorkspace.open(synthesised(made));
    const [only] = await app.until(SOURCE, some(1));
    assert.equal(only?.message, `${ORDERS} 2 tables: Orders; 2 stacks.`);
  });

  it("shows where a property was overridden, and from there where the table is created", async () => {
    const text = SOURCE_TEXT.replace(
      "    for (",
      '    orders.node.defaultChild.addPropertyOverride("SSESpecification.SSEEnabled", false);\n    for (',
    );
    const properties = { SSESpecification: { SSEEnabled: false } };
    const made = [{ id: "Orders", at: "lib/shop.ts:7:5", assignedAt: "lib/shop.ts:8:30", properties }];
    const app = await CdkWorkspace.open({ ...synthesised(made), [SOURCE]: text });
    const shown = await app.until(SOURCE, some(1));
    assert.match(underlined(text, shown)[0] ?? "", /^8: addPropertyOverride: Table 'Orders' sets SSEEnabled/);
    const [created] = shown[0]?.relatedInformation ?? [];
    assert.deepEqual([created?.message, created?.location.range.start.line], ["Created here.", 6]);
  });

  it("shows what the CDK makes by itself at the construct that it is made for", async () => {
    const made = [{ id: "Orders", at: "lib/shop.ts:7:5", properties: WITH_KEY }, { id: "Orders/Copy" }];
    const app = await CdkWorkspace.open(synthesised(made));
    const shown = await app.until(SOURCE, (all) => all.some(({ code }) => code === RULE));
    const found = shown.filter(({ code }) => code === RULE);
    assert.deepEqual(
      found.map((one) => [one.range.start.line, messageOf(one).slice(0, 19)]),
      [[6, "Table 'Orders/Copy'"]],
    );
  });

  it("follows the text as it is edited, says that it is from the last synth, and takes an undo for what it is", async () => {
    const app = await CdkWorkspace.open(synthesised());
    await app.until(SOURCE, some(2));
    const { client } = app;
    await client.open(SOURCE, SOURCE_TEXT, "typescript");
    const at = { line: 2, character: 0 };
    await client.change(SOURCE, { range: { start: at, end: at }, text: "// one\n// more\n" });
    const moved = await app.until(SOURCE, stale);
    assert.deepEqual(
      underlined(client.text(SOURCE), moved).map((line) => line.slice(0, 22)),
      ["9: new dynamodb.Table: ", "11: new dynamodb.Table"].map((line) => line.slice(0, 22)),
    );
    await client.change(SOURCE, { range: { start: at, end: { line: 4, character: 0 } }, text: "" });
    const back = await app.until(SOURCE, (shown) => !stale(shown));
    assert.deepEqual(
      back.map(({ range }) => range.start.line),
      [6, 8],
    );
  });

  it("says so, too, where a file is newer than the synthesis, until there is a newer one", async () => {
    const app = await CdkWorkspace.open(synthesised());
    await app.until(SOURCE, some(2));
    app.workspace.times.set(SOURCE, 2000).set(`${OUT}/manifest.json`, 1000);
    await app.synthesise(synthesised());
    await app.until(SOURCE, stale);
    app.workspace.times.set(`${OUT}/manifest.json`, 3000);
    await app.synthesise(synthesised());
    await app.until(SOURCE, (shown) => shown.length === 2 && !stale(shown));
  });

  it("follows a file that is changed on the disk", async () => {
    const app = await CdkWorkspace.open(synthesised());
    await app.until(SOURCE, some(2));
    (app.workspace.files as Map<string, string>).set(SOURCE, `// more\n${SOURCE_TEXT}`);
    await app.workspace.change(SOURCE, FileChangeType.Changed);
    const shown = await app.until(SOURCE, stale);
    assert.deepEqual(
      shown.map(({ range }) => range.start.line),
      [7, 9],
    );
  });

  it("shows the newest synthesis: what is mended goes, and so does what a removed stack has left", async () => {
    const app = await CdkWorkspace.open(synthesised());
    await app.until(SOURCE, some(2));
    const mended = MADE.map((one) => (one.id === "Orders" ? { ...one, properties: WITH_KEY } : one));
    await app.synthesise(synthesised(mended));
    await app.until(SOURCE, (shown) => !shown.some(({ message }) => message === ORDERS));
    await app.synthesise(synthesised([{ id: "Other", at: "bin/app.ts:3:1", stack: "Other" }]));
    await app.until(SOURCE, some(0));
    assert.equal((await app.until(APP, some(1))).length, 1);
  });

  it("is asked for file by file, once an app is there, and not where none is", async () => {
    const app = await CdkWorkspace.open(synthesised());
    await app.client.until(() => app.registered.get("textDocument/didOpen"));
    for (const feature of ["didOpen", "didChange", "didClose", "codeAction", "codeLens", "hover"])
      assert.equal(app.registered.get(`textDocument/${feature}`), "**/lib/shop.ts", feature);
    assert.equal(app.registered.get("workspace/didChangeWatchedFiles"), "**/lib/shop.ts");
    await app.synthesise(synthesised([{ id: "Orders", at: "bin/app.ts:3:1" }]));
    await app.client.until(() => app.unregistered.includes("textDocument/didOpen") || undefined);
    assert.equal(app.registered.get("textDocument/didOpen"), "**/bin/app.ts");
  });

  it("isn't looked at in a workspace without an app", async () => {
    const app = await CdkWorkspace.open({ [`${ROOT}/shop.json`]: ONE_TABLE_JSON });
    await app.client.open(`${ROOT}/shop.json`, ONE_TABLE_JSON, "json");
    await app.workspace.rules(`${ROOT}/shop.json`);
    assert.equal(app.registered.get("textDocument/didOpen"), undefined);
    assert.ok(!app.workspace.reads.includes(SOURCE));
    assert.equal(app.shown(SOURCE), undefined);
  });

  it("shows nothing where the setting is off, and what there is once it is on", async () => {
    const section = { cdk: { sourceDiagnostics: "off" } };
    const app = await CdkWorkspace.open(synthesised(), { section });
    await app.client.open(SHOP, app.workspace.files.get(SHOP) ?? "", "json");
    await app.workspace.rules(SHOP);
    assert.equal(app.shown(SOURCE), undefined);
    app.client.section = {};
    await app.client.configure({});
    await app.until(SOURCE, some(2));
    app.client.section = section;
    await app.client.configure({});
    await app.until(SOURCE, some(0));
  });

  it("is shown to a client, too, that can neither be told which documents to send nor when files change", async () => {
    const app = await CdkWorkspace.open(synthesised(), { capabilities: PLAIN });
    assert.equal((await app.until(SOURCE, some(2))).length, 2);
    assert.equal(app.registered.get("textDocument/didOpen"), undefined);
  });

  it("isn't taken for a template, whatever it writes", async () => {
    const app = await CdkWorkspace.open(synthesised());
    await app.until(SOURCE, some(2));
    const text = `Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n  Broken: [\n`;
    await app.client.open(SOURCE, text, "typescript");
    assert.deepEqual(await app.client.diagnostics(SOURCE), []);
  });
});
