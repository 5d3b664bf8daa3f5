import { allow, deny, iamAllow, KEY, OTHER, OWN, ROOT, STRANGER, USER } from "./asking.js";
import { judgesAll } from "./table.js";

const DEFAULT = allow({ Principal: { AWS: ROOT }, Action: "kms:*" });
const ALL_OF_KMS = iamAllow({ Action: "kms:*" });
const VIA = { "kms:ViaService": "dynamodb.us-east-1.amazonaws.com" };
const AWS_MANAGED = allow({
  Principal: { AWS: "*" },
  Action: [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:CreateGrant",
    "kms:DescribeKey",
  ],
  Condition: { StringEquals: { "kms:CallerAccount": OWN, ...VIA } },
});
const SAMPLE = allow({
  Principal: { AWS: `arn:aws:iam::${OWN}:user/db-lead` },
  Action: [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:DescribeKey",
    "kms:CreateGrant",
  ],
  Condition: { StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" } },
});
const LEAD = `arn:aws:iam::${OWN}:user/db-lead`;

describe("key policy and IAM policies together", () => {
  judgesAll([
    {
      says: "An explicit deny overrides an explicit allow.",
      page: "iam/reference_policies_evaluation-logic_policy-eval-denyallow",
      rows: [
        ["a Deny after the Allow", { key: [allow(), deny()] }, "denied"],
        ["a Deny before it", { key: [deny(), allow()] }, "denied"],
        ["a Deny of another action", { key: [allow(), deny({ Action: "kms:Encrypt" })] }, "allowed"],
        ["a Deny to another principal", { key: [allow(), deny({ Principal: { AWS: USER } })] }, "allowed"],
        ["a Deny without an Allow", { key: deny() }, "denied"],
        [
          "a Deny whose condition isn't met",
          { key: [allow(), deny({ Condition: { Null: { "kms:ViaService": "true" } } })], context: VIA },
          "allowed",
        ],
        [
          "a Deny in an IAM policy",
          { key: allow(), iam: [ALL_OF_KMS, { ...iamAllow(), Effect: "Deny" }] },
          "denied",
        ],
        [
          "a Deny in an IAM policy on another key",
          { key: allow(), iam: { ...iamAllow({ Resource: KEY.replace("1234", "9999") }), Effect: "Deny" } },
          "allowed",
        ],
      ],
    },
    {
      says: "Requests must be explicitly allowed by a policy or set of policies following the evaluation logic below to be allowed.",
      page: "iam/reference_policies_evaluation-logic_policy-eval-denyallow",
      rows: [
        ["a policy without statements", { key: [] }, "not-allowed"],
        ["a statement for another action", { key: allow({ Action: "kms:Encrypt" }) }, "not-allowed"],
      ],
    },
    {
      says: "no key policy, IAM policy, or grant gives Alice permission to use the KMS key",
      page: "kms/policy-evaluation",
      rows: [
        ["the default policy alone", { key: DEFAULT, as: USER }, "not-allowed"],
        ["the default policy where the template gives none", { key: null, as: USER }, "not-allowed"],
        ["the default policy and an IAM policy", { key: DEFAULT, iam: ALL_OF_KMS, as: USER }, "allowed"],
        [
          "no key policy in the template, and an IAM policy",
          { key: null, iam: ALL_OF_KMS, as: USER },
          "allowed",
        ],
        [
          "an IAM policy for another action",
          { key: DEFAULT, iam: iamAllow({ Action: "kms:Encrypt" }) },
          "not-allowed",
        ],
        [
          "an IAM policy for another key",
          { key: DEFAULT, iam: iamAllow({ Resource: KEY.replace("1234", "9999") }) },
          "not-allowed",
        ],
        [
          "an IAM policy through DynamoDB only, directly",
          { key: DEFAULT, iam: iamAllow({ Condition: { StringLike: { "kms:ViaService": "dynamodb.*" } } }) },
          "not-allowed",
        ],
        [
          "the same through DynamoDB",
          {
            key: DEFAULT,
            iam: iamAllow({ Condition: { StringLike: { "kms:ViaService": "dynamodb.*" } } }),
            context: VIA,
          },
          "allowed",
        ],
      ],
    },
    {
      says: "Without this permission, IAM policies that allow access to the key are ineffective, although IAM policies that deny access to the key are still effective.",
      page: "kms/key-policy-default",
      rows: [
        [
          "an IAM policy without delegation",
          { key: allow({ Principal: { AWS: USER } }), iam: ALL_OF_KMS },
          "not-allowed",
        ],
        [
          "delegation of another action",
          { key: allow({ Principal: { AWS: ROOT }, Action: "kms:Encrypt" }), iam: ALL_OF_KMS },
          "not-allowed",
        ],
        [
          "delegation under a condition that isn't met",
          { key: { ...DEFAULT, Condition: { Null: { "kms:ViaService": "false" } } }, iam: ALL_OF_KMS },
          "not-allowed",
        ],
        ["the key policy itself, without an IAM policy", { key: allow() }, "allowed"],
        [
          "an IAM policy's Deny without delegation",
          { key: allow(), iam: { ...iamAllow(), Effect: "Deny" } },
          "denied",
        ],
      ],
    },
    {
      says: "Neither the key policy nor the IAM policy alone is sufficient—you must change both.",
      page: "kms/key-policy-modifying-external-accounts",
      rows: [
        [
          "the key policy alone",
          { key: allow({ Principal: { AWS: STRANGER } }), as: STRANGER },
          "not-allowed",
        ],
        ["the IAM policy alone", { key: DEFAULT, as: STRANGER, iam: ALL_OF_KMS }, "not-allowed"],
        [
          "both, by the role's name",
          { key: allow({ Principal: { AWS: STRANGER } }), as: STRANGER, iam: ALL_OF_KMS },
          "allowed",
        ],
        [
          "both, by the account's name",
          { key: allow({ Principal: { AWS: `arn:aws:iam::${OTHER}:root` } }), as: STRANGER, iam: ALL_OF_KMS },
          "allowed",
        ],
        [
          "both, and a Deny",
          {
            key: [allow({ Principal: { AWS: STRANGER } }), deny({ Principal: "*" })],
            as: STRANGER,
            iam: ALL_OF_KMS,
          },
          "denied",
        ],
      ],
    },
    {
      says: "If you give a user in a different account permission for other operations, those permissions have no effect.",
      page: "kms/key-policy-modifying-external-accounts",
      rows: [
        [
          "deleting the key from another account",
          {
            key: allow({ Principal: { AWS: STRANGER }, Action: "kms:*" }),
            as: STRANGER,
            iam: ALL_OF_KMS,
            action: "kms:ScheduleKeyDeletion",
          },
          "not-allowed",
        ],
        [
          "changing its policy",
          {
            key: allow({ Principal: "*", Action: "kms:*" }),
            as: STRANGER,
            iam: ALL_OF_KMS,
            action: "kms:PutKeyPolicy",
          },
          "not-allowed",
        ],
        [
          "describing it",
          {
            key: allow({ Principal: { AWS: STRANGER }, Action: "kms:*" }),
            as: STRANGER,
            iam: ALL_OF_KMS,
            action: "kms:DescribeKey",
          },
          "allowed",
        ],
        [
          "making a grant",
          {
            key: allow({ Principal: { AWS: STRANGER }, Action: "kms:*" }),
            as: STRANGER,
            iam: ALL_OF_KMS,
            action: "kms:CreateGrant",
          },
          "allowed",
        ],
      ],
    },
    {
      says: "The kms:CreateKey permission is valid only in an IAM policy.",
      page: "kms/key-policy-default",
      rows: [
        [
          "a key policy that allows it",
          { key: allow({ Action: "kms:*" }), action: "kms:CreateKey" },
          "not-allowed",
        ],
        ["an IAM policy that does", { key: [], iam: ALL_OF_KMS, action: "kms:CreateKey" }, "allowed"],
        ["listing keys", { key: allow({ Action: "kms:List*" }), action: "kms:ListKeys" }, "not-allowed"],
        [
          "a key policy that denies it",
          { key: deny({ Action: "kms:*" }), iam: ALL_OF_KMS, action: "kms:ListAliases" },
          "allowed",
        ],
      ],
    },
    {
      says: "effectively allow access to all identities in AWS account 111122223333 … only allowing requests that come through",
      page: "kms/conditions-kms (kms:CallerAccount)",
      rows: [
        ["a role through DynamoDB", { key: AWS_MANAGED, context: VIA }, "allowed"],
        ["a role by itself", { key: AWS_MANAGED }, "not-allowed"],
        [
          "a role of another account",
          { key: AWS_MANAGED, as: STRANGER, iam: ALL_OF_KMS, context: VIA },
          "not-allowed",
        ],
        [
          "an action that isn't listed",
          { key: AWS_MANAGED, context: VIA, action: "kms:PutKeyPolicy" },
          "not-allowed",
        ],
        ["a grant", { key: AWS_MANAGED, context: VIA, action: "kms:CreateGrant" }, "allowed"],
      ],
    },
    {
      says: "Allow access through Amazon DynamoDB for all principals in the account that are authorized to use Amazon DynamoDB",
      page: "dynamodb/encryption.usagenotes (sample policy)",
      rows: [
        ["the user it names, through DynamoDB", { key: SAMPLE, as: LEAD, context: VIA }, "allowed"],
        [
          "through DynamoDB in another Region",
          { key: SAMPLE, as: LEAD, context: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
          "allowed",
        ],
        ["the user by itself", { key: SAMPLE, as: LEAD }, "not-allowed"],
        ["somebody else", { key: SAMPLE, context: VIA }, "not-allowed"],
      ],
    },
    {
      says: "valid only for … cryptographic operations, CreateGrant (paraphrase): DescribeKey has no encryption context",
      page: "kms/conditions-kms (kms:EncryptionContext:context-key)",
      rows: [
        [
          "Decrypt with the context",
          { key: withContext(), context: { "kms:EncryptionContext:aws:dynamodb:tableName": "orders" } },
          "allowed",
        ],
        [
          "another table's",
          { key: withContext(), context: { "kms:EncryptionContext:aws:dynamodb:tableName": "users" } },
          "not-allowed",
        ],
        [
          "the key's letter case",
          { key: withContext(), context: { "kms:EncryptionContext:AWS:DynamoDB:TableName": "orders" } },
          "allowed",
        ],
        [
          "DescribeKey, whose requests never have one",
          {
            key: withContext(),
            action: "kms:DescribeKey",
            context: { "kms:EncryptionContext:aws:dynamodb:tableName": "orders" },
          },
          "not-allowed",
        ],
        [
          "a grant condition on Decrypt",
          {
            key: allow({ Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } }),
            context: { "kms:GrantIsForAWSResource": "true" },
          },
          "not-allowed",
        ],
        [
          "a grant condition on CreateGrant",
          {
            key: allow({
              Action: "kms:CreateGrant",
              Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
            }),
            action: "kms:CreateGrant",
            context: { "kms:GrantIsForAWSResource": "true" },
          },
          "allowed",
        ],
      ],
    },
  ]);
});

function withContext(): object {
  return allow({
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    Condition: { StringEquals: { "kms:EncryptionContext:aws:dynamodb:tableName": "orders" } },
  });
}
