import assert from "node:assert/strict";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { actionGroups, addCondition } from "../../server/src/rules/statement-split.js";

const isGrant = (action: string): boolean => /Grants?$/.test(action);

const GROUPS: readonly (readonly [actions: object | string, inside: string, outside: string])[] = [
  ["kms:CreateGrant", "kms:CreateGrant", ""],
  [["kms:CreateGrant", "kms:Decrypt"], "kms:CreateGrant", "kms:Decrypt"],
  [["kms:RevokeGran?", "kms:Describe*"], "kms:RevokeGran?", "kms:Describe*"],
  [["kms:Nonsense", "kms:CreateGrant"], "kms:CreateGrant", "kms:Nonsense"],
  [["kms:Create*", "kms:Decrypt"], "undivided", ""],
  ["kms:*", "undivided", ""],
];

const CONDITION = { operator: "StringLike", key: "kms:ViaService", value: "dynamodb.*.amazonaws.com" };

const ADDITIONS: readonly (readonly [title: string, block: object | null, path: string | null])[] = [
  ["a Condition where there is none", null, "Statement/Condition"],
  [
    "an operator beside others",
    { Bool: { "aws:SecureTransport": "true" } },
    "Statement/Condition/StringLike",
  ],
  [
    "a key beside others",
    { StringLike: { "aws:userid": "A*" } },
    "Statement/Condition/StringLike/kms:ViaService",
  ],
  ["nothing where the key has a condition", { StringLike: { "KMS:ViaService": "s3.*" } }, null],
];

describe("the actions of a statement, divided", () => {
  for (const [actions, inside, outside] of GROUPS) {
    it(`are ${inside} and ${outside || "no others"} for ${JSON.stringify(actions)}`, () => {
      const groups = actionGroups(statementWith({ Action: actions }), isGrant);
      const names = (found: readonly { readonly text: { readonly parts: readonly unknown[] } }[]): string =>
        found.map(({ text }) => text.parts.join("")).join(" ");
      assert.deepEqual(groups === null ? ["undivided", ""] : [names(groups.inside), names(groups.outside)], [
        inside,
        outside,
      ]);
    });
  }

  it("aren't divided where the statement lists what it isn't about", () => {
    assert.equal(actionGroups(statementWith({ NotAction: "kms:CreateGrant" }), isGrant), null);
  });
});

describe("a condition that a statement is given", () => {
  for (const [title, block, path] of ADDITIONS) {
    it(`adds ${title}`, () => {
      const statement = statementWith({
        Action: "kms:Decrypt",
        ...(block === null ? {} : { Condition: block }),
      });
      const change = addCondition(statement, CONDITION);
      assert.equal(change?.do === "set" ? [...change.path, change.key].join("/") : null, path);
    });
  }
});

function statementWith(elements: object) {
  const policy = { Statement: { Effect: "Allow", Principal: "*", Resource: "*", ...elements } };
  const [statement] = readPolicy(plainPolicyValue(policy), "key").statements;
  assert.ok(statement !== undefined);
  return statement;
}
