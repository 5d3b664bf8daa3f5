import assert from "node:assert/strict";
import type { CompletionItem } from "vscode-languageserver";
import { connect, disconnectAll, type TestClient } from "./connected-client.js";
import { KUBERNETES } from "./templates.js";

const URI = "file:///app/template.yaml";
const HALF_TYPED = `Resources:
  ApiRole:
    Type: AWS::IAM::Role
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Effect: Allow
            Principal:
              AWS: "Api"
            Action: [kms:De
`;

/** What the server offers behind this text. */
async function complete(client: TestClient, uri: string, behind: string): Promise<CompletionItem[]> {
  const document = client.document(uri);
  const position = document.positionAt(document.getText().indexOf(behind) + behind.length);
  return client.wire.sendRequest("textDocument/completion", { textDocument: { uri }, position });
}

describe("completion", () => {
  afterEach(disconnectAll);

  it("is announced with the characters that ask for it", async () => {
    const client = await connect();
    assert.deepEqual(client.capabilities.completionProvider?.triggerCharacters, ['"', ":", " "]);
  });

  it("offers actions inside a key policy that is half typed", async () => {
    const client = await connect();
    await client.open(URI, HALF_TYPED);
    const items = await complete(client, URI, "kms:De");
    const item = items.find(({ label }) => label === "kms:Decrypt");
    assert.deepEqual(item?.textEdit, {
      range: { start: { line: 11, character: 21 }, end: { line: 11, character: 27 } },
      newText: "kms:Decrypt",
    });
    assert.match(item?.detail ?? "", /decrypt/i);
  });

  it("offers the template's roles, which take the place of the quotes, too", async () => {
    const client = await connect();
    await client.open(URI, HALF_TYPED);
    const item = (await complete(client, URI, '"Api')).find(({ label }) => label === "ApiRole");
    assert.deepEqual(item?.textEdit, {
      range: { start: { line: 10, character: 19 }, end: { line: 10, character: 24 } },
      newText: "!GetAtt ApiRole.Arn",
    });
    assert.equal(item.filterText, '"ApiRole');
  });

  it("offers nothing elsewhere, in other files, and in files that aren't open", async () => {
    const client = await connect();
    await client.open(URI, HALF_TYPED);
    await client.open("file:///app/configmap.yaml", KUBERNETES);
    assert.deepEqual(await complete(client, URI, "Type: "), []);
    assert.deepEqual(await complete(client, "file:///app/configmap.yaml", "kind: "), []);
    await client.close(URI);
    const params = { textDocument: { uri: URI }, position: { line: 11, character: 27 } };
    assert.deepEqual(await client.wire.sendRequest("textDocument/completion", params), []);
  });
});
