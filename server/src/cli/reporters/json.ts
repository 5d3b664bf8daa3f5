import type { Assumption } from "../../core/cases.js";
import type { FileReport, Location, Report, ReportedFinding } from "../report.js";

/** The report as JSON, version 1; `docs/json-output.md` describes it. */
export function jsonReport(report: Report): string {
  const output = {
    version: 1,
    files: report.files.map((file) => ({
      path: file.path,
      dialect: file.dialect,
      problems: file.problems.map(({ message, range }) => ({
        message,
        line: range?.start.line ?? 1,
        column: range?.start.column ?? 1,
      })),
    })),
    findings: report.files.flatMap((file) => file.findings.map((finding) => findingOf(file, finding))),
    tables: report.files.flatMap((file) =>
      file.tables.map((table) => ({
        path: file.path,
        resource: table.resource,
        type: table.type,
        replica: table.replica,
        cases: table.cases.map(({ when, key, reference, reason }) => ({
          when: when.map(assumptionOf),
          key,
          reference,
          reason,
        })),
      })),
    ),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
}

function findingOf({ path }: FileReport, finding: ReportedFinding) {
  const { suppressed } = finding;
  return {
    path,
    rule: finding.rule,
    messageId: finding.messageId,
    message: finding.message,
    severity: finding.severity,
    resource: finding.resource,
    ...(finding.replica === null ? {} : { replica: finding.replica }),
    case: finding.case.map(assumptionOf),
    suppressed:
      suppressed === null ? null : { by: suppressed.by, reason: suppressed.reason, until: suppressed.until },
    start: locationOf(finding.start),
    end: locationOf(finding.end),
    fixes: finding.fixes.map(({ title, applicability }) => ({ title, applicability })),
    docs: finding.docs,
  };
}

/** Only what the format promises: the model may know more. */
function assumptionOf({ kind, name, is }: Assumption) {
  return { kind, name, is };
}

function locationOf({ line, column, offset }: Location): Location {
  return { line, column, offset };
}
