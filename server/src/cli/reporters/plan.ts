import type { FileReport, Report } from "../report.js";
import { about, byRule, refusals, fixTotals } from "./fixes.js";
import { printable, type Palette } from "./style.js";
import { endHint, verdictLine } from "./summary.js";
import { wrap, wrapItem } from "./width.js";

interface Look {
  /** Cells of a line. */
  readonly width: number;
  readonly palette: Palette;
}

/** What all files would change, as one unified diff. */
export function diffOf({ files }: Pick<Report, "files">): string {
  return files.map(({ fixing }) => fixing?.diff ?? "").join("");
}

/** What a dry run would do in each file and what it would not, then the totals and what would remain. */
export function planReport(report: Report, look: Look): string {
  const files = report.files.flatMap((file) => [...planLines(file, look), ...problemLines(file, look)]);
  const remaining = verdictLine(report);
  const end = [
    ...fixTotals(report),
    ...(remaining === "" ? [] : [`What would remain: ${remaining.replace(/^No /, "no ")}`]),
    endHint(report),
  ].flatMap((line) => wrapItem(line, look.width));
  return [files, end.filter((line) => line !== "")]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function planLines({ path, fixing, fixed }: FileReport, look: Look): readonly string[] {
  if (fixing === null) return [];
  const { palette } = look;
  const keys = fixing.keysAdded.map(printable).join(", ");
  const added = keys === "" ? "" : `; new ${fixing.keysAdded.length === 1 ? "key" : "keys"} ${keys}`;
  const lines = [
    ...[...byRule(fixed).values()].map(
      (all, index) => `${palette.good("would fix")} ${about(all)}${index === 0 ? added : ""}`,
    ),
    ...refusals(fixing.refused).map((text) => `${palette.warning("refused")} ${text}`),
  ];
  return lines.flatMap((line) => hanging(`${palette.bold(printable(path))}: ${line}`, look));
}

function problemLines({ path, problems }: FileReport, look: Look): readonly string[] {
  return problems.flatMap(({ message, range }) => {
    const place = `${printable(path)}${range === null ? "" : `:${range.start.line}:${range.start.column}`}`;
    return hanging(
      `${look.palette.bold(place)}: ${look.palette.error("problem")} ${printable(message)}`,
      look,
    );
  });
}

function hanging(text: string, { width }: Look): readonly string[] {
  const [first = "", ...rest] = wrap(text, width - 2);
  return [first, ...rest.map((line) => `  ${line}`)];
}
