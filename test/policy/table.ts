import assert from "node:assert/strict";
import { allow, verdictOf, type Question } from "./asking.js";
import type { Verdict } from "../../server/src/policy/evaluate.js";

/** A sentence of AWS's documentation, its page, and questions whose answers rest on it. */
export interface Group {
  readonly says: string;
  /** The page's name in the IAM User Guide (iam/) or the KMS Developer Guide (kms/). */
  readonly page: string;
  readonly rows: readonly Row[];
}

/** What is asked, in words; the question; the answer. */
export type Row = readonly [string, Question, Verdict["kind"]];

/** Makes a test of each row. */
export function judgesAll(groups: readonly Group[]): void {
  for (const { says, page, rows } of groups) {
    describe(`"${says}" (${page})`, () => {
      for (const [title, question, expected] of rows) {
        it(`${title}: ${expected}`, () => assert.equal(verdictOf(question), expected));
      }
    });
  }
}

/** What a request says beside caller, action and resource. */
type Values = NonNullable<Question["context"]>;

/** Whether an Allow statement with these conditions lets a request with these values through. */
export function when(
  title: string,
  conditions: object,
  context: Values,
  expected: Verdict["kind"],
  more: Question = {},
): Row {
  return [title, { key: allow({ Condition: conditions }), context, ...more }, expected];
}
