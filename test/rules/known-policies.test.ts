import assert from "node:assert/strict";
import { applyEdits, fixesFor, type Analysis } from "../../server/src/service.js";
import { lint } from "../support/linting.js";

const ACCOUNT = { Ref: "AWS::AccountId" };
const SIX = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
  "kms:CreateGrant",
];
const THROUGH_DYNAMODB = { "kms:ViaService": "dynamodb.*.amazonaws.com" };

const ROOT = allow("kms:*", { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } });

/** Policies that AWS writes or documents: nothing in them is weak. */
const POLICIES: Readonly<Record<string, readonly object[]>> = {
  "the default policy": [ROOT],
  "the default policy with an account's number": [allow("kms:*", { AWS: "arn:aws:iam::123456789012:root" })],
  "the default policy with nothing but an account's number": [allow("kms:*", { AWS: "123456789012" })],
  "the default policy of AWS CDK": [
    allow("kms:*", {
      AWS: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":iam::", ACCOUNT, ":root"]] },
    }),
  ],
  "the policy that the console of AWS KMS writes": [
    ROOT,
    allow(
      [
        ..."Create Describe Enable List Put Update Revoke Disable Get Delete"
          .split(" ")
          .map((verb) => `kms:${verb}*`),
        ...["kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
        "kms:RotateKeyOnDemand",
      ],
      role("KeyAdmin"),
    ),
    allow(
      ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      role("App"),
    ),
    allow(["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], role("App"), {
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
  ],
  "the sample policy of DynamoDB's documentation beside the default one": [
    ROOT,
    allow(SIX, role("App"), { StringLike: THROUGH_DYNAMODB }),
    allow(["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"], role("KeyAdmin")),
  ],
  "the policy of the AWS managed key beside the default one": [
    ROOT,
    allow(
      SIX,
      { AWS: "*" },
      {
        StringEquals: {
          "kms:CallerAccount": ACCOUNT,
          "kms:ViaService": { "Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com" },
        },
      },
    ),
  ],
};

describe("policies as AWS writes them", () => {
  for (const [name, statements] of Object.entries(POLICIES)) {
    it(`have nothing in them that is reported above an information: ${name}`, () => {
      assert.deepEqual(weighty(lint("a.json", templateOf(statements))), []);
    });
  }
});

describe("keys that fixes add", () => {
  it("have policies in which nothing is reported", () => {
    const before = lint("a.json", JSON.stringify({ Resources: { Orders: table(null) } }, null, 2));
    const fixes = before.findings.flatMap((finding) => fixesFor(before, finding));
    const texts = fixes
      .map(({ edits }) => applyEdits(before.source.text, edits))
      .filter((text) => text.includes("AWS::KMS::Key"));
    assert.notEqual(texts.length, 0, "a fix adds a key");
    for (const text of texts) assert.deepEqual(weighty(lint("a.json", text)), []);
  });
});

function weighty({ findings, problems }: Analysis): readonly string[] {
  const found = findings.filter(({ severity }) => severity !== "info").map(({ message }) => message);
  return [...found, ...problems.map(({ message }) => message)];
}

function templateOf(statements: readonly object[]): string {
  const policy = { Version: "2012-10-17", Statement: statements };
  const properties = { EnableKeyRotation: true, KeyPolicy: policy };
  const key = {
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: properties,
  };
  return JSON.stringify({ Resources: { Key: key, Orders: table({ "Fn::GetAtt": ["Key", "Arn"] }) } });
}

function table(keyId: object | null): object {
  const sse = { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: keyId };
  return {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      ...(keyId === null ? {} : { SSESpecification: sse }),
    },
  };
}

function role(name: string): object {
  return { AWS: { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name}` } };
}

function allow(actions: string | readonly string[], principal: object, condition?: object): object {
  const statement = { Effect: "Allow", Principal: principal, Action: actions, Resource: "*" };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}
