import assert from "node:assert/strict";
import { connect, disconnectAll } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE, ONE_TABLE_JSON } from "./templates.js";

describe("hover", () => {
  afterEach(disconnectAll);

  for (const [uri, languageId, text] of [
    ["file:///app/template.yaml", "yaml", ONE_TABLE],
    ["file:///app/template.json", "json", ONE_TABLE_JSON],
  ] as const) {
    it(`on a table's type says which kind of key encrypts it (${languageId})`, async () => {
      const client = await connect();
      await client.open(uri, text, languageId);
      assert.match((await client.hover(uri, "AWS::DynamoDB::Table")) ?? "", /AWS owned/i);
    });
  }

  it("says nothing on other text, in other files, and in files that aren't open", async () => {
    const client = await connect();
    await client.open("file:///app/template.yaml", `# A note\n${ONE_TABLE}`);
    await client.open("file:///app/configmap.yaml", KUBERNETES);
    assert.equal(await client.hover("file:///app/template.yaml", "# A note"), null);
    assert.equal(await client.hover("file:///app/configmap.yaml", "AWS::DynamoDB::Table"), null);
    await client.close("file:///app/template.yaml");
    const params = {
      textDocument: { uri: "file:///app/template.yaml" },
      position: { line: 0, character: 0 },
    };
    assert.equal(await client.wire.sendRequest("textDocument/hover", params), null);
  });
});
