import { describeCase } from "../../server/src/core/cases.js";
import type { Finding } from "../../server/src/core/finding.js";
import { Lines } from "../../server/src/core/lines.js";
import { rules } from "../../server/src/service.js";

/*
 * Findings as lines of carets under the text they cover:
 *
 *       Type: AWS::DynamoDB::Table
 * #           ^^^^^^^^^^^^^^^^^^^^ some-rule/someMessage when IsProd is false
 *
 * The sign `#` stands in the first column. A finding that begins there, where no caret can be
 * drawn, has `#<` in place of its first two carets. A finding over several lines is drawn to the
 * end of its first line.
 */
const MARKER = /^#(?:<\^*| *\^+) [a-z-]+\/[A-Za-z0-9]+/;

/** The text without its marker lines. */
export function withoutMarkers(marked: string): string {
  return marked
    .split("\n")
    .filter((line) => !MARKER.test(line))
    .join("\n");
}

/** The text with a marker line for each finding. */
export function withMarkers(text: string, findings: readonly Finding[]): string {
  const lines = new Lines(text);
  const markersAt = (line: number): string[] =>
    findings
      .filter((finding) => lines.positionAt(finding.span.start).line === line)
      .map((finding) => drawn(lines, finding));
  return text
    .split("\n")
    .flatMap((line, index) => [line, ...markersAt(index)])
    .join("\n");
}

/** Only the lines that have findings, each with its number, for texts that can't hold comments. */
export function excerpts(text: string, findings: readonly Finding[]): string {
  const lines = new Lines(text);
  return findings
    .map((finding) => {
      const { line } = lines.positionAt(finding.span.start);
      const number = String(line + 1).padStart(4);
      return `${number} | ${lines.lineText(line)}\n     | ${carets(lines, finding)} ${label(finding)}\n`;
    })
    .join("");
}

function drawn(lines: Lines, finding: Finding): string {
  const line = carets(lines, finding);
  const sign = line.startsWith("^") ? "#<" : "#";
  return `${sign}${line.slice(sign.length)} ${label(finding)}`;
}

function carets(lines: Lines, { span }: Finding): string {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  const last = end.line === start.line ? end.character : lines.lineText(start.line).length;
  return " ".repeat(start.character) + "^".repeat(Math.max(1, last - start.character));
}

/** Names the severity only where it isn't the rule's own. */
function label(finding: Finding): string {
  const usual = rules.find((rule) => rule.id === finding.rule)?.severity;
  const severity = finding.severity === usual || usual === "off" ? "" : ` (${finding.severity})`;
  const suppressed = finding.suppressed === null ? "" : ` (suppressed${forWhom(finding.suppressed.by)})`;
  return `${finding.rule}/${finding.messageId}${severity}${suppressed}${describeCase(finding.case)}`;
}

function forWhom(by: NonNullable<Finding["suppressed"]>["by"]): string {
  return by === "comment" || by === "metadata" ? "" : ` for ${by}`;
}
