import assert from "node:assert/strict";
import type { RawSettings } from "../../server/src/core/settings.js";
import { spellings } from "../support/read.js";
import { lint } from "../support/linting.js";

const ID = "0a1b2c3d-1111-2222-3333-444455556666";
const HERE: RawSettings = { region: "eu-west-1", account: "999900001111" };

/** The rows about the key itself: [row, key properties, key reference, findings as rule/message]. */
const ROWS: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
  ["13: an alias of another service", {}, "alias/aws/s3", ["valid-table-key/otherService"]],
  ["13: its ARN", {}, "arn:aws:kms:eu-west-1:999900001111:alias/aws/s3", ["valid-table-key/otherService"]],
  [
    "14: an asymmetric key",
    { KeySpec: "RSA_4096", KeyUsage: "SIGN_VERIFY" },
    { "Fn::GetAtt": ["Key", "Arn"] },
    ["valid-table-key/notSymmetric"],
  ],
  [
    "14: an HMAC key",
    { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" },
    { Ref: "Key" },
    ["valid-table-key/notSymmetric"],
  ],
  ["15: a disabled key", { Enabled: "false" }, { Ref: "Key" }, ["valid-table-key/disabled"]],
  ["16: a key that may be pending deletion", { PendingWindowInDays: 30 }, { Ref: "Key" }, []],
  [
    "17: an ARN of another Region",
    {},
    `arn:aws:kms:us-east-1:999900001111:key/${ID}`,
    ["valid-table-key/otherRegion"],
  ],
  [
    "17: a multi-Region key's ARN of another Region",
    {},
    "arn:aws:kms:us-east-1:999900001111:key/mrk-0123456789abcdef0123456789abcdef",
    ["valid-table-key/multiRegionElsewhere"],
  ],
  [
    "17: an ARN of another Region around a key of the template",
    {},
    { "Fn::Sub": "arn:aws:kms:us-east-1:${AWS::AccountId}:key/${Key}" },
    ["valid-table-key/otherRegion"],
  ],
  ["18: a key that nobody declares here", {}, ID, []],
  ["18: an alias that nobody declares here", {}, "alias/orders", ["no-alias-as-table-key/alias"]],
  [
    "19: a key of another account",
    {},
    `arn:aws:kms:eu-west-1:222233334444:key/${ID}`,
    ["no-cross-account-table-key/otherAccount"],
  ],
  ["19: a caller without permission", {}, `arn:aws:kms:eu-west-1:999900001111:key/${ID}`, []],
];

const OTHER_RULES = ["require-key-rotation", "require-key-retention", "require-deletion-window"];

for (const type of ["AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable"]) {
  describe(`the findings on the key of an ${type}`, () => {
    for (const [row, properties, reference, expected] of ROWS) {
      const template = {
        Resources: {
          Key: { Type: "AWS::KMS::Key", Properties: properties },
          Orders: {
            Type: type,
            Properties: { SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: reference } },
          },
        },
      };
      for (const { format, text } of spellings(template)) {
        it(`follow row ${row} in ${format}`, () => {
          const found = lint("template", text, HERE)
            .findings.filter((finding) => !OTHER_RULES.includes(finding.rule))
            .map((finding) => `${finding.rule}/${finding.messageId}`);
          assert.deepEqual(found, expected);
        });
      }
    }
  });
}
