import assert from "node:assert/strict";
import { LIST_PRICES } from "../../server/src/pricing/prices.js";
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

  it("shows the three types of key side by side, with the prices of the settings", () => {
    const hover = hoverOn(TEXT, "SSESpecification", 1, { ...LIST_PRICES, currency: "EUR ", keyMonth: 2 });
    assert.match(hover, /^\| +\| AWS owned \| AWS managed \| customer managed \|\n\| ---/m);
    for (const row of ["Control", "Audit", "Rotation", "Revocation", "Cost", "KMS is asked"]) {
      assert.match(hover, new RegExp(`^\\| ${row} \\|( [^|]+ \\|){3}$`, "m"));
    }
    assert.match(hover, /^\| Cost \| nothing \| requests \| EUR 2\.00 to EUR 4\.00 a month \+ requests \|$/m);
  });

  it("leaves the side by side to its page where the verdict alone is long", () => {
    const regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"].map(
      (region) => `{ Region: ${region} }`,
    );
    const hover = hoverOn(
      template(globalTable("!If [IsProd, { SSEEnabled: true }, { SSEEnabled: false }]", ...regions)),
      "SSESpecification",
    );
    assert.doesNotMatch(hover, /^\| Control/m);
    assert.match(hover, /guide\/key-types\.md/);
  });

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

  it("is as careful about what a global table states for all its replicas", () => {
    for (const word of ["SSESpecification", "SSEEnabled", "SSEType", "KMSMasterKeyId"]) {
      const hover = hoverOn(replicas, word);
      assert.match(hover, /may not be changeable in place/);
      assert.doesNotMatch(hover, /takes effect in place/);
    }
    assert.match(hoverOn(replicas, "SSEType"), /only `KMS`.*may be needed where the replicas have keys/);
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
