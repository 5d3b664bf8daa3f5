import assert from "node:assert/strict";
import { findingsOf, lint } from "../support/linting.js";

/** Types of resources that refer to a key, and whether the rules about keys then judge it. */
const USERS: readonly (readonly [types: readonly string[], judged: boolean])[] = [
  [[], true],
  [["AWS::DynamoDB::Table"], true],
  [["AWS::Serverless::SimpleTable"], true],
  [["AWS::KMS::Alias", "AWS::IAM::Role"], true],
  [["AWS::S3::Bucket"], false],
  [["AWS::S3::Bucket", "AWS::KMS::Alias"], false],
  [["AWS::S3::Bucket", "AWS::DynamoDB::GlobalTable"], true],
  [["AWS::S3::Bucket", "AWS::CloudFormation::Stack"], true],
  [["AWS::S3::Bucket", "AWS::Serverless::Application"], true],
  [["AWS::S3::Bucket", "AWS::CloudFormation::CustomResource"], false],
  [["AWS::Serverless::Function", "AWS::SSM::Parameter", "Custom::Seed"], true],
];

describe("the keys that are judged", () => {
  for (const [types, judged] of USERS) {
    it(`${judged ? "include" : "leave out"} a key used by ${types.join(" and ") || "nothing"}`, () => {
      assert.equal(isReported(types, {}), judged);
    });
  }

  for (const [type, judged] of [
    ["AWS::S3::Bucket", false],
    ["AWS::DynamoDB::Table", true],
  ] as const) {
    it(`${judged ? "include" : "leave out"} a key whose alias is used by ${type} alone`, () => {
      const alias = { Type: "AWS::KMS::Alias", Properties: { TargetKeyId: { Ref: "Key" } } };
      const user = { Type: type, Properties: { Uses: { Ref: "Alias" } } };
      assert.equal(isReportedBeside({ Alias: alias, User: user }, {}), judged);
    });
  }

  it("include every key where allKeys is set", () => {
    assert.equal(isReported(["AWS::S3::Bucket"], { allKeys: true }), true);
  });
});

/** Whether a key that never rotates is reported beside these users. */
function isReported(types: readonly string[], settings: Readonly<Record<string, unknown>>): boolean {
  const users = types.map((type, index): [string, object] => [
    `User${index}`,
    { Type: type, Properties: { Uses: { Ref: "Key" } } },
  ]);
  return isReportedBeside(Object.fromEntries(users), settings);
}

function isReportedBeside(resources: object, settings: Readonly<Record<string, unknown>>): boolean {
  const key = { Type: "AWS::KMS::Key", Properties: { Description: "Never rotates" } };
  const text = JSON.stringify({ Resources: { Key: key, ...resources } });
  return findingsOf(lint("template.json", text, settings), "require-key-rotation").length > 0;
}
