import assert from "node:assert/strict";
import { applyEdits, fixesFor, type Analysis } from "../../server/src/service.js";
import { findingsOf, lint } from "../support/linting.js";

const TABLE_RULE = "require-customer-managed-key";
const READER_RULE = "require-decrypt-for-table-access";

const KEY = `  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 }
`;
const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
${KEY}  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Orders.Arn }
  Shop:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - DynamoDBCrudPolicy: { TableName: !Ref Orders }
`;

/** The template once the fix of that id has given its table a key. */
function fixed(id: string, settings = {}): Analysis {
  const before = lint("template.yaml", TEMPLATE, settings);
  const [finding] = findingsOf(before, TABLE_RULE);
  const fix = finding && fixesFor(before, finding).find((one) => one.id === id);
  assert.ok(fix, `the fix '${id}' is offered`);
  return lint("template.yaml", applyEdits(TEMPLATE, fix.edits), settings);
}

describe("a fix that gives a table a key", () => {
  it("of the template lets those who use the table decrypt with it, in the same edit", () => {
    const after = fixed("key-OrdersKey");
    assert.deepEqual([...findingsOf(after, TABLE_RULE), ...findingsOf(after, READER_RULE)], []);
    const added = after.source.text.split("\n").filter((line) => !TEMPLATE.includes(line));
    assert.deepEqual(
      added.filter((line) => /kms:Decrypt|KMSDecryptPolicy/.test(line)).map((line) => line.trim()),
      ["Action: kms:Decrypt", "- KMSDecryptPolicy:"],
    );
  });

  it("that is new and lets the account use it through DynamoDB needs nothing more", () => {
    const after = fixed("new-key");
    assert.deepEqual([...findingsOf(after, TABLE_RULE), ...findingsOf(after, READER_RULE)], []);
    assert.equal(after.source.text.includes("Action: kms:Decrypt"), false);
  });

  it("that is new and leaves all to IAM lets those who use the table decrypt with it", () => {
    const after = fixed("new-key", { "newKey.policy": "iam" });
    assert.deepEqual([...findingsOf(after, TABLE_RULE), ...findingsOf(after, READER_RULE)], []);
  });

  it("leads to a finding where none of the policies is changed", () => {
    const bare = TEMPLATE.replace(
      "BillingMode: PAY_PER_REQUEST",
      "SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt OrdersKey.Arn }",
    );
    assert.deepEqual(
      findingsOf(lint("template.yaml", bare), READER_RULE).map(({ resource }) => resource),
      ["Api", "Shop"],
    );
  });
});
