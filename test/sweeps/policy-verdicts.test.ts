import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge, OWN, type Question } from "../policy/asking.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { ACCOUNT, generatedCases, KEY_ARN, type GeneratedCase } from "../policy/generated-cases.js";

/** Written by `node scripts/cross-check-policies.mjs`. One letter a case: allowed, denied, implicitly denied. */
interface Fixture {
  readonly by: string;
  readonly seed: number;
  readonly count: number;
  readonly verdicts: readonly string[];
}

const FIXTURE = join(import.meta.dirname, "../fixtures/policy/cross-check.json");

/** Why we differ from the other evaluator, in the words of AWS. */
const EXPLANATIONS: readonly {
  readonly why: string;
  readonly explains: (made: GeneratedCase) => boolean;
}[] = [
  {
    why:
      "The other evaluator knows no kms:EncryptionContext: keys. KMS: 'allows principals … only when the " +
      "encryption context in the request includes the AppName:ExampleApp pair' (kms/conditions-kms).",
    explains: (made) =>
      JSON.stringify([made.keyPolicy, made.identityPolicies]).includes("kms:EncryptionContext:"),
  },
  {
    why:
      "Permission across accounts: 'If you give a user in a different account permission for other operations, " +
      "those permissions have no effect.' (kms/key-policy-modifying-external-accounts)",
    explains: (made) => !made.principal.includes(ACCOUNT) && made.action === "kms:PutKeyPolicy",
  },
  {
    why:
      "NotIpAddress is met by 'all IP addresses except the specified IP address or range', those of the other " +
      "family too (iam/reference_policies_elements_condition_operators).",
    explains: (made) => has(made, "NotIpAddress") && String(made.context["aws:SourceIp"]).includes(":"),
  },
  {
    why:
      "A variable without a value: 'Inverted condition operators like StringNotEquals or StringNotLike do match " +
      "against a null value' (iam/reference_policies_variables).",
    explains: (made) =>
      /String(Not)[^}]*\$\{aws:/.test(JSON.stringify([made.keyPolicy, made.identityPolicies])),
  },
  {
    why:
      "Which account a service calls from isn't in a template, so conditions on it stay open for services; the " +
      "other evaluator takes the key as absent.",
    explains: (made) =>
      !made.principal.startsWith("arn:") && /(caller|principal)account/i.test(JSON.stringify(made.keyPolicy)),
  },
];

const LETTERS = { allowed: "A", denied: "D", "not-allowed": "I", undecided: "?" } as const;

describe("the verdicts beside those of an independent evaluator", () => {
  const fixture = JSON.parse(readFileSync(FIXTURE, "utf8")) as Fixture;
  const theirs = fixture.verdicts.join("");
  const cases = generatedCases(fixture.seed, fixture.count);
  const different = cases.flatMap((made, index) => {
    const ours = LETTERS[judge(questionOf(made)).kind];
    return ours === theirs[index] ? [] : [{ made, index, ours, theirs: theirs[index] }];
  });

  it(`are the same as ${fixture.by} gives, but for what AWS's documentation explains`, () => {
    const unexplained = different.filter(({ made }) => !EXPLANATIONS.some(({ explains }) => explains(made)));
    assert.deepEqual(
      unexplained.map(({ index, ours, theirs: other }) => ({ index, ours, other })),
      [],
    );
  });

  it("differ in less than one case of a hundred", () => {
    assert.equal(theirs.length, fixture.count);
    assert.ok(different.length < fixture.count / 100, `${different.length} of ${fixture.count} differ`);
  });

  it("have each of the explanations at work", () => {
    for (const { why, explains } of EXPLANATIONS)
      assert.ok(
        different.some(({ made }) => explains(made)),
        why,
      );
  });

  it("are of all three kinds, each often", () => {
    for (const letter of "ADI") assert.ok(theirs.split(letter).length > 200, letter);
  });
});

function questionOf({ keyPolicy, identityPolicies, principal, action, context }: GeneratedCase): Question {
  assert.equal(ACCOUNT, OWN);
  const identity = identityPolicies[0] ?? { Version: "2012-10-17", Statement: [] };
  return {
    key: readPolicy(plainPolicyValue(keyPolicy), "key"),
    iam: readPolicy(plainPolicyValue(identity), "identity"),
    as: principal,
    action,
    context,
    resource: [{ parts: [KEY_ARN] }],
  };
}

function has({ keyPolicy, identityPolicies }: GeneratedCase, text: string): boolean {
  return JSON.stringify([keyPolicy, identityPolicies]).includes(text);
}
