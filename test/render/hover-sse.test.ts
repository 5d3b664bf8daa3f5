import assert from "node:assert/strict";
import { hoverOn } from "../support/hovers.js";
import { globalTable, key, table, template } from "./templates.js";

const TEXT = template(
  key("{}"),
  table("{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt OrdersKey.Arn }"),
);
const HEADLINE = "**Orders** is encrypted with a **customer managed key**: `OrdersKey`.";

describe("the hover on an SSESpecification", () => {
  for (const [word, says] of [
    ["SSESpecification", /What can be stated:[^]*`SSEEnabled: true`: AWS managed key/],
    ["SSEEnabled", /true encrypts with a KMS key, false with the AWS owned key/],
    ["SSEType", /only `KMS`.*needed as soon as a key is given/],
    ["KMSMasterKeyId", /follows an alias once/],
    ["!GetAtt", /follows an alias once/],
  ] as const) {
    it(`begins with the verdict and tells what ${word} does and how it changes`, () => {
      const hover = hoverOn(TEXT, word);
      assert.equal(hover.split("\n")[0], HEADLINE);
      assert.match(hover, says);
      assert.match(hover, /in place, without interruption; items aren't rewritten/);
    });
  }

  const replicas = template(
    key("{}"),
    globalTable(
      "{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: alias/orders }",
      "{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !Ref OrdersKey } }",
    ),
  );

  it("says of a global table that keys belong to its replicas", () => {
    assert.match(
      hoverOn(replicas, "KMSMasterKeyId"),
      /isn't allowed here: a global table takes its keys in `Replicas`/,
    );
  });

  it("speaks of the replica in a replica's block, and is careful about changing its key", () => {
    for (const [word, occurrence] of [
      ["SSESpecification", 2],
      ["KMSMasterKeyId", 2],
    ] as const) {
      const hover = hoverOn(replicas, word, occurrence);
      assert.match(hover, /replica of \*\*Orders\*\* in `AWS::Region`/);
      assert.match(hover, /may not be changeable in place/);
    }
  });

  const sam = `Transform: AWS::Serverless-2016-10-31
Globals: { SimpleTable: { SSESpecification: { SSEEnabled: true } } }
Resources:
  Orders: { Type: AWS::Serverless::SimpleTable }
  Users: { Type: AWS::Serverless::SimpleTable, Properties: { SSESpecification: { SSEEnabled: false } } }
  Other: { Type: AWS::DynamoDB::Table }
`;

  it("says of SAM's Globals which tables they are merged into, and with what result", () => {
    const hover = hoverOn(sam, "SSESpecification");
    assert.match(hover, /SAM merges this/);
    assert.match(hover, /^- `Orders`: \*\*AWS managed key\*\* `aws\/dynamodb`$/m);
    assert.match(hover, /^- `Users`: \*\*AWS owned key\*\*$/m);
    assert.doesNotMatch(hover, /`Other`/);
    assert.match(hoverOn(sam, "SSEEnabled"), /SAM merges this[^]*required; true or false/);
  });
});
