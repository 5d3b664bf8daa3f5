import assert from "node:assert/strict";
import { DiagnosticSeverity, FileChangeType } from "vscode-languageserver/node";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { disconnectAll } from "./connected-client.js";
import { DISABLED_KEY, IMPORTING_TABLE, KEY_RULE, ONE_TABLE_JSON, RULE } from "./templates.js";

const ROOT = "file:///app";
const OUT = `${ROOT}/cdk.out`;
const MANIFEST = `${OUT}/manifest.json`;
const REPORT = `${OUT}/validation-report.json`;
const SHOP = `${OUT}/Shop.template.json`;
const REMOVED = `${OUT}/Removed.template.json`;
const LOCK = `${OUT}/synth.lock`;
const SOURCE = `${ROOT}/lib/shop.ts`;
const TABLES = `${ROOT}/tables.yaml`;

/** A manifest with a stack for each of these templates; their table was made at line 12 of the source. */
function manifestOf(...templates: readonly string[]): string {
  return manifestAt(12, ...templates);
}

function manifestAt(line: number, ...templates: readonly string[]): string {
  const metadata = {
    "/Shop/Orders/Resource": [
      { type: "aws:cdk:logicalId", data: "Orders" },
      { type: "aws:cdk:creationStack", data: [`new Shop (/build/machine/lib/shop.ts:${line}:5)`] },
    ],
  };
  const artifacts = templates.map((templateFile) => [
    templateFile.replace(".template.json", ""),
    {
      type: "aws:cloudformation:stack",
      environment: "aws://unknown-account/unknown-region",
      properties: { templateFile },
      metadata,
    },
  ]);
  return JSON.stringify({ version: "36.0.0", artifacts: Object.fromEntries(artifacts) as unknown });
}

/** The same keys as in YAML, as the CDK writes them. */
const EXPORTING_JSON = JSON.stringify({
  Resources: {
    TableKey: {
      Type: "AWS::KMS::Key",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { EnableKeyRotation: true, Enabled: false },
    },
  },
  Outputs: {
    KeyArn: { Value: { "Fn::GetAtt": ["TableKey", "Arn"] }, Export: { Name: "orders-key" } },
  },
});

const ACKNOWLEDGED = JSON.stringify({
  version: "55.0.0",
  pluginReports: [
    {
      pluginName: "dynamodb-encryption-lint",
      violations: [],
      suppressedViolations: [
        {
          ruleName: RULE,
          reason: "no personal data",
          violatingConstructs: [
            { cloudFormationResource: { templatePath: "Shop.template.json", logicalId: "Orders" } },
          ],
        },
      ],
    },
  ],
});

const FILES = {
  [MANIFEST]: manifestOf("Shop.template.json"),
  [SHOP]: ONE_TABLE_JSON,
  [REMOVED]: EXPORTING_JSON,
  [SOURCE]: "// the app\n",
  [TABLES]: IMPORTING_TABLE,
};

async function withOpen(files: Readonly<Record<string, string>>, uri: string): Promise<ClientWorkspace> {
  const workspace = await connectWorkspace(files, { folders: [ROOT] });
  workspace.unlisted.add(SOURCE);
  await workspace.client.open(uri, files[uri] ?? "", uri.endsWith(".json") ? "json" : "yaml");
  await workspace.client.diagnostics(uri);
  await workspace.settled();
  return workspace;
}

describe("what the CDK has written", () => {
  afterEach(disconnectAll);

  it("gets hints that lead to the place in the app's source, and no code actions", async () => {
    const { client } = await withOpen(FILES, SHOP);
    const [diagnostic] = await client.diagnostics(SHOP);
    assert.deepEqual([diagnostic?.code, diagnostic?.severity], [RULE, DiagnosticSeverity.Hint]);
    const [made] = diagnostic?.relatedInformation ?? [];
    assert.deepEqual(made, {
      location: {
        uri: SOURCE,
        range: { start: { line: 11, character: 4 }, end: { line: 11, character: 4 } },
      },
      message: "Made by the construct Shop/Orders/Resource, which is created here.",
    });
    assert.deepEqual(await client.actions(SHOP, "AWS::DynamoDB::Table"), []);
    assert.deepEqual(await client.actions(SHOP, "AWS::DynamoDB::Table", { only: ["source.fixAll"] }), []);
  });

  it("names the construct alone where the source isn't in the workspace", async () => {
    const files = { ...FILES, [SOURCE]: undefined };
    const present = Object.entries(files).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const { client } = await withOpen(Object.fromEntries(present), SHOP);
    const [diagnostic] = await client.diagnostics(SHOP);
    const [made] = diagnostic?.relatedInformation ?? [];
    assert.equal(made?.location.uri, SHOP);
    assert.equal(made.message, "Made by the construct Shop/Orders/Resource.");
  });

  it("has set aside what the app acknowledges, as soon as the CDK has written its validation report", async () => {
    const workspace = await withOpen(FILES, SHOP);
    const { client, files } = workspace;
    assert.deepEqual(await workspace.rules(SHOP), [RULE]);
    const { refreshes } = client;
    files.set(REPORT, ACKNOWLEDGED);
    await workspace.change(REPORT, FileChangeType.Created);
    await client.until(() => (client.refreshes > refreshes ? true : undefined));
    assert.deepEqual(await workspace.rules(SHOP), []);
  });

  it("isn't linked or linted where the manifest doesn't name it: a removed stack", async () => {
    const workspace = await withOpen(FILES, TABLES);
    assert.deepEqual(await workspace.rules(TABLES), []);
    assert.ok(!workspace.reads.includes(REMOVED));
    await workspace.change(REMOVED, FileChangeType.Changed);
    await workspace.client.open(REMOVED, EXPORTING_JSON, "json");
    await workspace.client.diagnostics(REMOVED);
    assert.deepEqual(await workspace.rules(TABLES), []);
    await workspace.client.close(REMOVED);
    const { templates } = await workspace.lint();
    assert.equal(templates, 2, "the stack's template and the table's");
    assert.equal(workspace.shown(REMOVED), undefined);
  });

  it("is taken in anew with each synthesis: stacks come and go", async () => {
    const workspace = await withOpen(FILES, TABLES);
    const { client, files } = workspace;
    const synthesised = async (...templates: readonly string[]): Promise<void> => {
      const { refreshes } = client;
      files.set(MANIFEST, manifestOf(...templates));
      await workspace.change(MANIFEST, FileChangeType.Changed);
      await client.until(() => (client.refreshes > refreshes ? true : undefined));
    };
    await synthesised("Shop.template.json", "Removed.template.json");
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
    await synthesised("Shop.template.json");
    assert.deepEqual(await workspace.rules(TABLES), []);
  });

  it("leads to where the source has moved to, once it is synthesised again", async () => {
    const workspace = await withOpen(FILES, SHOP);
    const { client } = workspace;
    const before = await client.pull(SHOP);
    const { refreshes } = client;
    workspace.files.set(MANIFEST, manifestAt(20, "Shop.template.json"));
    await workspace.change(MANIFEST, FileChangeType.Changed);
    await client.until(() => (client.refreshes > refreshes ? true : undefined));
    const after = await client.pull(SHOP, before.resultId);
    assert.ok(after.kind === "full");
    assert.equal(after.items[0]?.relatedInformation?.[0]?.location.range.start.line, 19);
  });

  it("is waited for while the CDK writes", async () => {
    const files = { ...FILES, [MANIFEST]: "{", [LOCK]: "" };
    const workspace = await withOpen(files, TABLES);
    workspace.unlisted.add(LOCK);
    assert.deepEqual(await workspace.rules(TABLES), []);
    const { client } = workspace;
    const { refreshes } = client;
    workspace.files.set(MANIFEST, manifestOf("Removed.template.json"));
    workspace.files.delete(LOCK);
    await client.until(() => (client.refreshes > refreshes ? true : undefined));
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
  });

  it("reads nothing outside the assembly, whatever its manifest says", async () => {
    const files = {
      ...FILES,
      [MANIFEST]: manifestOf(
        "../../secret/keys.json",
        "../Keys.json",
        "/secret/keys.json",
        "Shop.template.json",
      ),
      "file:///secret/keys.json": EXPORTING_JSON,
    };
    const workspace = await connectWorkspace(files, { folders: [ROOT] });
    workspace.unlisted.add("file:///secret/keys.json");
    await workspace.client.open(TABLES, IMPORTING_TABLE);
    await workspace.client.diagnostics(TABLES);
    assert.deepEqual(await workspace.rules(TABLES), []);
    const outside = workspace.reads.filter((uri) => !uri.startsWith(`${ROOT}/`) || uri.includes("Keys.json"));
    assert.deepEqual(outside, []);
    assert.ok(workspace.reads.includes(SHOP));
  });

  it("takes a manifest.json of something else for what it is", async () => {
    const keys = `${OUT}/keys.yaml`;
    const files = { [MANIFEST]: '{ "name": "a web app" }', [keys]: DISABLED_KEY, [TABLES]: IMPORTING_TABLE };
    const workspace = await withOpen(files, TABLES);
    assert.deepEqual(await workspace.rules(TABLES), [KEY_RULE]);
  });
});
