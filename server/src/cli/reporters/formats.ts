import type { FailOn, FormatName } from "../options.js";
import type { Report, ReportParts } from "../report.js";
import { checkstyleReport } from "./checkstyle.js";
import { csvReport } from "./csv.js";
import { githubReport } from "./github.js";
import { gitlabReport } from "./gitlab.js";
import { jsonReport } from "./json.js";
import { junitReport } from "./junit.js";
import { sarifReport } from "./sarif.js";
import { textReport, type TextOptions } from "./text.js";

/** What takes time to work out, and which formats show it. */
export interface Needs {
  readonly withFixes: boolean;
  /** Who may read each table. */
  readonly withReaders: boolean;
  /** All templates together. */
  readonly withInventory: boolean;
}

/** What the reports of a run need, all formats taken together. */
export function needsOf(formats: readonly FormatName[]): Needs {
  const some = (...names: readonly FormatName[]): boolean => formats.some((one) => names.includes(one));
  return {
    withFixes: some("text", "json", "sarif"),
    withReaders: some("json"),
    withInventory: some("json", "html", "markdown"),
  };
}

/** Formats that need to know all before they are written. */
export type WholeFormat = "json" | "sarif" | "html" | "markdown";
/** Formats that are written file by file. */
export type PartsFormat = Exclude<FormatName, WholeFormat>;

/** A report that is written file by file; null where the format is none. */
export function partsIn(
  format: FormatName,
  options: TextOptions & { readonly failOn: FailOn },
): ReportParts | null {
  switch (format) {
    case "text":
      return textReport(options);
    case "github":
      return githubReport;
    case "gitlab":
      return gitlabReport();
    case "junit":
      return junitReport(options.failOn);
    case "checkstyle":
      return checkstyleReport;
    case "csv":
      return csvReport;
    default:
      return null;
  }
}

/** A report that is written when all is known. */
export function wholeReport(format: WholeFormat, report: Report): string {
  switch (format) {
    case "json":
      return jsonReport(report);
    case "sarif":
      return sarifReport(report);
    case "html":
    case "markdown":
      return report.inventoryReport(format);
  }
}
