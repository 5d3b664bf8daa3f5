import assert from "node:assert/strict";
import { describeCase } from "../../server/src/core/cases.js";
import { findingsOf, lint } from "../support/linting.js";

const ARN = { "Fn::GetAtt": ["Key", "Arn"] };

/** Resources that refer to the key beside a table, and whether tables alone use it. */
const USERS: readonly (readonly [types: readonly string[], isForTables: boolean])[] = [
  [["AWS::DynamoDB::Table"], true],
  [["AWS::DynamoDB::GlobalTable", "AWS::KMS::Alias", "AWS::IAM::Role"], true],
  [["AWS::Serverless::SimpleTable"], true],
  [[], false],
  [["AWS::IAM::Role"], false],
  [["AWS::DynamoDB::Table", "AWS::S3::Bucket"], false],
  [["AWS::DynamoDB::Table", "AWS::Serverless::Function"], false],
  [["AWS::DynamoDB::Table", "AWS::SSM::Parameter"], false],
  [["AWS::DynamoDB::Table", "AWS::CloudFormation::Stack"], false],
];

describe("a key for tables only", () => {
  for (const [types, isForTables] of USERS) {
    it(`is ${isForTables ? "one" : "none"} that ${types.join(" and ") || "nothing"} refers to`, () => {
      const statement = { Effect: "Allow", Principal: role("Api"), Action: "kms:Decrypt", Resource: "*" };
      const users = types.map((type, index): [string, object] => [
        `User${index}`,
        { Type: type, Properties: { Uses: ARN } },
      ]);
      const text = templateOf({ Key: key([statement]), ...Object.fromEntries(users) });
      assert.equal(findingsOf(lint("a.json", text), "require-via-service").length > 0, isForTables);
    });
  }
});

describe("the cases in which a key encrypts a table", () => {
  it("are those that a finding about its tables names", () => {
    const uses = { "Fn::If": ["IsProd", ARN, "alias/aws/dynamodb"] };
    assert.deepEqual(casesOf({ Table: table(uses) }), [" when IsProd is true"]);
  });

  it("are named one by one where they are some of a parameter's values", () => {
    const uses = { "Fn::FindInMap": ["Keys", { Ref: "Stage" }, "Name"] };
    const byStage = { "Fn::If": ["IsTest", ARN, { "Fn::If": ["IsProd", "alias/other", ARN] }] };
    assert.deepEqual(casesOf({ Table: table(byStage), Other: table(uses) }), [
      " when IsTest is true",
      " when IsTest is false and IsProd is false",
    ]);
  });

  it("are looked at table by table, however many conditions there are", () => {
    const names = Array.from({ length: 30 }, (_, index) => `Is${index}`);
    const tables = names.map((name): [string, object] => [
      `T${name}`,
      table({ "Fn::If": [name, ARN, "alias/other"] }),
    ]);
    const found = casesOf(Object.fromEntries(tables), names);
    assert.deepEqual(
      found,
      names.map((name) => ` when ${name} is true`),
    );
  });
});

/** The cases in which a key is reported that nobody can make a table under. */
function casesOf(tables: object, conditions: readonly string[] = ["IsProd", "IsTest"]): readonly string[] {
  const admin = { Effect: "Allow", Principal: role("Admin"), Action: "kms:PutKeyPolicy", Resource: "*" };
  const analysis = lint("a.json", templateOf({ Key: key([admin]), ...tables }, conditions));
  return findingsOf(analysis, "require-dynamodb-permissions").map((one) => describeCase(one.case));
}

function templateOf(resources: object, conditions: readonly string[] = []): string {
  return JSON.stringify({
    Parameters: { Stage: { Type: "String" } },
    Mappings: { Keys: { prod: { Name: "alias/one" } } },
    Conditions: Object.fromEntries(
      conditions.map((name) => [name, { "Fn::Equals": [{ Ref: "Stage" }, name] }]),
    ),
    Resources: resources,
  });
}

function key(statements: readonly object[]): object {
  return {
    Type: "AWS::KMS::Key",
    Properties: { KeyPolicy: { Version: "2012-10-17", Statement: statements } },
  };
}

function role(name: string): object {
  return { AWS: { "Fn::Sub": `arn:aws:iam::\${AWS::AccountId}:role/${name}` } };
}

function table(keyId: object): object {
  const sse = { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: keyId };
  return { Type: "AWS::DynamoDB::Table", Properties: { SSESpecification: sse } };
}
