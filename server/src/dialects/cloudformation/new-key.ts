import { PlainCall, type Plain, type PlainMap } from "../../core/plain.js";

/** The six actions that DynamoDB's documentation names for a customer managed key. */
export const DYNAMODB_KEY_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
  "kms:CreateGrant",
] as const;

/** The resource a fix adds: a customer managed key that is rotated, retained, and fit for DynamoDB. */
export function newKey(policy: "account-through-dynamodb" | "iam", description: string): PlainMap {
  return {
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      Description: description,
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      KeyPolicy: {
        Version: "2012-10-17",
        Statement: policy === "iam" ? [rootStatement()] : [rootStatement(), throughDynamoDbStatement()],
      },
    },
  };
}

/** The logical id that a new key gets if it is free: "TableKey", for "data: pii" "PiiTableKey". */
export function newKeyName(group: string | null): string {
  const values = (group ?? "").split(", ").map((mark) => mark.slice(mark.lastIndexOf(": ") + 1));
  const words = values.join(" ").match(/[A-Za-z0-9]+/g) ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return `${name.slice(0, MOST_OF_A_NAME)}TableKey`;
}

/** What the description of a new key says. */
export function newKeyDescription(group: string | null): string {
  const tables = "Encrypts the DynamoDB tables of this stack";
  return group === null ? tables : `${tables} with ${group}`;
}

/** A logical id may have 255 characters. */
const MOST_OF_A_NAME = 200;

/** A parameter that takes the ARN of a key made elsewhere. */
export function newKeyParameter(description: string): PlainMap {
  return { Type: "String", Description: description };
}

/** IAM policies of the account decide; keeps the key manageable (AWS's default statement). */
function rootStatement(): Plain {
  return {
    Sid: "Let IAM policies of this account decide",
    Effect: "Allow",
    Principal: { AWS: new PlainCall("Fn::Sub", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root") },
    Action: "kms:*",
    Resource: "*",
  };
}

/** What AWS's own aws/dynamodb key allows: principals of the account, through DynamoDB only. */
function throughDynamoDbStatement(): Plain {
  return {
    Sid: "Let principals of this account use the key through DynamoDB",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [...DYNAMODB_KEY_ACTIONS],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": new PlainCall("Ref", "AWS::AccountId") },
      StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" },
    },
  };
}
