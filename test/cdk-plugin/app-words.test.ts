import assert from "node:assert/strict";
import { inTheApp, type Subject } from "../../server/src/cdk-plugin/app-words.js";

const TABLE: Subject = {
  type: "AWS::DynamoDB::Table",
  byOwnClass: true,
  hasRegion: true,
  hasReplicaResources: false,
};
const GLOBAL_TABLE: Subject = { ...TABLE, type: "AWS::DynamoDB::GlobalTable" };
const KEY: Subject = { ...TABLE, type: "AWS::KMS::Key" };

describe("a fix in the words of a CDK app", () => {
  const said: readonly (readonly [string, string, Subject, RegExp])[] = [
    ["a key for a Table", "new-key", TABLE, /^In the app: encryption: TableEncryption\.CUSTOMER_MANAGED\.$/],
    [
      "a key for a Table with replicas, which takes none",
      "new-key",
      { ...TABLE, hasReplicaResources: true },
      /takes no key and has to become a TableV2\.$/,
    ],
    ["a key for a TableV2", "new-key", GLOBAL_TABLE, /customerManagedKey\(key\).*behind it\.$/],
    [
      "a key for a TableV2 whose Region nobody knows",
      "new-key",
      { ...GLOBAL_TABLE, hasRegion: false },
      /; its stack then needs a Region in env\.$/,
    ],
    ["the AWS managed key for a Table", "aws-managed-key", TABLE, /TableEncryption\.AWS_MANAGED\.$/],
    ["the AWS managed key for a TableV2", "aws-managed-key", GLOBAL_TABLE, /V2\.awsManagedKey\(\)\.$/],
    ["rotation", "enable-rotation", KEY, /^In the app: enableKeyRotation: true\.$/],
    ["retention", "retain-key", KEY, /^In the app: removalPolicy: RemovalPolicy\.RETAIN\.$/],
  ];
  for (const [what, fix, subject, words] of said) {
    it(`names ${what}`, () => assert.match(inTheApp(fix, subject) ?? "", words));
  }

  it("says nothing where the properties are those of the template, or nothing is sure", () => {
    assert.equal(inTheApp("new-key", { ...TABLE, byOwnClass: false }), null);
    assert.equal(inTheApp("new-key", { ...TABLE, type: "AWS::Serverless::SimpleTable" }), null);
    assert.equal(inTheApp("new-key", { ...TABLE, type: null }), null);
    assert.equal(inTheApp("set-window", KEY), null);
  });
});
