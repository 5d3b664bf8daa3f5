import type { Dialect } from "../../core/model.js";
import {
  isOpen,
  type FileReport,
  type ReportedFinding,
  type ReportedFix,
  type ReportParts,
} from "../report.js";
import { excerpt } from "./excerpt.js";
import { refusals } from "./fixes.js";
import { printable, type Palette } from "./style.js";
import { summary } from "./summary.js";
import { unbroken, wrap } from "./width.js";

export { verdictLine } from "./summary.js";

export interface TextOptions {
  /** Cells of a line. */
  readonly width: number;
  readonly palette: Palette;
  /** Fixes have been asked for, so what is left needs another hint. */
  readonly fixing: boolean;
}

const DIALECTS: Readonly<Record<Dialect, string>> = {
  cloudformation: "CloudFormation",
  sam: "SAM",
  cdk: "CDK",
  "serverless-framework": "Serverless Framework",
};

/** The report for people: what was found file by file, then the tables and the totals. */
export function textReport(options: TextOptions): ReportParts {
  let begun = false;
  const apart = (block: string): string => {
    if (block === "") return "";
    const written = begun ? `\n${block}` : block;
    begun = true;
    return written;
  };
  return {
    begin: "",
    file: (file) => apart(saysSomething(file) ? fileBlock(file, options) : ""),
    end: (report) => apart(summary(report, options)),
  };
}

function saysSomething({ findings, problems, fixed }: FileReport): boolean {
  // What is refused is said of findings that are there.
  return problems.length > 0 || fixed.length > 0 || findings.some(isOpen);
}

function fileBlock(file: FileReport, options: TextOptions): string {
  const { palette } = options;
  const dialect = file.dialect === null ? "" : `  ${palette.dim(DIALECTS[file.dialect])}`;
  const shown = file.findings.filter(isOpen);
  const blocks = [
    ...fixedLines(file, options),
    ...refusedLines(file, options),
    ...shown.map((finding) => findingLines(file, finding, options)),
    ...problemLines(file, options),
  ];
  return `${palette.bold(printable(file.path))}${dialect}\n\n${blocks.map((lines) => `${lines.join("\n")}\n`).join("\n")}`;
}

function findingLines(file: FileReport, finding: ReportedFinding, options: TextOptions): string[] {
  const { palette, width } = options;
  const paint = palette[finding.severity];
  const place = placeOf(file, finding.start);
  const lines = excerpt(file.text, finding, width - 4, palette, paint);
  const related = [...madeBy(finding), ...finding.related.map(seen)].flatMap((line) =>
    wrap(line, width - 2).map(palette.dim),
  );
  return indented([
    `${place} ${paint(finding.severity)} ${palette.bold(finding.rule)}`,
    ...lines,
    ...wrap(printable(finding.message), width - 2),
    ...related,
    ...controlLines(finding, options),
    ...fixLines(file, finding, options),
  ]);
}

function seen({ path, start, message }: ReportedFinding["related"][number]): string {
  return `see ${printable(path)}:${start.line}:${start.column}: ${printable(message)}`;
}

/** The construct that made the resource, and where the app creates it. */
function madeBy({ madeBy: maker }: ReportedFinding): readonly string[] {
  if (maker === null) return [];
  const { construct, source } = maker;
  const column = source?.column === null ? "" : `:${source?.column}`;
  const place = source === null ? "" : `${printable(source.path)}:${source.line}${column}: `;
  return [`${place === "" ? "" : `see ${place}`}made by the construct ${printable(construct)}`];
}

function controlLines({ controls }: ReportedFinding, { palette, width }: TextOptions): string[] {
  if (controls.length === 0) return [];
  const [first = "", ...rest] = wrap(controls.map(unbroken).join("; "), width - 12);
  return [`controls: ${first}`, ...rest.map((line) => `          ${line}`)].map(palette.dim);
}

/** The fix there would be, and how to have it. */
function fixLines({ dialect }: FileReport, finding: ReportedFinding, options: TextOptions): string[] {
  const { palette, width } = options;
  const { fixes, rule } = finding;
  const fix = fixes.find(({ bulk }) => bulk) ?? fixes[0];
  if (fix === undefined) return [];
  const others = fixes.length > 1 ? `, ${unbroken(`${fixes.length - 1} more in an editor`)}` : "";
  const how = dialect === "cdk" ? "in the CDK app" : `${unbroken(optionFor(fix, rule))}${others}`;
  const [first = "", ...rest] = wrap(`${printable(fix.title.replace(/\.$/, ""))} (${how})`, width - 7);
  return [`${palette.good("fix:")} ${first}`, ...rest.map((line) => `     ${line}`)];
}

function optionFor({ applicability, bulk }: ReportedFix, rule: string): string {
  if (!bulk) return "in an editor";
  return applicability === "safe" ? "--fix" : `--fix-rule ${rule}`;
}

function problemLines(file: FileReport, { palette, width }: TextOptions): string[][] {
  return file.problems.map(({ message, range }) => {
    const place = range === null ? printable(file.path) : placeOf(file, range.start);
    const lines = range === null ? [] : excerpt(file.text, range, width - 4, palette, palette.error);
    return indented([
      `${place} ${palette.error("problem")}`,
      ...lines,
      ...wrap(printable(message), width - 2),
    ]);
  });
}

function fixedLines({ fixed }: FileReport, { palette, width }: TextOptions): string[][] {
  if (fixed.length === 0) return [];
  const byRule = new Map<string, string[]>();
  for (const { rule, resource } of fixed) {
    byRule.set(rule, [...(byRule.get(rule) ?? []), ...(resource === null ? [] : [printable(resource)])]);
  }
  const lines = [...byRule].flatMap(([rule, resources]) => {
    const where = [...new Set(resources)].join(", ");
    const [first = "", ...rest] = wrap(`${rule}${where === "" ? "" : `: ${where}`}`, width - 9);
    return [`${palette.good("fixed")} ${first}`, ...rest.map((line) => `      ${line}`)];
  });
  return [indented(lines)];
}

function refusedLines({ fixing }: FileReport, { palette, width }: TextOptions): string[][] {
  if (fixing === null || fixing.refused.length === 0) return [];
  const lines = refusals(fixing.refused).flatMap((text) => {
    const [first = "", ...rest] = wrap(text, width - 11);
    return [`${palette.warning("not fixed")} ${first}`, ...rest.map((line) => `          ${line}`)];
  });
  return [indented(lines)];
}

function placeOf({ path }: FileReport, { line, column }: { line: number; column: number }): string {
  return `${printable(path)}:${line}:${column}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
