import assert from "node:assert/strict";
import { newFindings, tallyOf } from "../../server/src/cli/new-findings.js";
import type { Finding, Severity } from "../../server/src/core/finding.js";

type Said = readonly [rule: string, resource: string, severity: Severity, suppressed?: boolean];

const TABLE: readonly (readonly [string, readonly Said[], readonly Said[], readonly string[]])[] = [
  ["nothing where the same is said", [["a", "T", "warning"]], [["a", "T", "warning"]], []],
  ["a warning of another rule", [["a", "T", "warning"]], [["b", "T", "warning"]], ["b T"]],
  ["a warning about another resource", [["a", "T", "warning"]], [["a", "K", "warning"]], ["a K"]],
  [
    "a second one of the same",
    [["a", "T", "warning"]],
    [
      ["a", "T", "warning"],
      ["a", "T", "warning"],
    ],
    ["a T"],
  ],
  ["a warning that has become an error", [["a", "T", "warning"]], [["a", "T", "error"]], ["a T"]],
  ["no error that has become a warning", [["a", "T", "error"]], [["a", "T", "warning"]], []],
  [
    "no warning in place of an error about the same resource",
    [["a", "T", "error"]],
    [["b", "T", "warning"]],
    [],
  ],
  ["a warning in place of an error about another", [["a", "T", "error"]], [["b", "K", "warning"]], ["b K"]],
  ["an error in place of an error", [["a", "T", "error"]], [["b", "T", "error"]], ["b T"]],
  [
    "no hint, and nothing that is set aside",
    [],
    [
      ["a", "T", "info"],
      ["b", "T", "error", true],
    ],
    [],
  ],
  ["what is no longer set aside", [["a", "T", "warning", true]], [["a", "T", "warning"]], ["a T"]],
];

describe("the findings that a fix brings", () => {
  for (const [what, before, after, expected] of TABLE) {
    it(`are ${what}`, () => {
      const found = newFindings(analysis(after), tallyOf(analysis(before)));
      assert.deepEqual(
        found.map(({ rule, resource }) => `${rule} ${resource ?? ""}`),
        expected,
      );
    });
  }
});

function analysis(said: readonly Said[]): { readonly findings: readonly Finding[] } {
  return {
    findings: said.map(([rule, resource, severity, suppressed = false]) => ({
      rule,
      resource,
      severity,
      messageId: "m",
      message: "Something is said.",
      replica: null,
      case: [],
      span: { start: 0, end: 1 },
      related: [],
      fixes: () => [],
      suppressed: suppressed ? { by: "comment", reason: null, until: null } : null,
      unnecessary: false,
    })),
  };
}
