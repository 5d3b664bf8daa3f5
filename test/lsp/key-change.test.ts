import assert from "node:assert/strict";
import type { WorkspaceEdit } from "vscode-languageserver/node";
import type { KeyChoices } from "../../server/src/key-change.js";
import { connect, disconnectAll, PLAIN, type TestClient } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE, TWO_TABLES } from "./templates.js";

const URI = "file:///app/template.yaml";

interface Answer {
  readonly uri: string;
  readonly version: number;
  readonly tables: readonly { readonly resource: string; readonly key: string }[];
  readonly table: KeyChoices | null;
}

type Changed = { readonly label: string; readonly edit: WorkspaceEdit } | { readonly refused: string };

function ask(client: TestClient, params: object, uri = URI): Promise<Answer | null> {
  return client.wire.sendRequest("dynamodbEncryption/keyChoices", { textDocument: { uri }, ...params });
}

function change(client: TestClient, version: number, params: object): Promise<Changed> {
  const textDocument = { uri: URI, version };
  return client.wire.sendRequest("dynamodbEncryption/changeKey", { textDocument, ...params });
}

async function opened(text: string): Promise<TestClient> {
  const client = await connect();
  await client.open(URI, text);
  return client;
}

describe("the request for the keys that a table could have", () => {
  afterEach(disconnectAll);

  it("names the tables of a document where none was named", async () => {
    const answer = await ask(await opened(TWO_TABLES), {});
    assert.deepEqual(answer, {
      uri: URI,
      version: 1,
      tables: [
        { resource: "Orders", key: "AWS owned key" },
        { resource: "Customers", key: "AWS owned key" },
      ],
      table: null,
    });
  });

  it("takes a table by its name, or by a place in it", async () => {
    const client = await opened(TWO_TABLES);
    const byName = await ask(client, { resource: "Customers" });
    const byPlace = await ask(client, { position: { line: 11, character: 8 } });
    assert.deepEqual(byPlace, byName);
    assert.equal(byName?.table?.resource, "Customers");
    assert.deepEqual(
      byName.table.choices.map(({ id }) => id),
      ["new-key", "new-parameter", "aws-managed-key", "aws-owned-key"],
    );
    assert.equal((await ask(client, { position: { line: 0, character: 0 } }))?.table, null);
  });

  it("is answered with nothing for what is no template, no table or no question", async () => {
    const client = await opened(KUBERNETES);
    assert.equal(await ask(client, { resource: "Orders" }), null);
    assert.equal(await ask(client, {}, "file:///app/never-opened.yaml"), null);
    await client.change(URI, { text: ONE_TABLE });
    assert.equal((await ask(client, { resource: "Gone" }))?.table, null);
    assert.equal(await client.wire.sendRequest("dynamodbEncryption/keyChoices", { textDocument: 1 }), null);
    assert.equal(await ask(client, { resource: "Orders", case: "first" }), null);
  });
});

describe("the request to change a table's key", () => {
  afterEach(disconnectAll);

  it("gives an edit of that version of the document", async () => {
    const client = await opened(ONE_TABLE);
    const changed = await change(client, 1, { resource: "Orders", choice: "aws-managed-key" });
    assert.ok("edit" in changed);
    assert.equal(changed.label, "Change the key of 'Orders'");
    const [one] = changed.edit.documentChanges ?? [];
    assert.ok(one !== undefined && "edits" in one);
    assert.deepEqual(one.textDocument, { uri: URI, version: 1 });
    assert.match(JSON.stringify(one.edits), /SSEEnabled: true/);
  });

  it("gives plain changes to clients that know no others", async () => {
    const client = await connect({ capabilities: PLAIN });
    await client.open(URI, ONE_TABLE);
    const changed = await change(client, 1, { resource: "Orders", choice: "new-key" });
    assert.ok("edit" in changed && changed.edit.changes?.[URI] !== undefined);
  });

  it("is refused where the text has changed since, and where the key can't be had", async () => {
    const client = await opened(ONE_TABLE);
    await client.change(URI, { text: `${ONE_TABLE}# more\n` });
    const refusal = async (version: number, params: object): Promise<string> => {
      const changed = await change(client, version, params);
      return "refused" in changed ? changed.refused : "";
    };
    const wanted = { resource: "Orders", choice: "aws-managed-key" };
    assert.match(await refusal(1, wanted), /^The text has changed since/);
    assert.equal(
      await refusal(2, { resource: "Orders", choice: "aws-owned-key" }),
      "The key can't be changed here: the table has that key already.",
    );
    assert.equal(await refusal(2, { resource: "Orders" }), "The request doesn't name a table and a choice.");
  });
});
