import assert from "node:assert/strict";
import fc from "fast-check";
import { hole, judge, OTHER, ROLE, ROOT, STRANGER, USER, type Question } from "./asking.js";

const RUNS = { seed: 20260926, numRuns: 60 };

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const KEYS = ["kms:ViaService", "aws:PrincipalTag/team", "kms:EncryptionContextKeys"] as const;
const VALUES = [
  "dynamodb.us-east-1.amazonaws.com",
  "dynamodb.*",
  "pay",
  "p*",
  "*",
  "${aws:PrincipalTag/team}",
];

const operators = fc.constantFrom(
  "StringEquals",
  "StringLike",
  "StringNotEquals",
  "StringNotLikeIfExists",
  "StringEqualsIfExists",
  "ForAnyValue:StringLike",
  "ForAllValues:StringEquals",
);
const conditions = fc.dictionary(
  operators,
  fc.dictionary(
    fc.constantFrom(...KEYS),
    fc.array(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
    {
      minKeys: 1,
      maxKeys: 2,
    },
  ),
  { maxKeys: 2 },
);
const statements = fc.record({
  Effect: fc.constantFrom("Allow", "Allow", "Deny"),
  Principal: fc.constantFrom("*", { AWS: ROLE }, { AWS: ROOT }, { AWS: [USER, STRANGER] }, { AWS: OTHER }),
  Action: fc.constantFrom("kms:*", "kms:Decrypt", ["kms:Encrypt", "kms:De*"], "kms:ReEncrypt*"),
  Resource: fc.constant("*"),
  Condition: conditions,
});
const policies = fc.array(statements, { minLength: 1, maxLength: 4 });
const contexts = fc.record(
  {
    "kms:ViaService": fc.constantFrom("dynamodb.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"),
    "aws:PrincipalTag/team": fc.constantFrom("pay", "ops"),
    "kms:EncryptionContextKeys": fc.constantFrom(["pay"], ["pay", "ops"]),
  },
  { requiredKeys: [] },
);
const questions = fc.record({
  key: policies,
  iam: fc.option(fc.constant({ Effect: "Allow", Action: "kms:*", Resource: "*" }), { nil: [] }),
  as: fc.constantFrom(ROLE, USER, STRANGER, ROOT),
  action: fc.constantFrom("kms:Decrypt", "kms:Encrypt"),
  context: contexts,
});

/** Access, or none, or nobody knows: what explicit and implicit denial have in common. */
function access(question: Question): "yes" | "no" | "open" {
  const { kind } = judge(question);
  if (kind === "undecided") return "open";
  return kind === "allowed" ? "yes" : "no";
}

describe("judging a request", () => {
  it("gives the same answer whatever the order of the statements", () => {
    fc.assert(
      fc.property(questions, (question) => {
        assert.equal(judge({ ...question, key: [...question.key].reverse() }).kind, judge(question).kind);
      }),
      RUNS,
    );
  });

  it("gives nobody access for one more Deny", () => {
    fc.assert(
      fc.property(questions, statements, (question, added) => {
        const more = { ...question, key: [...question.key, { ...added, Effect: "Deny" }] };
        if (access(question) === "no") assert.equal(access(more), "no");
        if (access(more) === "yes") assert.equal(access(question), "yes");
      }),
      RUNS,
    );
  });

  it("takes access from nobody when an Allow gets a value more to match or a condition less", () => {
    fc.assert(
      fc.property(questions, fc.nat(), fc.constantFrom(...VALUES), (question, at, value) => {
        const index = at % question.key.length;
        const wider = question.key.map((one, position) => (position === index ? widened(one, value) : one));
        if (access(question) === "yes") assert.equal(access({ ...question, key: wider }), "yes");
      }),
      RUNS,
    );
  });

  it("never turns an answer into its opposite when something known becomes unknown", () => {
    fc.assert(
      fc.property(questions, fc.nat(), fc.constantFrom(...KEYS), (question, at, key) => {
        const known = access(question);
        const forgotten = {
          ...question,
          context: { ...question.context, [key]: { reason: "it isn't known" } },
        };
        const blurred = {
          ...question,
          key: question.key.map((one, index) => (index === at % question.key.length ? blur(one, at) : one)),
        };
        for (const answer of [access(forgotten), access(blurred)]) {
          if (answer !== "open") assert.equal(answer, known);
        }
      }),
      RUNS,
    );
  });
});

/** An Allow that surely lets in no fewer: a value more under positive operators, negated ones dropped. */
function widened(statement: Statement, value: string): Statement {
  if (statement.Effect !== "Allow") return statement;
  const blocks = Object.entries(statement.Condition).filter(([operator]) => !operator.includes("Not"));
  const wider = blocks.map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, [...values, value]])),
  ]);
  return { ...statement, Condition: Object.fromEntries(wider) as Statement["Condition"] };
}

/** The statement with one of its elements replaced by what nobody knows. */
function blur(statement: Statement, at: number): object {
  const unknown = hole("Anything");
  if (at % 4 === 0) return { ...statement, Effect: unknown };
  if (at % 4 === 1) return { ...statement, Principal: { AWS: unknown } };
  if (at % 4 === 2) return { ...statement, Action: unknown };
  const blocks = Object.entries(statement.Condition).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.keys(keys).map((key) => [key, unknown])),
  ]);
  return { ...statement, Condition: Object.fromEntries(blocks) as object };
}
