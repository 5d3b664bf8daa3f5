import assert from "node:assert/strict";
import { displayText, type Text } from "../../server/src/core/text.js";
import { describeViaService, readViaService } from "../../server/src/policy/via-service.js";
import { hole, textOf } from "./asking.js";

/** A value in words: "dynamodb any", "s3 pinned us-east-1", "malformed → …". */
function read(value: string | Text, wildcards: boolean): string {
  const via = readViaService(typeof value === "string" ? { parts: [value] } : value, wildcards);
  if (via.kind === "malformed") return `malformed → ${via.nearest}`;
  if (via.kind === "unknown") return "unknown";
  const region = via.region.kind === "any" ? "any" : `${via.region.kind} ${displayText(via.region.region)}`;
  return `${via.service} ${region} ${typeof via.isDynamoDb === "object" ? "?" : via.isDynamoDb}`;
}

const TABLE: readonly (readonly [string | Text, boolean, string])[] = [
  ["dynamodb.us-east-1.amazonaws.com", false, "dynamodb pinned us-east-1 true"],
  ["dynamodb.*.amazonaws.com", true, "dynamodb any true"],
  ["dynamodb.*.amazonaws.com", false, "malformed → dynamodb.*.amazonaws.com"],
  ["dynamodb.eu-*.amazonaws.com", true, "dynamodb some eu-* true"],
  ["dynamodb.*", true, "dynamodb any true"],
  ["dynamodb*", true, "null any true"],
  ["*", true, "null any true"],
  ["*.amazonaws.com", true, "null any true"],
  ["*.us-east-1.amazonaws.com", true, "null pinned us-east-1 true"],
  ["s3.us-east-1.amazonaws.com", false, "s3 pinned us-east-1 false"],
  ["s3.*.amazonaws.com", true, "s3 any false"],
  ["dynamodb.amazonaws.com", false, "malformed → dynamodb.*.amazonaws.com"],
  ["dynamodb.us-east-1", false, "malformed → dynamodb.us-east-1.amazonaws.com"],
  ["dynamodb", false, "malformed → dynamodb.*.amazonaws.com"],
  ["us-east-1", false, "malformed → null"],
  ["dynamodb.cn-north-1.amazonaws.com.cn", false, "malformed → dynamodb.cn-north-1.amazonaws.com"],
  [textOf`dynamodb.${"AWS::Region"}.amazonaws.com`, false, "dynamodb pinned ${AWS::Region} true"],
  [textOf`dynamodb.${"AWS::Region"}.${"AWS::URLSuffix"}`, false, "dynamodb pinned ${AWS::Region} true"],
  [textOf`${"Service"}.us-east-1.amazonaws.com`, false, "unknown"],
  [hole("Via"), false, "unknown"],
];

describe("a value of kms:ViaService", () => {
  for (const [value, wildcards, expected] of TABLE) {
    const written = typeof value === "string" ? value : displayText(value);
    it(`is ${expected} for ${written} under ${wildcards ? "StringLike" : "StringEquals"}`, () => {
      assert.equal(read(value, wildcards), expected);
    });
  }

  it("has words for messages", () => {
    const words = [
      "dynamodb.*.amazonaws.com",
      "dynamodb.us-east-1.amazonaws.com",
      "s3.*.amazonaws.com",
      "*",
    ].map((value) => describeViaService(readViaService({ parts: [value] }, true)));
    assert.deepEqual(words, ["DynamoDB", "DynamoDB in us-east-1", "s3", "any service"]);
  });
});
