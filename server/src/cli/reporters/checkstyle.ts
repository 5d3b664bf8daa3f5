import { isOpen, withControls, type FileReport, type ReportParts } from "../report.js";
import { element, startTag, XML_DECLARATION } from "./xml.js";

const TOOL = "dynamodb-encryption-lint";

/** The report in the XML of Checkstyle, which most review tools read. Only what is open stands in it. */
export const checkstyleReport: ReportParts = {
  // The version of Checkstyle whose format it is.
  begin: `${XML_DECLARATION}${startTag("checkstyle", { version: "4.3" })}\n`,
  file: fileElement,
  end: () => "</checkstyle>\n",
};

function fileElement({ path, problems, findings }: FileReport): string {
  const lines = [
    ...problems.map(({ message, range }) =>
      element("error", {
        line: range?.start.line ?? 1,
        column: range?.start.column ?? null,
        severity: "error",
        message,
        source: `${TOOL}.problem`,
      }),
    ),
    ...findings.filter(isOpen).map(({ start, severity, message, rule, controls }) =>
      element("error", {
        line: start.line,
        column: start.column,
        severity,
        message: withControls(message, controls),
        source: `${TOOL}.${rule}`,
      }),
    ),
  ];
  return `  ${element("file", { name: path }, `\n${lines.map((line) => `    ${line}\n`).join("")}  `)}\n`;
}
