import assert from "node:assert/strict";
import type { InlayHint } from "vscode-languageserver/node";
import { connect, disconnectAll, PLAIN } from "./connected-client.js";
import { IMPORTING_TABLE, KEY, KUBERNETES, ONE_TABLE, ONE_TABLE_JSON, TWO_TABLES } from "./templates.js";

const URI = "file:///app/template.yaml";
const OWNED = "AWS owned key · $0";

describe("inlay hints", () => {
  afterEach(disconnectAll);

  for (const [uri, languageId, text] of [
    [URI, "yaml", ONE_TABLE],
    ["file:///app/template.json", "json", ONE_TABLE_JSON],
    ["file:///app/cdk.out/Shop.template.json", "json", ONE_TABLE_JSON],
  ] as const) {
    it(`say behind a table's key choice what it costs (${uri})`, async () => {
      const client = await connect();
      await client.open(uri, text, languageId);
      const hints = await client.hints(uri);
      assert.deepEqual(hints.map(labelOf), [OWNED]);
      const document = client.document(uri);
      const before = document.getText().slice(0, document.offsetAt(first(hints).position));
      assert.match(before, /AWS::DynamoDB::Table"?$/);
      assert.equal(first(hints).paddingLeft, true);
    });
  }

  it("are those of the lines that are asked for", async () => {
    const client = await connect();
    await client.open(URI, TWO_TABLES);
    const line = TWO_TABLES.split("\n").indexOf("  Customers:");
    const lines = async (from: number, to: number) =>
      (await client.hints(URI, [from, to])).map(({ position }) => position.line);
    assert.deepEqual(await lines(0, 100), [2, line + 1]);
    assert.deepEqual(await lines(0, line), [2]);
    assert.deepEqual(await lines(line, 100), [line + 1]);
    assert.deepEqual(await lines(3, line), []);
  });

  it("are none where the setting says so, in other files, and in files that aren't open", async () => {
    const client = await connect({ section: { cost: { show: false } } });
    await client.open(URI, ONE_TABLE);
    await client.open("file:///app/configmap.yaml", KUBERNETES);
    for (const uri of [URI, "file:///app/configmap.yaml", "file:///app/other.yaml"]) {
      assert.deepEqual(await client.hints(uri), []);
    }
  });

  it("come with their tooltip when the client asks for it, and at once where it can't", async () => {
    const able = await connect();
    await able.open(URI, ONE_TABLE);
    const lazy = first(await able.hints(URI));
    assert.equal(lazy.tooltip, undefined);
    const resolved = await able.resolveHint(lazy);
    assert.match(tooltipOf(resolved), /^\*\*Orders\*\*: .*AWS owned key/);
    const plain = await connect({ capabilities: PLAIN });
    await plain.open(URI, ONE_TABLE);
    assert.equal(tooltipOf(first(await plain.hints(URI))), tooltipOf(resolved));
    assert.deepEqual(plain.capabilities.inlayHintProvider, { resolveProvider: false });
  });

  it("get no tooltip once something else stands there, nor for what the server never gave", async () => {
    const client = await connect();
    await client.open(URI, ONE_TABLE);
    const hint = first(await client.hints(URI));
    await client.change(URI, { text: `# A note\n${ONE_TABLE}` });
    assert.equal((await client.resolveHint(hint)).tooltip, undefined);
    for (const data of [undefined, null, 1, { uri: URI }, { uri: "file:///none.yaml", offset: 1 }]) {
      const strange: InlayHint = { position: { line: 0, character: 0 }, label: "?", data };
      assert.equal((await client.resolveHint(strange)).tooltip, undefined);
    }
  });

  it("are asked for again, and other ones, when the settings change", async () => {
    const client = await connect();
    await client.open(URI, `${ONE_TABLE}      SSESpecification: { SSEEnabled: true }\n`);
    assert.deepEqual((await client.hints(URI)).map(labelOf), ["AWS managed key · about $0.23 a month"]);
    client.section = { cost: { activeCallers: 100, currency: "EUR" } };
    await client.configure({});
    await client.until(() => client.hintRefreshes > 0 || undefined);
    assert.deepEqual((await client.hints(URI)).map(labelOf), ["AWS managed key · about EUR 2.61 a month"]);
  });

  it("follow a key in another file", async () => {
    const client = await connect();
    await client.open("file:///app/keys.yaml", KEY);
    assert.deepEqual((await client.hints("file:///app/keys.yaml")).map(labelOf), [
      "no table in reach · $1.00 to $3.00 a month",
    ]);
    const refreshes = client.hintRefreshes;
    await client.open(URI, IMPORTING_TABLE);
    assert.deepEqual((await client.hints(URI)).map(labelOf), [
      "customer managed · about $0.23 a month, key's fee not included",
    ]);
    await client.until(() => client.hintRefreshes > refreshes || undefined);
    assert.deepEqual((await client.hints("file:///app/keys.yaml")).map(labelOf), [
      "1 table · $1.00 to $3.00 a month",
    ]);
  });
});

function first(hints: readonly InlayHint[]): InlayHint {
  const [hint] = hints;
  assert.ok(hint, "there is a hint");
  return hint;
}

function labelOf({ label }: InlayHint): string {
  return typeof label === "string" ? label : label.map(({ value }) => value).join("");
}

function tooltipOf({ tooltip }: InlayHint): string {
  return typeof tooltip === "object" ? tooltip.value : (tooltip ?? "");
}
