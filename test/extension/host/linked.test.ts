import { strict as assert } from "node:assert";
import { workspace, type Uri } from "vscode";
import { closeAll, open, replaceText, untilRulesAre, uriOf } from "./editor.js";
import { PLAIN_TABLE } from "./workspace.js";

const KEY = `Resources:
  TableKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      Enabled: true
Outputs:
  KeyArn:
    Value: !GetAtt TableKey.Arn
    Export: { Name: orders-key }
`;
const DISABLED_KEY = KEY.replace("Enabled: true\nOutputs", "Enabled: false\nOutputs");
const TABLE = PLAIN_TABLE.replace(
  "  Queue:",
  "      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue orders-key }\n  Queue:",
);
const FOUND = ["valid-table-key"];

describe("a table whose key is in another file", () => {
  const keys = (): Uri => uriOf("orders", "keys.yaml");
  const tables = (): Uri => uriOf("orders", "tables.yaml");
  const write = (uri: Uri, text: string) => workspace.fs.writeFile(uri, new TextEncoder().encode(text));

  before(async () => {
    await write(keys(), DISABLED_KEY);
    await write(tables(), TABLE);
  });

  after(async () => {
    await closeAll();
    for (const uri of [keys(), tables()]) await workspace.fs.delete(uri);
  });

  it("is judged by it, and the finding leads there", async () => {
    await open("orders", "tables.yaml");
    const [diagnostic] = await untilRulesAre(tables(), FOUND);
    const places = diagnostic?.relatedInformation?.map(({ location }) => location.uri.toString()) ?? [];
    assert.deepEqual([...new Set(places)], [keys().toString()]);
  });

  it("follows the key as it is edited, and its file when the edit is thrown away", async () => {
    await open("orders", "tables.yaml");
    await untilRulesAre(tables(), FOUND);
    const document = await open("orders", "keys.yaml");
    await replaceText(document, KEY);
    await untilRulesAre(tables(), []);
    await replaceText(document, DISABLED_KEY);
    await untilRulesAre(tables(), FOUND);
    await replaceText(document, KEY);
    await untilRulesAre(tables(), []);
    await closeAll();
    await open("orders", "tables.yaml");
    await untilRulesAre(tables(), FOUND);
  });

  it("follows the key's file when another program writes it", async () => {
    await closeAll();
    await open("orders", "tables.yaml");
    await untilRulesAre(tables(), FOUND);
    await write(keys(), KEY);
    await untilRulesAre(tables(), []);
    await write(keys(), DISABLED_KEY);
    await untilRulesAre(tables(), FOUND);
  });
});
