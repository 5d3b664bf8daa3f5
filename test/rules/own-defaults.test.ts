import assert from "node:assert/strict";
import { findingsOf, lint } from "../support/linting.js";

const TEMPLATE = `Parameters:
  Partner: { Type: String, Default: "999988887777" }
Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${Partner}:root" }
            Action: kms:Decrypt
            Resource: "*"
          - Effect: Allow
            Principal: "*"
            Action: kms:Decrypt
            Resource: "*"
`;

describe("a finding about one statement of a policy", () => {
  const analysis = lint("template.yaml", TEMPLATE, { account: "098765432109" });

  it("rests on the default of a parameter that this statement names", () => {
    const [finding] = findingsOf(analysis, "no-external-key-access");
    assert.deepEqual(
      finding?.case.map(({ name, byDefault }) => [name, byDefault]),
      [["Partner", true]],
    );
  });

  it("doesn't rest on one that only another statement names", () => {
    const [finding] = findingsOf(analysis, "no-public-key-policy");
    assert.deepEqual(finding?.case, []);
  });
});

describe("valid-via-service", () => {
  it("calls a table a table, and a global table a global table", () => {
    const text = `Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:role/App" }
            Action: kms:Decrypt
            Resource: "*"
            Condition: { StringEquals: { kms:ViaService: dynamodb.us-west-2.amazonaws.com } }
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt Key.Arn }
`;
    const [finding] = findingsOf(lint("template.yaml", text, { region: "eu-west-1" }), "valid-via-service");
    assert.match(finding?.message ?? "", /while table 'Orders' is in eu-west-1\.$/);
  });
});
