import assert from "node:assert/strict";
import { describeCase, type Assumption, type Cases } from "../../server/src/core/cases.js";
import type { Report } from "../../server/src/core/rule.js";
import { acrossCases } from "../../server/src/rules/policy-reports.js";

const IS_PROD: Assumption = { kind: "condition", name: "IsProd", is: true };
const NOT_PROD: Assumption = { ...IS_PROD, is: false };

/** What is found in each case, by offset, and what is then said. */
const ROWS: readonly (readonly [
  title: string,
  found: Cases<readonly number[]>,
  said: readonly (readonly [offset: number, when: string])[],
])[] = [
  ["says what always holds without naming a case", [{ when: [], value: [1] }], [[1, ""]]],
  [
    "says what is in every case once",
    [
      { when: [IS_PROD], value: [1] },
      { when: [NOT_PROD], value: [1] },
    ],
    [[1, ""]],
  ],
  [
    "names the case of what is in one only",
    [
      { when: [IS_PROD], value: [1] },
      { when: [NOT_PROD], value: [1, 2] },
    ],
    [
      [1, ""],
      [2, " when IsProd is false"],
    ],
  ],
  [
    "names the case where another has nothing at all",
    [
      { when: [IS_PROD], value: [1] },
      { when: [NOT_PROD], value: [] },
    ],
    [[1, " when IsProd is true"]],
  ],
  ["says nothing where nothing is found", [{ when: [], value: [] }], []],
];

describe("what is found in the cases of a policy", () => {
  for (const [title, found, expected] of ROWS) {
    it(title, () => {
      const cases = found.map(({ when, value }) => ({ when, value: value.map(reportAt) }));
      const said = acrossCases(cases).map((one) => [one.at.from, describeCase(one.case ?? [])]);
      assert.deepEqual(said, expected);
    });
  }
});

function reportAt(from: number): Report<"found"> {
  return { at: { origin: { offset: 0 }, from, to: from + 1 }, message: "found" };
}
