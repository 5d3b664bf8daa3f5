import type { Random } from "./random.js";
import { yamlOf } from "./write-yaml.js";

/** What a large template is made of. */
export interface LargeTemplate {
  readonly tables: number;
  readonly keys: number;
  /** Resources of other types. */
  readonly others: number;
}

/** As many tables as CloudFormation takes resources, and their keys: 1 MB as YAML, 1.7 MB as JSON. */
export const ALL_RELEVANT: LargeTemplate = { tables: 500, keys: 60, others: 0 };

/** Few of the resources are tables and keys; about as long. */
export const FEW_RELEVANT: LargeTemplate = { tables: 18, keys: 2, others: 480 };

/** A tenth of that: 100 kB. */
export const MEDIUM: LargeTemplate = { tables: 46, keys: 6, others: 4 };

/** The same with so many of five hundred resources; at least a table and a key. */
export function scaled({ tables, keys, others }: LargeTemplate, resources: number): LargeTemplate {
  const part = (count: number): number => Math.round((count * resources) / 500);
  return { tables: Math.max(1, part(tables)), keys: Math.max(1, part(keys)), others: part(others) };
}

/** A large template as text. */
export function largeTemplateText(random: Random, made: LargeTemplate, format: "yaml" | "json"): string {
  const template = largeTemplate(random, made);
  return format === "yaml" ? yamlOf(template, random) : `${JSON.stringify(template, null, 2)}\n`;
}

/** A template as data, to be written as YAML or JSON. One table in ten has no key, one key in ten no rotation. */
export function largeTemplate(random: Random, { tables, keys, others }: LargeTemplate): object {
  const named = (name: string, count: number, make: (index: number) => object): [string, object][] =>
    Array.from({ length: count }, (_, index) => [`${name}${index}`, make(index)]);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: random.words(8),
    Parameters: { Stage: { Type: "String", Default: "dev", AllowedValues: ["dev", "prod"] } },
    Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
    Resources: Object.fromEntries([
      ...named("TableKey", keys, (index) => key(random, index)),
      ...named("Table", tables, (index) => table(random, index, index % keys)),
      ...named("Function", others, () => lambda(random)),
    ]) as object,
  };
}

function key(random: Random, index: number): object {
  const account = { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" };
  return {
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      Description: random.words(6),
      EnableKeyRotation: index % 10 !== 0,
      PendingWindowInDays: 30,
      KeyPolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Administration",
            Effect: "Allow",
            Principal: { AWS: account },
            Action: "kms:*",
            Resource: "*",
          },
          {
            Sid: "Tables",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: [
              "kms:Encrypt",
              "kms:Decrypt",
              "kms:ReEncrypt*",
              "kms:GenerateDataKey*",
              "kms:DescribeKey",
            ],
            Resource: "*",
            Condition: {
              StringEquals: { "kms:CallerAccount": { Ref: "AWS::AccountId" } },
              StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" },
            },
          },
        ],
      },
      Tags: tags(random, 3),
    },
  };
}

function table(random: Random, index: number, keyIndex: number): object {
  const attributes = ["pk", "sk", ...Array.from({ length: 4 }, (_, one) => `${random.word()}${one}`)];
  const keyed = {
    SSEEnabled: true,
    SSEType: "KMS",
    KMSMasterKeyId: { "Fn::GetAtt": [`TableKey${keyIndex}`, "Arn"] },
  };
  return {
    Type: "AWS::DynamoDB::Table",
    DeletionPolicy: "Retain",
    Properties: {
      TableName: { "Fn::Sub": `\${Stage}-${random.word()}-${random.hex(8)}` },
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: attributes.slice(2).map((AttributeName) => ({
        IndexName: `by-${AttributeName}`,
        KeySchema: [{ AttributeName, KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      })),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: { "Fn::If": ["IsProd", true, false] } },
      ...(index % 10 === 0 ? {} : { SSESpecification: keyed }),
      Tags: tags(random, 4),
    },
  };
}

function lambda(random: Random): object {
  return {
    Type: "AWS::Lambda::Function",
    Properties: {
      Handler: `dist/${random.word()}.handler`,
      Runtime: "nodejs20.x",
      MemorySize: 512,
      Role: { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${random.word()}` },
      Code: { S3Bucket: { "Fn::Sub": "artifacts-${AWS::Region}" }, S3Key: `${random.hex(32)}.zip` },
      Environment: {
        Variables: Object.fromEntries(
          Array.from({ length: 20 }, (_, one) => [`${random.word().toUpperCase()}_${one}`, random.words(3)]),
        ) as object,
      },
      Tags: tags(random, 12),
    },
  };
}

function tags(random: Random, count: number): readonly object[] {
  return Array.from({ length: count }, (_, one) => ({
    Key: `${random.word()}-${one}`,
    Value: random.words(3),
  }));
}
