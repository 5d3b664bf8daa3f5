import assert from "node:assert/strict";
import {
  canBeAdministered,
  callerOf,
  dynamoDbPermissions,
  grantees,
} from "../../server/src/policy/grantees.js";
import { dutiesOf, keyActionsOf, listsEveryAction } from "../../server/src/policy/action-sets.js";
import { thisAccount } from "../../server/src/policy/accounts.js";
import { grantedSets } from "../../server/src/policy/granted-sets.js";
import { describeSet } from "../../server/src/policy/principal-words.js";
import { templateKeyArn } from "../../server/src/policy/template-names.js";
import { allow, hole, keyPolicy, OTHER, OWN, ROLE, ROOT, textOf, type Statements } from "./asking.js";

const NOWHERE = { account: null, region: null, partition: null };
const VIA = { "kms:ViaService": "dynamodb.*.amazonaws.com" };
const EVERYONE = { Principal: { AWS: "*" } };

/** Each set as "words (reach)". */
function setsOf(statement: object, own: string | null = OWN): readonly string[] {
  const policy = keyPolicy(statement);
  return policy.statements.flatMap((one) =>
    grantedSets(policy, one, own).map((set) => `${describeSet(set, () => "role")} (${set.reach})`),
  );
}

function everyone(conditions: object): object {
  return allow({ ...EVERYONE, Condition: conditions });
}

const TABLE: readonly (readonly [string, object, readonly string[]])[] = [
  ["*", allow({ Principal: "*" }), ["anyone (anyone)"]],
  ["a list with *", allow({ Principal: { AWS: [ROLE, "*"] } }), ["role App (principal)", "anyone (anyone)"]],
  ["a wildcard for the account", allow({ Principal: { AWS: "arn:aws:iam::*:root" } }), ["anyone (anyone)"]],
  ["any service", allow({ Principal: { Service: "*" } }), ["any AWS service (anyone)"]],
  [
    "NotPrincipal",
    { Effect: "Allow", NotPrincipal: { AWS: ROLE }, Action: "*", Resource: "*" },
    ["everyone but role App (anyone)"],
  ],
  [
    "* through DynamoDB",
    everyone({ StringLike: VIA }),
    ["any account through DynamoDB (anyone-through-service)"],
  ],
  [
    "* through DynamoDB in a Region",
    everyone({ StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } }),
    ["any account through DynamoDB in eu-west-1 (anyone-through-service)"],
  ],
  ["* through any service", everyone({ StringLike: { "kms:ViaService": "*" } }), ["anyone (anyone)"]],
  [
    "* from the account",
    everyone({ StringEquals: { "kms:CallerAccount": OWN } }),
    ["this account (account)"],
  ],
  [
    "* from AWS::AccountId",
    everyone({ StringEquals: { "kms:CallerAccount": hole("AWS::AccountId") } }),
    ["this account (account)"],
  ],
  [
    "the AWS managed key's own pattern",
    everyone({ StringEquals: { "kms:CallerAccount": OWN }, StringLike: VIA }),
    ["this account through DynamoDB (account)"],
  ],
  [
    "* from another account",
    everyone({ StringEquals: { "aws:PrincipalAccount": OTHER } }),
    [`account ${OTHER} (account)`],
  ],
  [
    "* from an account that may be missing",
    everyone({ StringEqualsIfExists: { "kms:CallerAccount": OWN } }),
    ["this account (account)"],
  ],
  [
    "* from any account by a wildcard",
    everyone({ StringLike: { "kms:CallerAccount": "*" } }),
    ["anyone (anyone)"],
  ],
  [
    "* by a policy variable",
    everyone({ StringEquals: { "kms:CallerAccount": "${aws:PrincipalAccount}" } }),
    ["anyone (anyone)"],
  ],
  [
    "* from an account or any",
    everyone({ StringLike: { "kms:CallerAccount": [OWN, "*"] } }),
    ["anyone (anyone)"],
  ],
  [
    "* not from an account",
    everyone({ StringNotEquals: { "kms:CallerAccount": OTHER } }),
    ["anyone (anyone)"],
  ],
  [
    "* from what is no account",
    everyone({ StringEquals: { "kms:CallerAccount": "me" } }),
    ["nobody (nobody)"],
  ],
  [
    "* of an organization",
    everyone({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
    ["organization o-a1b2c3d4e5 (organization)"],
  ],
  [
    "* of an organization, if any",
    everyone({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
    ["anyone (anyone)"],
  ],
  ["* of some organization", everyone({ StringLike: { "aws:PrincipalOrgID": "o-*" } }), ["anyone (anyone)"]],
  ["* that has an organization", everyone({ Null: { "aws:PrincipalOrgID": "false" } }), ["anyone (anyone)"]],
  [
    "* of a path of an organization",
    everyone({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" } }),
    ["organization o-a1b2c3d4e5 (organization)"],
  ],
  [
    "* of a path, or without one",
    everyone({ "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }),
    ["anyone (anyone)"],
  ],
  [
    "* of a path, and with one",
    everyone({
      "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" },
      Null: { "aws:PrincipalOrgPaths": "false" },
    }),
    ["organization o-a1b2c3d4e5 (organization)"],
  ],
  ["* as a role", everyone({ ArnEquals: { "aws:PrincipalArn": ROLE } }), [`${ROLE} (principal)`]],
  [
    "* as a role of the template",
    everyone({ ArnEquals: { "aws:PrincipalArn": hole("ApiRole.Arn") } }),
    ["role ApiRole (principal)"],
  ],
  [
    "* as any role of the account",
    everyone({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/*` } }),
    [`principals like arn:aws:iam::${OWN}:role/* (principal)`],
  ],
  [
    "* as a role of any account",
    everyone({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin" } }),
    ["anyone (anyone)"],
  ],
  [
    "* with a tag, which anybody can set",
    everyone({ StringEquals: { "aws:PrincipalTag/team": "pay" } }),
    ["any account with tag team = pay (anyone)"],
  ],
  [
    "* from a network",
    everyone({ StringEquals: { "aws:SourceVpce": "vpce-1" } }),
    ["anyone from vpce-1 (anyone)"],
  ],
  ["* from every address", everyone({ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }), ["anyone (anyone)"]],
  [
    "* acting for a table",
    everyone({ ArnLike: { "aws:SourceArn": `arn:aws:dynamodb:*:${OWN}:table/*` } }),
    [`AWS services acting for arn:aws:dynamodb:*:${OWN}:table/* (service)`],
  ],
  [
    "* by what a parameter gives",
    everyone({ StringLike: { "kms:CallerAccount": hole("Pattern") } }),
    ["anyone (undecided)"],
  ],
  [
    "* exactly by what a parameter gives",
    everyone({ StringEquals: { "kms:CallerAccount": hole("Account") } }),
    ["account ${Account} (account)"],
  ],
  ["the account", allow({ Principal: { AWS: ROOT } }), ["this account (account)"]],
  [
    "the account as AWS::AccountId",
    allow({ Principal: { AWS: textOf`arn:aws:iam::${"AWS::AccountId"}:root` } }),
    ["this account (account)"],
  ],
  ["another account", allow({ Principal: { AWS: OTHER } }), [`account ${OTHER} (account)`]],
  [
    "a role of another account",
    allow({ Principal: { AWS: `arn:aws:iam::${OTHER}:role/App` } }),
    [`role App of account ${OTHER} (principal)`],
  ],
  [
    "a role of the template",
    allow({ Principal: { AWS: hole("ApiRole.Arn") } }),
    ["role ApiRole (principal)"],
  ],
  [
    "a role through DynamoDB",
    allow({ Condition: { StringLike: VIA } }),
    ["role App through DynamoDB (principal)"],
  ],
  [
    "a service for an account",
    allow({
      Principal: { Service: "x.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": OWN } },
    }),
    [`the service x.amazonaws.com for ${OWN} (service)`],
  ],
  [
    "a parameter",
    allow({ Principal: { AWS: hole("AdminArn") } }),
    ["a principal that isn't known (undecided)"],
  ],
  ["a group", allow({ Principal: { AWS: `arn:aws:iam::${OWN}:group/Dev` } }), ["group Dev (nobody)"]],
];

describe("whom a statement lets in", () => {
  for (const [title, statement, expected] of TABLE) {
    it(`is ${expected.join(" and ")} for ${title}`, () => assert.deepEqual(setsOf(statement), expected));
  }

  it("is of the accounts that its principals and conditions name", () => {
    const accounts = (statement: object): unknown => {
      const policy = keyPolicy(statement);
      return policy.statements.flatMap((one) => grantedSets(policy, one, OWN).map((set) => set.accounts));
    };
    assert.deepEqual(accounts(allow({ Principal: "*" })), ["any"]);
    assert.deepEqual(accounts(everyone({ StringEquals: { "kms:CallerAccount": OTHER } })), [
      [{ kind: "known", id: OTHER }],
    ]);
    assert.deepEqual(accounts(everyone({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/*` } })), [
      [thisAccount(OWN)],
    ]);
    assert.deepEqual(accounts(allow({ Principal: { Service: "x.amazonaws.com" } })), ["none"]);
  });

  it("says why a condition fixes nobody", () => {
    const policy = keyPolicy(
      everyone({ StringLike: { "aws:PrincipalOrgID": "o-*" }, Null: { "kms:CallerAccount": "false" } }),
    );
    const [set] = policy.statements.flatMap((one) => grantedSets(policy, one, OWN));
    assert.deepEqual(
      set?.narrowing.loose.map(({ reason }) => reason),
      ["the wildcard in 'o-*' takes in others", "it only asks whether the key is there"],
    );
  });
});

describe("what a statement's actions amount to", () => {
  const duties = (action: unknown): unknown => dutiesOf(keyActionsOf(statementOf(allow({ Action: action }))));

  it("is administration, use and grants for kms:*", () => {
    assert.deepEqual(duties("kms:*"), { administers: true, uses: true, grants: true, everything: true });
    assert.ok(listsEveryAction(statementOf(allow({ Action: ["kms:Decrypt", "KMS:*"] }))));
  });

  it("is told by the actions that wildcards stand for", () => {
    assert.deepEqual(duties(["kms:Put*", "kms:Describe*"]), {
      administers: true,
      uses: false,
      grants: false,
      everything: false,
    });
    assert.deepEqual(duties("kms:GenerateDataKey*"), {
      administers: false,
      uses: true,
      grants: false,
      everything: false,
    });
    assert.deepEqual(duties("kms:Create*"), {
      administers: false,
      uses: false,
      grants: true,
      everything: false,
    });
  });

  it("takes NotAction as all others", () => {
    const actions = keyActionsOf(
      statementOf({ Effect: "Allow", Principal: "*", NotAction: ["kms:*Key*", hole("A")], Resource: "*" }),
    );
    assert.deepEqual(
      [actions.sure.size, actions.maybe.has("kms:Decrypt"), actions.maybe.has("kms:PutKeyPolicy")],
      [0, true, false],
    );
  });
});

describe("who is granted what by a policy", () => {
  const KEY = templateKeyArn("Key", NOWHERE);
  const TABLE_PLACE = { region: hole("AWS::Region"), account: thisAccount(null) };
  const SIX = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:DescribeKey",
    "kms:CreateGrant",
  ];

  const missing = (statements: Statements): readonly (readonly string[])[] => {
    const policy = keyPolicy(statements);
    return grantees(policy, OWN).map(({ who }) => {
      const caller = callerOf(who, OWN);
      return caller === null
        ? ["nobody"]
        : dynamoDbPermissions(policy, caller, KEY, TABLE_PLACE, OWN).missing;
    });
  };

  it("names each principal once, whatever the number of statements", () => {
    const policy = keyPolicy([
      allow(),
      allow({ Principal: { AWS: [ROOT, OWN] } }),
      allow({ Action: "kms:Encrypt" }),
    ]);
    assert.deepEqual(
      grantees(policy, OWN).map(({ who, sets }) => [who.kind, sets.length]),
      [
        ["role", 2],
        ["account", 2],
      ],
    );
  });

  it("finds nothing missing for the account, for the six actions, and across statements", () => {
    assert.deepEqual(missing(allow({ Principal: { AWS: ROOT }, Action: "kms:*" })), [[]]);
    assert.deepEqual(missing(allow({ Action: SIX, Condition: { StringLike: VIA } })), [[]]);
    assert.deepEqual(missing([allow({ Action: SIX.slice(0, 3) }), allow({ Action: SIX.slice(3) })]), [[]]);
  });

  it("names the actions that are missing, by a Deny or a condition too", () => {
    assert.deepEqual(missing(allow({ Action: SIX.slice(0, 5) })), [["kms:CreateGrant"]]);
    assert.deepEqual(
      missing([allow({ Action: SIX }), allow({ Effect: "Deny", Principal: "*", Action: "kms:Create*" })]),
      [["kms:CreateGrant"]],
    );
    const s3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
    assert.equal(missing(allow({ Action: SIX, Condition: s3 }))[0]?.length, 8);
  });

  it("knows whether anybody can administer the key", () => {
    const can = (statements: Statements): unknown => canBeAdministered(keyPolicy(statements), KEY, OWN);
    assert.equal(can(allow({ Principal: { AWS: ROOT }, Action: "kms:*" })), true);
    assert.equal(can(allow({ Action: "kms:Put*" })), true);
    assert.equal(can(allow({ Action: SIX })), false);
    assert.equal(can(allow({ Principal: { AWS: OTHER }, Action: "kms:*" })), false);
    assert.equal(typeof can(allow({ Principal: { AWS: hole("AdminArn") }, Action: "kms:*" })), "object");
  });
});

function statementOf(statement: object) {
  const [only] = keyPolicy(statement).statements;
  if (only === undefined) throw new Error("There is no statement.");
  return only;
}
