import type { Mended, Refused } from "../fix.js";
import type { FileFixing, Report } from "../report.js";
import { printable } from "./style.js";
import { plural } from "./width.js";

/** More reasons than this aren't told apart at the end of a report. */
const MOST_REASONS = 12;

/** The totals of a run's fixes, one sentence or list item each; none where no fixes were asked for. */
export function fixTotals({ files, fixing: run }: Pick<Report, "files" | "fixing">): readonly string[] {
  if (run === null) return [];
  const fixings = files.flatMap(({ fixing }) => fixing ?? []);
  return [...fixedInTotal(files, run), ...givenKeys(fixings), ...refusedInTotal(fixings)];
}

/** The findings of a file that weren't fixed, each rule and reason once, as "rule: resources: reason". */
export function refusals(refused: readonly Refused[]): readonly string[] {
  const byReason = new Map<string, Refused[]>();
  for (const one of refused) {
    const key = `${one.rule}\n${one.reason}`;
    byReason.set(key, [...(byReason.get(key) ?? []), one]);
  }
  return [...byReason.values()].map((all) => `${about(all)}: ${printable(all[0]?.reason ?? "")}`);
}

/** "require-customer-managed-key: Orders, Invoices" */
export function about(all: readonly Mended[]): string {
  const resources = new Set(all.flatMap(({ resource }) => (resource === null ? [] : printable(resource))));
  const rule = all[0]?.rule ?? "";
  return resources.size === 0 ? rule : `${rule}: ${[...resources].join(", ")}`;
}

/** Findings by their rules, in order. */
export function byRule(all: readonly Mended[]): ReadonlyMap<string, readonly Mended[]> {
  const rules = new Map<string, Mended[]>();
  for (const one of all) rules.set(one.rule, [...(rules.get(one.rule) ?? []), one]);
  return rules;
}

function fixedInTotal(
  files: Report["files"],
  { dryRun, cost }: NonNullable<Report["fixing"]>,
): readonly string[] {
  const changed = files.filter(({ fixing }) => fixing?.changed === true);
  const findings = changed.reduce((sum, { fixed }) => sum + fixed.length, 0);
  if (findings === 0) return dryRun ? ["Nothing would change."] : [];
  const count = (of: (fixing: FileFixing) => number): number =>
    changed.reduce((sum, { fixing }) => sum + (fixing === null ? 0 : of(fixing)), 0);
  const tables = count((fixing) => fixing.tables.length);
  const keys = count((fixing) => fixing.keysAdded.length);
  const what = [
    ...(tables === 0 ? [] : [plural(tables, "table")]),
    ...(keys === 0 ? [] : [`${plural(keys, "key")} added`]),
  ].join(", ");
  const where = `${plural(findings, "finding")} in ${plural(changed.length, "file")}`;
  return [`${dryRun ? "Would fix" : "Fixed"} ${where}${what === "" ? "" : ` (${what})`}: ${cost.words}.`];
}

/** What the edits can't do: such keys are made, and their policies written, somewhere else. */
function givenKeys(fixings: readonly FileFixing[]): readonly string[] {
  const count = fixings.reduce((sum, { withGivenKey }) => sum + withGivenKey, 0);
  if (count === 0) return [];
  const subject =
    count === 1
      ? "1 table gets a key that is only known when it is deployed"
      : `${count} tables get keys that are only known when they are deployed`;
  return [
    `${subject}: the fees of such keys aren't counted, and who uses the tables needs kms:Decrypt with them.`,
  ];
}

function refusedInTotal(fixings: readonly FileFixing[]): readonly string[] {
  const refused = fixings.flatMap((fixing) => fixing.refused);
  if (refused.length === 0) return [];
  const files = fixings.filter((fixing) => fixing.refused.length > 0).length;
  const reasons = [...byKind(refused)].sort(([, a], [, b]) => b.length - a.length);
  const rest = reasons.slice(MOST_REASONS).reduce((sum, [, all]) => sum + all.length, 0);
  return [
    `Refused ${plural(refused.length, "finding")} in ${plural(files, "file")}:`,
    ...reasons
      .slice(0, MOST_REASONS)
      .map(([kind, all]) => `- ${all.length}: ${printable(isOne(all) ? (all[0]?.reason ?? kind) : kind)}`),
    ...(rest === 0 ? [] : [`- ${rest}: other reasons`]),
  ];
}

/** Reasons that differ in names alone are of one kind. */
function byKind(refused: readonly Refused[]): ReadonlyMap<string, readonly Refused[]> {
  const kinds = new Map<string, Refused[]>();
  for (const one of refused) {
    const kind = one.reason.replace(/'[^']*'/g, "'…'");
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return kinds;
}

function isOne(refused: readonly Refused[]): boolean {
  return new Set(refused.map(({ reason }) => reason)).size === 1;
}
