import assert from "node:assert/strict";
import { hoverOn } from "../support/hovers.js";

const reader = (name: string, statements: string): string => `  ${name}:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
${statements}`;
const TABLE = `              - { Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Orders.Arn }\n`;
const DECRYPT = `              - { Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt OrdersKey.Arn }\n`;
const template = (...readers: readonly string[]): string => `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt OrdersKey.Arn }
  OrdersKey:
    Type: AWS::KMS::Key
${readers.join("")}`;

/** The points under "Who can decrypt:"; null where the hover has no such list. */
function points(text: string, word: string): readonly string[] | null {
  const [, list] = hoverOn(text, word).split("Who can decrypt:\n\n");
  return list === undefined ? null : (list.split("\n\n")[0]?.split("\n") ?? []);
}

describe("who can decrypt, in a hover", () => {
  const text = template(reader("Api", TABLE + DECRYPT), reader("Shop", TABLE));
  const expected = [
    "- role 'Shop' (line 26): **blocked by the key**, because none of its policies allows kms:Decrypt with the key 'OrdersKey'",
    "- role 'Api' (line 16): reads and writes",
  ];

  it("is told of a table, with the lines of the statements, those whom the key keeps out first", () => {
    assert.deepEqual(points(text, "Orders:"), expected);
  });

  it("is told of a key", () => {
    assert.deepEqual(points(text, "OrdersKey:"), expected);
  });

  it("is no more than six lines", () => {
    const many = ["A", "B", "C", "D", "E", "F", "G", "H"].map((name) => reader(name, TABLE + DECRYPT));
    const found = points(template(...many), "Orders:");
    assert.equal(found?.length, 6);
    assert.equal(found.at(-1), "- and 3 more");
  });

  it("isn't told where nobody in the template uses the table, or its key is AWS's own", () => {
    assert.equal(points(template(), "Orders:"), null);
    assert.equal(points(template(reader("Api", TABLE)).replace(/ {6}SSE.*\n/, ""), "Orders:"), null);
  });
});
