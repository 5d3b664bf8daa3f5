import assert from "node:assert/strict";
import { findingsOf, lint } from "../support/linting.js";

const ACCOUNT = { Ref: "AWS::AccountId" };
const ORGANIZATION = "o-a1b2c3d4e5";

type Found = "error" | "warning" | null;

/** A Deny beside a statement that lets everyone decrypt and encrypt, and how grave what is left is. */
const DENIES: readonly (readonly [title: string, statement: object, left: Found])[] = [
  ["whoever isn't of the account", unless({ "kms:CallerAccount": ACCOUNT }), null],
  ["whoever isn't of the organization", unless({ "aws:PrincipalOrgID": ORGANIZATION }), null],
  [
    "whoever isn't of an organization like this",
    { ...unless({}), Condition: { StringNotLike: { "aws:PrincipalOrgID": "o-*" } } },
    "error",
  ],
  [
    "whoever is neither of the organization nor a service",
    {
      ...unless({}),
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    null,
  ],
  [
    "whoever isn't of the organization and comes without TLS",
    {
      ...unless({ "aws:PrincipalOrgID": ORGANIZATION }),
      Condition: {
        StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION },
        Bool: { "aws:SecureTransport": "false" },
      },
    },
    "error",
  ],
  [
    "whoever doesn't come through DynamoDB",
    { ...unless({}), Condition: { StringNotLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" } } },
    "warning",
  ],
  [
    "one account",
    { ...unless({}), Condition: { StringEquals: { "kms:CallerAccount": "219876543210" } } },
    "error",
  ],
  ["one role", { ...unless({}), Principal: { AWS: "arn:aws:iam::219876543210:role/app" } }, "error"],
  ["everyone", { ...unless({}), Condition: {} }, null],
  [
    "everyone but one role",
    {
      Effect: "Deny",
      NotPrincipal: { AWS: "arn:aws:iam::210987654321:role/app" },
      Action: "*",
      Resource: "*",
    },
    null,
  ],
  ["some of the actions", { ...unless({ "kms:CallerAccount": ACCOUNT }), Action: "kms:Encrypt" }, "error"],
  [
    "actions that a parameter names",
    { ...unless({ "kms:CallerAccount": ACCOUNT }), Action: { Ref: "Which" } },
    null,
  ],
  [
    "what is asked of another key",
    {
      ...unless({ "kms:CallerAccount": ACCOUNT }),
      Resource: "arn:aws:s3:::files",
    },
    "error",
  ],
];

describe("a key that everyone may use", () => {
  it("is reported as an error where nothing is denied", () => {
    assert.equal(reported([]), "error");
  });

  for (const [title, statement, left] of DENIES) {
    it(`is ${left === null ? "not reported" : `reported as ${left}`} beside a Deny for ${title}`, () => {
      assert.equal(reported([statement]), left);
    });
  }

  it("is not reported where there may be a Deny that can't be read", () => {
    assert.equal(reported([{ Ref: "Statement" }]), null);
  });
});

/** A Deny for all whose context key isn't one of these. */
function unless(values: object): object {
  const condition = Object.keys(values).length === 0 ? {} : { Condition: { StringNotEquals: values } };
  return { Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*", ...condition };
}

function reported(statements: readonly object[]): Found {
  const everyone = {
    Effect: "Allow",
    Principal: "*",
    Action: ["kms:Encrypt", "kms:Decrypt"],
    Resource: "*",
  };
  const policy = { Version: "2012-10-17", Statement: [everyone, ...statements] };
  const template = {
    Parameters: { Which: { Type: "String" }, Statement: { Type: "String" } },
    Resources: { Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy } } },
  };
  const [finding] = findingsOf(lint("template.json", JSON.stringify(template)), "no-public-key-policy");
  return (finding?.severity ?? null) as Found;
}
