import { describeCase } from "../../service.js";
import { isOpen, type FileReport, type ReportedFinding, type ReportParts } from "../report.js";
import { setAside } from "./set-aside.js";
import { printable } from "./style.js";

const COLUMNS = [
  "path",
  "line",
  "column",
  "severity",
  "rule",
  "messageId",
  "resource",
  "replica",
  "case",
  "status",
  "statusReason",
  "message",
  "controls",
  "fingerprint",
  "docs",
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | null>>>;

/** The report as a table for spreadsheets (RFC 4180), a line for each finding and problem. */
export const csvReport: ReportParts = {
  begin: record(COLUMNS),
  file: (file) => rowsOf(file).map(written).join(""),
  end: () => "",
};

function rowsOf({ path, problems, findings }: FileReport): readonly Row[] {
  return [
    ...problems.map(({ message, range }) => ({
      path,
      line: range?.start.line ?? 1,
      column: range?.start.column ?? 1,
      severity: "error",
      rule: "problem",
      status: "problem",
      message,
    })),
    ...findings.map((finding) => ({
      path,
      line: finding.start.line,
      column: finding.start.column,
      severity: finding.severity,
      rule: finding.rule,
      messageId: finding.messageId,
      resource: finding.resource,
      replica: finding.replica,
      case: describeCase(finding.case).trim(),
      status: statusOf(finding),
      statusReason: setAside(finding),
      message: finding.message,
      controls: finding.controls.join("; "),
      fingerprint: finding.fingerprint,
      docs: finding.docs,
    })),
  ];
}

function statusOf(finding: ReportedFinding): string {
  if (finding.suppressed !== null) return "suppressed";
  return isOpen(finding) ? "open" : "baseline";
}

function written(row: Row): string {
  return record(COLUMNS.map((column) => row[column] ?? ""));
}

function record(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === "number" ? String(cell) : quoted(tame(cell)))).join(",")}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet would take a cell that begins so for a formula, and run what is in it. */
function tame(text: string): string {
  const safe = printable(text);
  return /^[\s\uFFFD]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(safe) ? `'${safe}` : safe;
}
