import { isOpen, withControls, type FileReport, type Range, type ReportParts } from "../report.js";
import { verdictLine } from "./text.js";

const COMMANDS = { error: "error", warning: "warning", info: "notice" } as const;

/** The report as workflow commands, which GitHub Actions shows on the lines of a pull request. */
export const githubReport: ReportParts = {
  begin: "",
  file: (file) => lined(commandsFor(file)),
  end: (report) => lined([verdictLine(report)].filter((line) => line !== "")),
};

function commandsFor(file: FileReport): readonly string[] {
  return [
    ...file.problems.map((problem) => command("error", file, problem.range, "problem", problem.message)),
    ...file.findings
      .filter(isOpen)
      .map((finding) =>
        command(
          COMMANDS[finding.severity],
          file,
          finding,
          withControls(finding.rule, finding.controls),
          `${finding.message}\n${finding.docs}`,
        ),
      ),
  ];
}

function lined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

function command(
  name: string,
  { path }: FileReport,
  range: Range | null,
  title: string,
  message: string,
): string {
  const place =
    range === null
      ? {}
      : {
          line: range.start.line,
          col: range.start.column,
          endLine: range.end.line,
          endColumn: range.end.column,
        };
  const properties = Object.entries({ file: path, ...place, title });
  const written = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(",");
  return `::${name} ${written}::${escapeMessage(message)}`;
}

/** As GitHub's own toolkit escapes: a raw line end would end the command. */
function escapeMessage(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
