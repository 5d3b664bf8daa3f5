import assert from "node:assert/strict";
import { FileChangeType } from "vscode-languageserver/node";
import type { Inventory } from "../../client/src/inventory/answer.js";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { connect, disconnectAll, PLAIN } from "./connected-client.js";
import {
  IMPORTING_TABLE,
  KEY,
  KUBERNETES,
  ONE_TABLE,
  ONE_TABLE_JSON,
  RULE,
  TWO_TABLES,
} from "./templates.js";

const KEYS = "file:///app/keys.yaml";
const SHOP = "file:///app/shop/table.yaml";
const PLAIN_TABLES = "file:///app/plain.yaml";
const NOTES = "file:///app/notes.yaml";
const ALL = { [KEYS]: KEY, [SHOP]: IMPORTING_TABLE, [PLAIN_TABLES]: TWO_TABLES, [NOTES]: KUBERNETES };
const FOLDERS = ["file:///app"];

/** A table whose key depends on a condition, and somebody who may read it and not decrypt. */
const READ = `Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Carts:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: !If
        - IsProd
        - { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt CartsKey.Arn }
        - !Ref AWS::NoValue
  CartsKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - { Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement: [{ Effect: Allow, Action: "dynamodb:GetItem", Resource: !GetAtt Carts.Arn }]
`;

describe("the inventory", () => {
  afterEach(disconnectAll);

  it("lists all tables and keys of the workspace, linked, with places and costs", async () => {
    const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
    const { summary, tables, keys } = await inventoryOf(workspace);
    const { cost, ...counts } = summary;
    assert.deepEqual(counts, {
      templates: 3,
      tables: 3,
      withoutCustomerManagedKey: 2,
      undecided: 0,
      findings: 2,
      problems: 0,
      skipped: 0,
      limit: null,
    });
    assert.equal(cost?.monthly, "about $1.23");
    assert.deepEqual(
      tables.map(({ name, file, place }) => [name, file, place.uri, place.range.start]),
      [
        ["Orders", "plain.yaml", PLAIN_TABLES, { line: 1, character: 2 }],
        ["Customers", "plain.yaml", PLAIN_TABLES, { line: 9, character: 2 }],
        ["Orders", "shop/table.yaml", SHOP, { line: 1, character: 2 }],
      ],
    );
    const [key] = keys;
    assert.deepEqual([keys.length, key?.name, key?.file, key?.tables], [1, "TableKey", "keys.yaml", 1]);
    assert.deepEqual(tables[2]?.replicas[0]?.cases, [
      { when: "", key: "customer-managed", keyId: key?.id, reason: null },
    ]);
  });

  it("names the case of each key, and who may read a table and not decrypt", async () => {
    const workspace = await connectWorkspace({ [SHOP]: READ }, { folders: FOLDERS });
    const { tables, keys } = await inventoryOf(workspace);
    const [carts] = tables;
    assert.deepEqual(
      carts?.replicas[0]?.cases.map(({ when, key }) => [when, key]),
      [
        ["when IsProd is true", "customer-managed"],
        ["when IsProd is false", "aws-owned"],
      ],
    );
    const [reader] = carts.readers;
    assert.deepEqual(
      [reader?.name, reader?.access, reader?.place?.range.start.line],
      ["role 'Reader'", "reads", 18],
    );
    assert.deepEqual([keys[0]?.allowed, keys[0]?.blocked], [[], ["role 'Reader'"]]);
  });

  it("says of each table what is suppressed there, for which tool, until when and why", async () => {
    const suppressed = `Resources:
  # trivy:ignore:AWS-0025:exp:2199-01-01 -- holds feature flags
  Flags:
    Type: AWS::DynamoDB::Table
  Visits:
    # checkov:skip=CKV_AWS_119:public data
    Type: AWS::DynamoDB::Table
  # dynamodb-encryption-ignore require-customer-managed-key -- for a day
  Carts:
    Type: AWS::DynamoDB::Table
`;
    const workspace = await connectWorkspace({ [SHOP]: suppressed }, { folders: FOLDERS });
    const { tables } = await inventoryOf(workspace);
    assert.deepEqual(
      tables.map(({ name, findings, suppressed: aside }) => [name, findings, ...aside]),
      [
        ["Flags", 0, "require-customer-managed-key, for Trivy, until 2198-12-31: holds feature flags"],
        ["Visits", 0, "require-customer-managed-key, for Checkov: public data"],
        ["Carts", 0, "require-customer-managed-key: for a day"],
      ],
    );
  });

  it("shows no costs where they aren't wanted", async () => {
    const section = { cost: { show: false } };
    const workspace = await connectWorkspace(ALL, { folders: FOLDERS, section });
    const { summary, tables, keys } = await inventoryOf(workspace);
    assert.deepEqual(
      [summary, ...tables, ...keys].map(({ cost }) => cost),
      [null, null, null, null, null],
    );
  });

  it("reads nothing until it is asked for", async () => {
    const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
    await watch(workspace, true);
    await workspace.client.wire.sendRequest("dynamodbEncryption/rules");
    assert.deepEqual([workspace.lists, workspace.reads], [[], []]);
  });

  it("takes an open document as it is in the editor", async () => {
    const workspace = await connectWorkspace({ [SHOP]: ONE_TABLE }, { folders: FOLDERS });
    await workspace.client.open(SHOP, TWO_TABLES);
    assert.equal((await inventoryOf(workspace)).summary.tables, 2);
    await workspace.client.close(SHOP);
    assert.equal((await inventoryOf(workspace)).summary.tables, 1);
  });

  it("says what it left out", async () => {
    const workspace = await connectWorkspace({ ...ALL, [NOTES]: null }, { folders: FOLDERS });
    workspace.client.section = { workspace: { maxFiles: 4 } };
    workspace.more = true;
    const { summary } = await inventoryOf(workspace);
    assert.deepEqual([summary.tables, summary.skipped, summary.limit], [3, 1, 4]);
  });

  it("takes parameters that are none for no wishes, as the report does, and logs nothing", async () => {
    const { client } = await connectWorkspace({ [SHOP]: ONE_TABLE }, { folders: FOLDERS });
    for (const params of [null, 1, { anew: "yes", workDoneToken: {} }]) {
      await client.wire.sendNotification("dynamodbEncryption/watchInventory", params);
      const inventory = await client.wire.sendRequest<Inventory>("dynamodbEncryption/inventory", params);
      assert.equal(inventory.summary.tables, 1);
      const { html } = await client.wire.sendRequest<{ html: string }>("dynamodbEncryption/report", params);
      assert.match(html, /1 table in/);
      await client.wire.sendRequest("dynamodbEncryption/lintWorkspace", params);
    }
    assert.deepEqual(
      client.logged.filter((line) => line.includes("Error")),
      [],
    );
  });

  it("is empty where there is nothing to read", async () => {
    const client = await connect({ capabilities: PLAIN });
    const empty = await client.wire.sendRequest<Inventory>("dynamodbEncryption/inventory", {});
    assert.deepEqual([empty.summary.templates, empty.tables, empty.keys], [0, [], []]);
  });

  describe("asked for again", () => {
    it("reads what has changed, and nothing else", async () => {
      const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
      await inventoryOf(workspace);
      const [lists, reads] = [workspace.lists.length, workspace.reads.length];
      await inventoryOf(workspace);
      assert.deepEqual([workspace.lists.length, workspace.reads.length], [lists, reads]);
      workspace.files.set(PLAIN_TABLES, ONE_TABLE);
      await workspace.change(PLAIN_TABLES, FileChangeType.Changed);
      await workspace.settled();
      const before = workspace.reads.length;
      assert.equal((await inventoryOf(workspace)).summary.tables, 2);
      assert.deepEqual(workspace.reads.slice(before), [PLAIN_TABLES]);
    });

    it("judges anew what rests on a file that has changed", async () => {
      const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
      await inventoryOf(workspace);
      workspace.files.set(KEYS, KUBERNETES);
      await workspace.change(KEYS, FileChangeType.Changed);
      await workspace.settled();
      const { tables, keys } = await inventoryOf(workspace);
      const [one] = tables[2]?.replicas[0]?.cases ?? [];
      assert.notEqual(one?.key, "customer-managed");
      assert.deepEqual(keys, []);
    });

    it("knows of files that have come or gone", async () => {
      const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
      await inventoryOf(workspace);
      const added = "file:///app/added.json";
      workspace.files.set(added, ONE_TABLE_JSON);
      await workspace.change(added, FileChangeType.Created);
      assert.equal((await inventoryOf(workspace)).summary.tables, 4);
      workspace.files.delete(SHOP);
      await workspace.change("file:///app/shop", FileChangeType.Deleted);
      assert.equal((await inventoryOf(workspace)).summary.tables, 3);
    });

    it("follows the settings", async () => {
      const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
      await inventoryOf(workspace);
      workspace.client.section = { rules: { [RULE]: "off" } };
      await workspace.client.configure(null);
      assert.equal((await inventoryOf(workspace)).summary.findings, 0);
    });

    it("reads every file again where that is wanted", async () => {
      const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
      await inventoryOf(workspace);
      const before = workspace.reads.length;
      await inventoryOf(workspace, { anew: true });
      assert.equal(workspace.reads.length, before + 4);
    });
  });

  describe("watched", () => {
    it("tells when another answer may be had, once for several changes", async () => {
      const { workspace, changes } = await watched();
      await workspace.client.open(PLAIN_TABLES, TWO_TABLES);
      await workspace.client.change(PLAIN_TABLES, { text: ONE_TABLE });
      await workspace.client.change(PLAIN_TABLES, { text: TWO_TABLES });
      await workspace.client.change(PLAIN_TABLES, { text: ONE_TABLE });
      await workspace.client.until(() => (changes() > 0 ? true : undefined));
      assert.equal((await inventoryOf(workspace)).summary.tables, 2);
      assert.equal(changes(), 1);
    });

    it("waits while nobody looks, and tells then", async () => {
      const { workspace, changes } = await watched();
      await watch(workspace, false);
      workspace.files.set(PLAIN_TABLES, ONE_TABLE);
      await workspace.change(PLAIN_TABLES, FileChangeType.Changed);
      await workspace.settled();
      assert.equal(changes(), 0);
      await watch(workspace, true);
      await workspace.client.until(() => (changes() === 1 ? true : undefined));
    });
  });
});

function inventoryOf(workspace: ClientWorkspace, params: object = {}): Promise<Inventory> {
  return workspace.client.wire.sendRequest<Inventory>("dynamodbEncryption/inventory", params);
}

function watch(workspace: ClientWorkspace, on: boolean): Promise<void> {
  return workspace.client.wire.sendNotification("dynamodbEncryption/watchInventory", { watch: on });
}

/** A workspace whose inventory has been asked for and is watched; `changes` counts what is told since. */
async function watched() {
  const workspace = await connectWorkspace(ALL, { folders: FOLDERS });
  let count = 0;
  workspace.client.wire.onNotification("dynamodbEncryption/inventoryChanged", () => {
    count += 1;
    workspace.client.noticed();
  });
  await inventoryOf(workspace);
  await watch(workspace, true);
  return { workspace, changes: () => count };
}
