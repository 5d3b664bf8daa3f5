import type { Assumption } from "../core/cases.js";
import type { Finding } from "../core/finding.js";
import type { TableCase } from "../summaries.js";

/**
 * How a table, or one replica, counts in totals: the key that encrypts it in every case;
 * `unusable` where `valid-table-key` says that the key can't work; `depends` where cases differ.
 */
export type EncryptionVerdict = TableCase["key"] | "unusable" | "depends";

/** All verdicts, in the order in which totals name them. */
export const VERDICTS: readonly EncryptionVerdict[] = [
  "customer-managed",
  "aws-managed",
  "aws-owned",
  "invalid",
  "undecided",
  "unusable",
  "depends",
];

interface Row {
  readonly resource: string;
  readonly replica: string | null;
}

type JudgedFinding = Pick<Finding, "rule" | "severity" | "resource" | "replica" | "case">;

/** The verdict on a table or a replica. @param findings those of its template. */
export function verdictOf(
  table: Row & { readonly cases: readonly TableCase[] },
  findings: readonly JudgedFinding[],
): EncryptionVerdict {
  return oneOf(table.cases.map((one) => (canWork(table, one, findings) ? one.key : "unusable")));
}

/** What all agree on; `depends` where they don't. */
export function oneOf(verdicts: readonly EncryptionVerdict[]): EncryptionVerdict {
  const [first = "undecided", ...others] = verdicts;
  return others.every((one) => one === first) ? first : "depends";
}

/** Whether no finding says that the key of a case can't encrypt the table at all. */
export function canWork(
  { resource, replica }: Row,
  { when }: Pick<TableCase, "when">,
  findings: readonly JudgedFinding[],
): boolean {
  const stated = new Set(when.map(assumption));
  return !findings.some(
    (finding) =>
      finding.rule === "valid-table-key" &&
      finding.severity === "error" &&
      finding.resource === resource &&
      finding.replica === replica &&
      finding.case.every((one) => stated.has(assumption(one))),
  );
}

function assumption({ kind, name, is, of }: Assumption): string {
  return JSON.stringify([kind, name, is, of]);
}
