import assert from "node:assert/strict";
import { hoverTarget, type HoverTarget } from "../../server/src/dialects/cloudformation/hover-target.js";
import { targetOn } from "../support/hovers.js";
import { readText } from "../support/read.js";

const YAML = `# A note
AWSTemplateFormatVersion: "2010-09-09"
Conditions:
  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      SSESpecification: !If
        - IsProd
        - SSEEnabled: true
          SSEType: KMS
          KMSMasterKeyId: !GetAtt OrdersKey.Arn
        - !Ref AWS::NoValue
  Users:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      SSESpecification: &sse { SSEEnabled: false }
      Replicas:
        - Region: us-east-1
        - Region: eu-west-1
          SSESpecification: { KMSMasterKeyId: alias/users }
  Again:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: *sse
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    Properties: { EnableKeyRotation: true, KeyPolicy: { Version: "2012-10-17" } }
  Topic:
    Type: AWS::SNS::Topic
`;

const JSON_TEXT = `{
  "Resources": {
    "Orders": {
      "Type": "AWS::DynamoDB::Table",
      "Properties": { "SSESpecification": { "SSEEnabled": true, "KMSMasterKeyId": { "Fn::GetAtt": ["OrdersKey", "Arn"] } } }
    }
  }
}`;

/** The subject in a few words: "sse-property Orders SSEEnabled". */
function told(target: HoverTarget | null): string | null {
  if (target === null) return null;
  const { subject } = target;
  switch (subject.kind) {
    case "table":
      return `table ${subject.table.logicalId}`;
    case "replica":
      return `replica ${subject.table.logicalId} ${subject.replica.regionName ?? "?"}`;
    case "sse-block":
      return `sse-block ${subject.table.logicalId} ${subject.replica?.regionName ?? ""}`.trim();
    case "sse-property":
      return `${subject.property} ${subject.table.logicalId} ${subject.replica?.regionName ?? ""}`.trim();
    case "key":
      return `key ${subject.key.logicalId}`;
    case "key-property":
      return `${subject.property} ${subject.key.logicalId}`;
    default:
      return subject.kind;
  }
}

describe("what a hover is about", () => {
  for (const [text, word, occurrence, subject, span] of [
    [YAML, "Orders:", 1, "table Orders", "Orders"],
    [YAML, "Type:", 1, "table Orders", "Type"],
    [YAML, "AWS::DynamoDB::Table", 1, "table Orders", "AWS::DynamoDB::Table"],
    [YAML, "SSESpecification", 1, "sse-block Orders", "SSESpecification"],
    [YAML, "!If", 1, "sse-block Orders", "!If"],
    [YAML, "IsProd", 2, "sse-block Orders", "IsProd"],
    [YAML, "SSEType", 1, "SSEType Orders", "SSEType"],
    [YAML, "KMS\n", 1, "SSEType Orders", "KMS"],
    [YAML, "!GetAtt", 1, "KMSMasterKeyId Orders", "!GetAtt OrdersKey.Arn"],
    [YAML, "OrdersKey.Arn", 1, "KMSMasterKeyId Orders", "!GetAtt OrdersKey.Arn"],
    [YAML, "SSESpecification: &sse", 1, "sse-block Users", "SSESpecification"],
    [YAML, "us-east-1", 1, "replica Users us-east-1", "us-east-1"],
    [YAML, "SSESpecification", 3, "sse-block Users eu-west-1", "SSESpecification"],
    [YAML, "alias/users", 1, "KMSMasterKeyId Users eu-west-1", "alias/users"],
    [YAML, "*sse", 1, "sse-block Again", "*sse"],
    [YAML, "AWS::KMS::Key", 1, "key OrdersKey", "AWS::KMS::Key"],
    [YAML, "Retain", 1, "DeletionPolicy OrdersKey", "Retain"],
    [YAML, "EnableKeyRotation", 1, "EnableKeyRotation OrdersKey", "EnableKeyRotation"],
    [JSON_TEXT, '"AWS::DynamoDB::Table"', 1, "table Orders", '"AWS::DynamoDB::Table"'],
    [JSON_TEXT, "true", 1, "SSEEnabled Orders", "true"],
    [JSON_TEXT, "Fn::GetAtt", 1, "KMSMasterKeyId Orders", '{ "Fn::GetAtt": ["OrdersKey", "Arn"] }'],
  ] as const) {
    it(`is "${subject}" on ${JSON.stringify(word)} (${occurrence})`, () => {
      const target = targetOn(text, word, occurrence);
      assert.equal(told(target), subject);
      assert.equal(text.slice(target?.span.start, target?.span.end), span);
    });
  }

  for (const [word, occurrence] of [
    ["# A note", 1],
    ["Resources", 1],
    ["Properties", 1],
    ["TableName", 1],
    ["        - IsProd", 1],
    ["KeyPolicy", 1],
    ["2012-10-17", 1],
    ["AWS::SNS::Topic", 1],
  ] as const) {
    it(`is nothing on ${JSON.stringify(word)}`, () => assert.equal(targetOn(YAML, word, occurrence), null));
  }

  it("never throws, and never shows a span that the cursor isn't in, however much of a text is typed", () => {
    for (let length = YAML.indexOf("Conditions"); length <= YAML.length; length += 41) {
      const read = readText(YAML.slice(0, length));
      for (let offset = 0; offset <= length; offset += 3) {
        const span = hoverTarget(read, offset)?.span;
        if (span !== undefined) assert.ok(span.start <= offset && offset <= span.end);
      }
    }
  });
});
