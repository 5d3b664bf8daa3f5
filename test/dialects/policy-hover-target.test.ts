import assert from "node:assert/strict";
import type { HoverSubject } from "../../server/src/core/hover.js";
import type { Declarations } from "../../server/src/dialects/cloudformation/declarations.js";
import { hoverTarget } from "../../server/src/dialects/cloudformation/hover-target.js";
import { readText } from "../support/read.js";
import { targetOn } from "../support/hovers.js";

const YAML = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  TableKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Root
            Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
          - !If
            - IsProd
            - Effect: Allow
              Principal: { AWS: [!Join [":", [arn:aws:iam, "", !Ref AWS::AccountId, root]], "*"] }
              Action: [kms:Decrypt, dynamodb:GetItem]
              Condition: { StringLike: { kms:ViaService: dynamodb.*.amazonaws.com }, Bool: { aws:SecureTransport: true } }
            - { Effect: Allow, Principal: { Service: !Sub "logs.\${AWS::Region}.amazonaws.com" }, NotAction: "*" }
          - { Effect: Allow, Principal: { Service: replication.dynamodb.amazonaws.com }, Action: kms:Describe* }
  Api:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: table
          PolicyDocument:
            Statement:
              Effect: Allow
              Action:
                - "kms:GenerateDataKey*"
                - s3:GetObject
              Condition:
                StringEquals:
                  "kms:CallerAccount": !Ref AWS::AccountId
                  aws:SourceIp: 10.0.0.0/8
  Writer:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{ Statement: [{ Effect: Allow, Action: kms:Encrypt, Resource: "*" }] }]
  Topic: { Type: AWS::SNS::Topic }
  Vault: { Type: AWS::Backup::BackupVault, Properties: { EncryptionKeyArn: !GetAtt TableKey.Arn } }
  Stream: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1, StreamEncryption: { EncryptionType: KMS } } }
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      StreamSpecification: { StreamViewType: NEW_IMAGE }
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      Replicas:
        - Region: !Ref AWS::Region
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
`;

const JSON_TEXT = JSON.stringify(
  {
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        Properties: {
          KeyPolicy: {
            Statement: [
              {
                Effect: "Allow",
                Principal: {
                  AWS: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":iam::123456789012:root"]] },
                },
                Action: ["kms:Encrypt", "kms:ReEncrypt*"],
                Condition: { StringEquals: { "kms:EncryptionContext:aws:dynamodb:tableName": "orders" } },
              },
            ],
          },
        },
      },
    },
  },
  null,
  1,
);

/** The subject in a few words. */
function told(subject: HoverSubject | undefined): string | null {
  if (subject === undefined) return null;
  switch (subject.kind) {
    case "kms-action":
      return `${subject.pattern} in ${subject.place}`;
    case "condition-key":
      return `${subject.name} in ${subject.place}`;
    case "principal":
      return subject.principal.kind === "service" ? subject.principal.name : subject.principal.kind;
    case "table-property":
      return subject.property;
    default:
      return subject.kind;
  }
}

describe("what a hover in and around policies is about", () => {
  for (const [text, word, occurrence, subject] of [
    [YAML, "kms:*", 1, "kms:* in key-policy"],
    [YAML, "arn:$", 1, "root"],
    [YAML, "root]", 1, "root"],
    [YAML, "arn:aws:iam", 1, "root"],
    [YAML, '"*"] }', 1, "everyone"],
    [YAML, "kms:Decrypt", 1, "kms:Decrypt in key-policy"],
    [YAML, "kms:ViaService", 1, "kms:ViaService in key-policy"],
    [YAML, "dynamodb.*", 1, "kms:ViaService in key-policy"],
    [YAML, "aws:SecureTransport", 1, "aws:SecureTransport in key-policy"],
    [YAML, 'NotAction: "*"', 1, null],
    [YAML, '"*" }', 1, "* in key-policy"],
    [YAML, "replication", 1, "replication.dynamodb.amazonaws.com"],
    [YAML, "kms:Describe*", 1, "kms:Describe* in key-policy"],
    [YAML, "kms:GenerateDataKey*", 1, "kms:GenerateDataKey* in other-policy"],
    [YAML, "kms:CallerAccount", 1, "kms:CallerAccount in other-policy"],
    [YAML, "kms:Encrypt", 1, "kms:Encrypt in other-policy"],
    [YAML, "EncryptionKeyArn", 1, "backup-vault"],
    [YAML, "StreamEncryption", 1, "stream"],
    [YAML, "AWS::Kinesis::Stream", 1, "stream"],
    [YAML, "StreamSpecification", 1, "StreamSpecification"],
    [YAML, "NEW_IMAGE", 1, "StreamSpecification"],
    [YAML, "HASH", 1, "KeySchema"],
    [YAML, "PointInTimeRecoverySpecification", 1, "PointInTimeRecoverySpecification"],
    [JSON_TEXT, 'kms:Encrypt"', 1, "kms:Encrypt in key-policy"],
    [JSON_TEXT, "kms:ReEncrypt*", 1, "kms:ReEncrypt* in key-policy"],
    [JSON_TEXT, ":iam::", 1, "root"],
    [JSON_TEXT, "kms:EncryptionContext", 1, "kms:EncryptionContext:aws:dynamodb:tableName in key-policy"],
  ] as const) {
    it(`is ${String(subject)} on ${JSON.stringify(word)}`, () => {
      assert.equal(told(targetOn(text, word, occurrence)?.subject), subject);
    });
  }

  for (const word of [
    "Sid",
    "Root",
    "Effect",
    "Allow",
    "dynamodb:GetItem",
    "s3:GetObject",
    "aws:SourceIp",
    "logs.",
    "PolicyName",
    "ShardCount",
  ]) {
    it(`is nothing on ${word}`, () => assert.equal(targetOn(YAML, word), null));
  }

  it("parses no more than the resource under the cursor, and that only where its text names KMS", () => {
    const read = readText(YAML);
    const parsed: string[] = [];
    const { sections } = read.declarations;
    const Resources = new Map(
      [...sections.Resources].map(([name, declared]) => {
        const { key, keyAt, at } = declared;
        const read = () => (parsed.push(name), declared.read());
        return [name, { key, keyAt, at, text: () => declared.text(), read }];
      }),
    );
    const declarations = Object.create(read.declarations, {
      sections: { value: { ...sections, Resources } },
    }) as Declarations;
    const recording = { ...read, declarations };
    hoverTarget(recording, YAML.indexOf("kms:GenerateDataKey"));
    assert.deepEqual(parsed, ["Api"]);
    hoverTarget(recording, YAML.indexOf("AWS::SNS::Topic"));
    assert.deepEqual(parsed, ["Api"]);
  });
});
