import type { Severity } from "../../core/finding.js";
import { suppressedInWords } from "../../service.js";
import { fails, isOpen, type Report, type ReportedFinding } from "../report.js";
import { fixTotals } from "./fixes.js";
import { printable } from "./style.js";
import { tableCounts, tableLines } from "./tables.js";
import type { TextOptions } from "./text.js";
import { plural, wrapItem } from "./width.js";

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** What was looked at: each table's key, then the totals and how the run ends. Empty where there is nothing. */
export function summary(report: Report, options: TextOptions): string {
  const totals = [
    tableCounts(report),
    ...fixTotals(report),
    verdictLine(report),
    ...fixHints(report, options),
    endHint(report),
  ].flatMap((line) => wrapItem(line, options.width));
  return [tableLines(report, options), totals]
    .map((lines) =>
      lines
        .filter((line) => line !== "")
        .map((line) => `${line}\n`)
        .join(""),
    )
    .filter((block) => block !== "")
    .join("\n");
}

/** "3 findings: 1 error, 2 warnings. 2 suppressed (1 for Checkov). 2 problems." Empty where no template was found. */
export function verdictLine(report: Report): string {
  const findings = report.files.flatMap((file) => file.findings);
  const open = findings.filter(isOpen);
  const suppressed = findings.filter((finding) => finding.suppressed !== null).length;
  const known = findings.length - open.length - suppressed;
  const problems = problemsIn(report);
  if (report.files.length === 0) return "";
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    count: open.filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0);
  const counted = bySeverity.map(({ severity, count }) =>
    severity === "info" ? `${count} info` : plural(count, severity),
  );
  const since = report.since === null ? "" : ` since ${printable(report.since.ref)}`;
  const kind = report.baseline === null ? "finding" : "new finding";
  return [
    open.length === 0
      ? `No ${kind}s${since}.`
      : `${plural(open.length, kind)}${since}: ${counted.join(", ")}.`,
    suppressedInWords(findings),
    known === 0 ? "" : `${plural(known, "finding")} ${known === 1 ? "is" : "are"} in the baseline.`,
    problems === 0 ? "" : `${plural(problems, "problem")}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function problemsIn({ files }: Report): number {
  return files.reduce((sum, file) => sum + file.problems.length, 0);
}

/** Which fixes could be had all at once. Those of files that CDK writes belong into the app. */
function fixHints(report: Report, { fixing }: TextOptions): string[] {
  const open = report.files
    .filter(({ dialect }) => dialect !== "cdk")
    .flatMap((file) => file.findings.filter((finding) => !isRefused(finding, file)))
    .filter(isOpen);
  const isSafe = ({ fixes }: ReportedFinding): boolean =>
    fixes.some(({ applicability, bulk }) => bulk && applicability === "safe");
  const safe = open.filter(isSafe).length;
  const byRule = new Map<string, number>();
  for (const { rule } of open.filter((each) => !isSafe(each) && each.fixes.some(({ bulk }) => bulk))) {
    byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  }
  return [
    ...(safe > 0 && !fixing ? [`${safe} can be fixed with --fix.`] : []),
    ...[...byRule].map(
      ([rule, count]) => `${count} can be fixed with --fix-rule ${rule} (review what changes).`,
    ),
  ];
}

/** It has just been tried. */
function isRefused({ rule, resource }: ReportedFinding, { fixing }: Report["files"][number]): boolean {
  return fixing?.refused.some((one) => one.rule === rule && one.resource === resource) ?? false;
}

/** Why the exit code isn't 0, or why it is although there are findings. */
export function endHint(report: Report): string {
  if (report.files.length === 0) return "";
  const findings = report.files.flatMap((file) => file.findings);
  const open = findings.filter(isOpen).length;
  const failing = findings.filter((finding) => fails(finding, report.failOn)).length;
  const problems = problemsIn(report);
  if (problems > 0) return `Exit code 2: ${plural(problems, "problem")}.`;
  if (failing === 0 && report.exitCode === 1) return "Exit code 1: there is something to fix.";
  if (failing > 0) return `Exit code 1: --fail-on ${report.failOn}.`;
  return open > 0 ? `Exit code 0: --fail-on ${report.failOn}.` : "";
}
