import assert from "node:assert/strict";
import { policyFaults } from "../../server/src/policy/faults.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { templateKeyArn } from "../../server/src/policy/template-names.js";
import { allow, hole, keyPolicy, iamPolicy, OWN, ROLE, ROOT, type Statements } from "./asking.js";

const NOWHERE = { account: OWN, region: "us-east-1", partition: "aws" };
const KEY = templateKeyArn("Key", NOWHERE);

/** Each fault as "kind path: written → nearest [actions]". */
function faultsOf(statements: Statements): readonly string[] {
  return policyFaults(keyPolicy(statements), KEY, OWN).map(
    ({ kind, path, written, nearest, actions, weight }) =>
      [
        `${kind} (${weight}) ${path.join(".")}`,
        written === "" ? "" : `: ${written}`,
        nearest === null ? "" : ` → ${nearest}`,
        actions.length === 0 ? "" : ` [${actions.join(" ")}]`,
      ].join(""),
  );
}

const TABLE: readonly (readonly [string, object, readonly string[]])[] = [
  ["the default statement", allow({ Principal: { AWS: ROOT }, Action: "kms:*" }), []],
  [
    "the six actions as documented",
    allow({
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey",
        "kms:CreateGrant",
      ],
    }),
    [],
  ],
  [
    "an unknown action",
    allow({ Action: "kms:ReEncrypt" }),
    ["unknown-action (no-effect) Statement.Action: kms:ReEncrypt → kms:ReEncrypt*"],
  ],
  [
    "a slip in a list",
    allow({ Action: ["kms:Decrypt", "kms:DescribeKeys"] }),
    ["unknown-action (no-effect) Statement.Action.1: kms:DescribeKeys → kms:DescribeKey"],
  ],
  [
    "what people call deleting",
    allow({ Action: "kms:DeleteKey" }),
    ["unknown-action (no-effect) Statement.Action: kms:DeleteKey → kms:ScheduleKeyDeletion"],
  ],
  [
    "an action without its prefix",
    allow({ Action: "Decrypt" }),
    ["unknown-action (no-effect) Statement.Action: Decrypt → kms:Decrypt"],
  ],
  [
    "another service's action",
    allow({ Action: "dynamodb:GetItem" }),
    ["action-of-another-service (no-effect) Statement.Action: dynamodb:GetItem"],
  ],
  [
    "a wildcard without a match",
    allow({ Action: "kms:Decypt*" }),
    ["wildcard-without-match (no-effect) Statement.Action: kms:Decypt* → kms:Decrypt"],
  ],
  [
    "an action that isn't on keys",
    allow({ Action: ["kms:ListKeys", "kms:List*"] }),
    ["no-effect-in-key-policy (no-effect) Statement.Action.0: kms:ListKeys"],
  ],
  [
    "a wildcard for such actions only",
    allow({ Action: "kms:*CustomKeyStore*" }),
    ["no-effect-in-key-policy (no-effect) Statement.Action: kms:*CustomKeyStore*"],
  ],
  ["an action that a parameter gives", allow({ Action: hole("Action") }), []],
  ["no Action", { Effect: "Allow", Principal: "*", Resource: "*" }, ["missing-action (no-effect) Statement"]],
  [
    "no Resource",
    { Effect: "Allow", Principal: "*", Action: "kms:*" },
    ["missing-resource (no-effect) Statement"],
  ],
  [
    "no Principal",
    { Effect: "Allow", Action: "kms:*", Resource: "*" },
    ["missing-principal (refused) Statement"],
  ],
  ["no Effect", { Principal: "*", Action: "kms:*", Resource: "*" }, ["missing-effect (refused) Statement"]],
  [
    "an effect in lower case",
    allow({ Effect: "allow" }),
    ["bad-effect (refused) Statement.Effect: allow → Allow"],
  ],
  [
    "both Action and NotAction",
    allow({ NotAction: "kms:Put*" }),
    ["two-actions (refused) Statement: NotAction"],
  ],
  [
    "an element that isn't one",
    allow({ Actions: "kms:*" }),
    ["unknown-element (doubtful) Statement.Actions: Actions → Action"],
  ],
  [
    "a principal of an unknown type",
    allow({ Principal: { Aws: ROLE } }),
    ["unknown-principal-type (refused) Statement.Principal.Aws: Aws → AWS"],
  ],
  [
    "a principal without a type",
    allow({ Principal: ROLE }),
    [`bad-principal (refused) Statement.Principal: ${ROLE}`],
  ],
  [
    "a group",
    allow({ Principal: { AWS: `arn:aws:iam::${OWN}:group/Dev` } }),
    [`group-principal (refused) Statement.Principal.AWS: arn:aws:iam::${OWN}:group/Dev`],
  ],
  [
    "a wildcard in a name",
    allow({ Principal: { AWS: [ROLE, `arn:aws:iam::${OWN}:role/*`] } }),
    [`malformed-principal (refused) Statement.Principal.AWS.1: arn:aws:iam::${OWN}:role/*`],
  ],
  [
    "a wildcard for the account",
    allow({ Principal: { AWS: "arn:aws:iam::*:root" } }),
    ["malformed-principal (refused) Statement.Principal.AWS: arn:aws:iam::*:root"],
  ],
  [
    "any service",
    allow({ Principal: { Service: "*" } }),
    ["malformed-principal (refused) Statement.Principal.Service: *"],
  ],
  [
    "an identity provider",
    allow({ Principal: { Federated: "accounts.google.com" } }),
    ["ineffective-principal (no-effect) Statement.Principal.Federated: accounts.google.com"],
  ],
  [
    "another key's ARN of another Region",
    allow({ Resource: `arn:aws:kms:eu-west-1:${OWN}:key/1234` }),
    [`not-this-key (no-effect) Statement.Resource: arn:aws:kms:eu-west-1:${OWN}:key/1234 → *`],
  ],
  [
    "a literal key ARN that might be its own",
    allow({ Resource: `arn:aws:kms:us-east-1:${OWN}:key/1234` }),
    [`perhaps-not-this-key (doubtful) Statement.Resource: arn:aws:kms:us-east-1:${OWN}:key/1234 → *`],
  ],
  [
    "another key of the template",
    allow({ Resource: hole("Other.Arn") }),
    ["not-this-key (no-effect) Statement.Resource: ${Other.Arn} → *"],
  ],
  ["the key itself", allow({ Resource: hole("Key.Arn") }), []],
  ["any key of the account", allow({ Resource: `arn:aws:kms:*:${OWN}:key/*` }), []],
  [
    "an unknown condition key",
    allow({ Condition: { StringEquals: { "kms:ViaServices": "x" } } }),
    [
      "unknown-condition-key (no-effect) Statement.Condition.StringEquals.kms:ViaServices: kms:ViaServices → kms:ViaService",
    ],
  ],
  [
    "a slip in a global key",
    allow({ Condition: { StringEquals: { "aws:PrincipleOrgID": "o-1" } } }),
    [
      "unknown-condition-key (no-effect) Statement.Condition.StringEquals.aws:PrincipleOrgID: aws:PrincipleOrgID → aws:PrincipalOrgID",
    ],
  ],
  ["a tag with its name", allow({ Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } } }), []],
  ["a key of another service", allow({ Condition: { StringEquals: { "saml:aud": "a" } } }), []],
  [
    "an unknown operator",
    allow({ Condition: { StringEqual: { "kms:ViaService": "x" } } }),
    ["unknown-operator (refused) Statement.Condition.StringEqual: StringEqual → StringEquals"],
  ],
  [
    "a set operator on a single value",
    allow({ Condition: { "ForAnyValue:StringEquals": { "kms:ViaService": "x" } } }),
    [
      "set-operator-on-single-value (doubtful) Statement.Condition.ForAnyValue:StringEquals.kms:ViaService: ForAnyValue:StringEquals → StringEquals",
    ],
  ],
  [
    "ForAllValues on an encryption context",
    allow({ Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContext:a": "x" } } }),
    [
      "refused-set-operator (refused) Statement.Condition.ForAllValues:StringEquals.kms:EncryptionContext:a: ForAllValues:StringEquals → StringEquals",
    ],
  ],
  [
    "no set operator on several values",
    allow({ Condition: { StringEquals: { "kms:EncryptionContextKeys": "x" } } }),
    [
      "missing-set-operator (doubtful) Statement.Condition.StringEquals.kms:EncryptionContextKeys: StringEquals",
    ],
  ],
  [
    "an encryption context beside DescribeKey",
    allow({
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Condition: { StringEquals: { "kms:EncryptionContext:a": "x" } },
    }),
    [
      "condition-never-met (no-effect) Statement.Condition.StringEquals.kms:EncryptionContext:a: kms:EncryptionContext:a [kms:DescribeKey]",
    ],
  ],
  [
    "a grant condition beside Decrypt",
    allow({
      Action: ["kms:CreateGrant", "kms:Decrypt"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
    [
      "condition-never-met (no-effect) Statement.Condition.Bool.kms:GrantIsForAWSResource: kms:GrantIsForAWSResource [kms:Decrypt]",
    ],
  ],
  [
    "the console's grant statement",
    allow({
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": true } },
    }),
    [],
  ],
];

describe("the faults of a key policy", () => {
  for (const [title, statement, expected] of TABLE) {
    it(`are ${expected.length === 0 ? "none" : "found"} for ${title}`, () => {
      assert.deepEqual(faultsOf(statement), expected);
    });
  }

  it("have the place of a statement in a list", () => {
    assert.deepEqual(
      faultsOf([allow(), allow({ Action: "kms:Foo" })])[0]?.slice(0, 47),
      "unknown-action (no-effect) Statement.1.Action: ",
    );
  });

  it("include a Sid that another statement has", () => {
    assert.deepEqual(faultsOf([allow({ Sid: "A" }), allow({ Sid: "A" })]), [
      "duplicate-sid (doubtful) Statement.1.Sid: A",
    ]);
  });

  it("include a policy that is too large", () => {
    const large = keyPolicy(Array.from({ length: 300 }, (_, index) => allow({ Sid: `Statement ${index}` })));
    assert.ok(large.bytes > 32_768);
    assert.deepEqual(
      policyFaults(large, KEY, OWN).map(({ kind }) => kind),
      ["too-large"],
    );
  });

  it("are found in policies that are none", () => {
    const kinds = [
      [],
      "text",
      { Version: "2012-10-17" },
      { Statement: [] },
      { Statement: "x" },
      { Version: "2026", Statement: [allow()] },
    ].map((json) =>
      policyFaults(readPolicy(plainPolicyValue(json), "key"), KEY, OWN).map(({ kind }) => kind),
    );
    assert.deepEqual(kinds, [
      ["not-a-policy"],
      ["not-a-policy"],
      ["no-statements"],
      ["no-statements"],
      ["not-a-statement"],
      ["bad-version"],
    ]);
  });

  it("leave other services' actions in IAM policies alone", () => {
    const policy = iamPolicy([
      { Effect: "Allow", Action: ["dynamodb:*", "kms:Decript", "kms:ListKeys"], Resource: "*" },
      { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
    ]);
    assert.deepEqual(
      policyFaults(policy, KEY, OWN).map(({ kind }) => kind),
      ["needless-principal", "unknown-action"],
    );
  });
});
