import assert from "node:assert/strict";
import { readText, spellings, verdicts } from "../support/read.js";

const KEY = { "Fn::GetAtt": ["Key", "Arn"] };
const ARN = "arn:aws:kms:eu-west-1:999900001111:key/0a1b2c3d-1111-2222-3333-444455556666";
const MANAGED_ARN = "arn:aws:kms:eu-west-1:999900001111:alias/aws/dynamodb";

/** Rows of the decision table for a table that isn't global: [row, SSESpecification, verdict]. */
const TABLE_ROWS: readonly (readonly [string, unknown, string])[] = [
  ["1: no block", undefined, "aws-owned"],
  ["1: an empty block", {}, "invalid"],
  ["2: disabled", { SSEEnabled: false }, "aws-owned"],
  ["2: disabled, as a string", { SSEEnabled: "false" }, "aws-owned"],
  ["3: enabled", { SSEEnabled: true }, "aws-managed"],
  ["3: enabled, as a string", { SSEEnabled: "True" }, "aws-managed"],
  ["4: enabled with type", { SSEEnabled: true, SSEType: "KMS" }, "aws-managed"],
  ["5: type without enabled", { SSEType: "KMS" }, "invalid"],
  ["6: a key by ARN", { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: ARN }, "customer-managed"],
  [
    "6: a key by ID",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "0a1b2c3d-1111-2222-3333-444455556666" },
    "customer-managed",
  ],
  [
    "6: a multi-Region key by ID",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "mrk-0123456789abcdef0123456789abcdef" },
    "customer-managed",
  ],
  [
    "6: a key by alias name",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/orders" },
    "customer-managed",
  ],
  [
    "6: a key by alias ARN",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "arn:aws:kms:eu-west-1:999900001111:alias/orders" },
    "customer-managed",
  ],
  ["6: a key of the template", { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: KEY }, "customer-managed"],
  [
    "6: a key of the template by Ref",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: { Ref: "Key" } },
    "customer-managed",
  ],
  [
    "6: an alias of the template",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: { Ref: "KeyAlias" } },
    "customer-managed",
  ],
  [
    "7: alias/aws/dynamodb",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/aws/dynamodb" },
    "aws-managed",
  ],
  ["7: its ARN", { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: MANAGED_ARN }, "aws-managed"],
  [
    "7: its ARN in another partition",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: MANAGED_ARN.replace("arn:aws:", "arn:aws-us-gov:") },
    "aws-managed",
  ],
  [
    "7: its ARN by Fn::Sub",
    {
      SSEEnabled: true,
      SSEType: "KMS",
      KMSMasterKeyId: {
        "Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/dynamodb",
      },
    },
    "aws-managed",
  ],
  ["8: a key without type", { SSEEnabled: true, KMSMasterKeyId: KEY }, "invalid"],
  ["9: disabled with type", { SSEEnabled: false, SSEType: "KMS" }, "invalid"],
  ["10: disabled with a key", { SSEEnabled: false, KMSMasterKeyId: KEY }, "invalid"],
  ["10: disabled with type and key", { SSEEnabled: false, SSEType: "KMS", KMSMasterKeyId: KEY }, "invalid"],
  ["11: AES256", { SSEEnabled: true, SSEType: "AES256" }, "invalid"],
  ["12: kms", { SSEEnabled: true, SSEType: "kms" }, "invalid"],
  ["12: Kms with a key", { SSEEnabled: true, SSEType: "Kms", KMSMasterKeyId: KEY }, "invalid"],
  ["12: aws:kms", { SSEEnabled: true, SSEType: "aws:kms" }, "invalid"],
  [
    "13: alias of another service",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/aws/s3" },
    "customer-managed",
  ],
  [
    "14: an asymmetric key",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: { "Fn::GetAtt": "RsaKey.Arn" } },
    "customer-managed",
  ],
  [
    "15: a disabled key",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: { Ref: "OffKey" } },
    "customer-managed",
  ],
];

/** Rows for a global table: [row, SSESpecification, keys of the two replicas, verdicts of both]. */
const GLOBAL_ROWS: readonly (readonly [string, unknown, readonly unknown[], string])[] = [
  ["absent, no keys", undefined, [undefined, undefined], "aws-owned"],
  ["disabled, no keys", { SSEEnabled: false }, [undefined, undefined], "aws-owned"],
  ["absent, a key", undefined, [KEY, undefined], "invalid"],
  ["disabled, keys", { SSEEnabled: false }, [KEY, ARN], "invalid"],
  ["disabled with type", { SSEEnabled: false, SSEType: "KMS" }, [undefined, undefined], "invalid"],
  ["enabled, no keys", { SSEEnabled: true }, [undefined, undefined], "aws-managed"],
  ["enabled with type, no keys", { SSEEnabled: true, SSEType: "KMS" }, [undefined, undefined], "aws-managed"],
  ["enabled, a key on every replica", { SSEEnabled: true, SSEType: "KMS" }, [KEY, ARN], "customer-managed"],
  ["enabled, a key on some", { SSEEnabled: true, SSEType: "KMS" }, [KEY, undefined], "invalid"],
  [
    "enabled, alias/aws/dynamodb on some",
    { SSEEnabled: true, SSEType: "KMS" },
    [KEY, "alias/aws/dynamodb"],
    "invalid",
  ],
  [
    "enabled, alias/aws/dynamodb on all",
    { SSEEnabled: true, SSEType: "KMS" },
    ["alias/aws/dynamodb", "alias/aws/dynamodb"],
    "aws-managed",
  ],
  ["enabled without type, keys on all", { SSEEnabled: true }, [KEY, ARN], "customer-managed"],
  [
    "a key at the top level",
    { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: ARN },
    [undefined, undefined],
    "invalid",
  ],
  ["AES256", { SSEEnabled: true, SSEType: "AES256" }, [undefined, undefined], "invalid"],
  ["an empty block", {}, [undefined, undefined], "invalid"],
];

const OTHER_RESOURCES = {
  Key: { Type: "AWS::KMS::Key" },
  RsaKey: { Type: "AWS::KMS::Key", Properties: { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" } },
  OffKey: { Type: "AWS::KMS::Key", Properties: { Enabled: false } },
  KeyAlias: {
    Type: "AWS::KMS::Alias",
    Properties: { AliasName: "alias/orders", TargetKeyId: { Ref: "Key" } },
  },
};

/** The ways to hold resources: a template, a SAM template, a Serverless Framework file. */
const HOLDERS: readonly (readonly [string, string, (resources: object) => unknown])[] = [
  ["an AWS::DynamoDB::Table", "AWS::DynamoDB::Table", (resources) => ({ Resources: resources })],
  [
    "an AWS::Serverless::SimpleTable",
    "AWS::Serverless::SimpleTable",
    (resources) => ({ Transform: "AWS::Serverless-2016-10-31", Resources: resources }),
  ],
  [
    "a table in a Serverless Framework file",
    "AWS::DynamoDB::Table",
    (resources) => ({ service: "shop", provider: { name: "aws" }, resources: { Resources: resources } }),
  ],
];

for (const [subject, type, holding] of HOLDERS) {
  describe(`the key of ${subject}`, () => {
    for (const [row, sse, verdict] of TABLE_ROWS) {
      const properties = sse === undefined ? {} : { SSESpecification: sse };
      const template = holding({ ...OTHER_RESOURCES, Orders: { Type: type, Properties: properties } });
      for (const { format, text } of spellings(template)) {
        it(`follows row ${row} in ${format}`, () => {
          assert.deepEqual(verdicts(readText(text)), [verdict]);
        });
      }
    }
  });
}

describe("the keys of an AWS::DynamoDB::GlobalTable", () => {
  for (const [row, sse, keys, verdict] of GLOBAL_ROWS) {
    const replicas = keys.map((key, index) => ({
      Region: ["eu-west-1", "us-east-1"][index],
      ...(key === undefined ? {} : { SSESpecification: { KMSMasterKeyId: key } }),
    }));
    const properties = { ...(sse === undefined ? {} : { SSESpecification: sse }), Replicas: replicas };
    const template = {
      Resources: {
        ...OTHER_RESOURCES,
        Orders: { Type: "AWS::DynamoDB::GlobalTable", Properties: properties },
      },
    };
    for (const { format, text } of spellings(template)) {
      it(`follow the row "${row}" in ${format}`, () => {
        assert.deepEqual(verdicts(readText(text)), [`eu-west-1: ${verdict}`, `us-east-1: ${verdict}`]);
      });
    }
  }
});
