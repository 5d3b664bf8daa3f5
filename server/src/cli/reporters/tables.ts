import { canWork, verdictOf, VERDICTS, type EncryptionVerdict } from "../../service.js";
import type { Report, ReportedTable } from "../report.js";
import { printable } from "./style.js";
import type { TextOptions } from "./text.js";
import { padTo, plural, widthOf, wrap } from "./width.js";

type TableCase = ReportedTable["cases"][number];
type KeyVerdict = TableCase["key"];

const NAMES: Readonly<Record<KeyVerdict, string>> = {
  "customer-managed": "customer managed key",
  "aws-managed": "AWS managed key",
  "aws-owned": "AWS owned key",
  invalid: "invalid",
  undecided: "undecided",
};
/** The same in a row of counts. */
const COUNTED: Readonly<Record<EncryptionVerdict, string>> = {
  "customer-managed": "customer managed",
  "aws-managed": "AWS managed",
  "aws-owned": "AWS owned",
  invalid: "invalid",
  undecided: "undecided",
  unusable: "under a key that can't work",
  depends: "depending on the case",
};
const CANT_WORK = "can't work: valid-table-key";
/** More tables than this are counted, not listed; those that can't be decided are listed all the same. */
const LISTED_TABLES = 20;
/** A longer name has a line of its own. */
const NAME_CELLS = 36;

/** How many templates, tables and replicas of global tables there are, by the key that encrypts them. */
export function tableCounts(report: Report): string {
  const templates = report.files.filter(({ dialect }) => dialect !== null).length;
  if (templates === 0) return "";
  const counts = new Map<EncryptionVerdict, number>();
  for (const { tables, findings } of report.files) {
    for (const table of tables) {
      const verdict = verdictOf(table, findings);
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
  }
  const tables = report.files.flatMap((file) => file.tables);
  const parts = VERDICTS.filter((verdict) => counts.has(verdict)).map(
    (verdict) => `${counts.get(verdict)} ${COUNTED[verdict]}`,
  );
  const split = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  const counted = tables.some(({ replica }) => replica !== null)
    ? `${tables.length} tables and replicas`
    : plural(tables.length, "table");
  return `${counted} in ${plural(templates, "template")}${split}.`;
}

/** Each table with its key, case by case, under the path of its template. */
export function tableLines(report: Report, { palette, width }: TextOptions): string[] {
  const tables = report.files.flatMap((file) => file.tables.map((table) => ({ file, table })));
  const few = tables.length <= LISTED_TABLES;
  const listed = few
    ? tables
    : tables.filter(({ table }) => table.cases.some(({ key }) => key === "undecided"));
  const shown = listed.slice(0, 2 * LISTED_TABLES);
  if (shown.length === 0) return [];
  const nameCells = Math.min(NAME_CELLS, Math.max(...shown.map(({ table }) => widthOf(nameOf(table)))));
  const lines = [palette.bold(few ? "Tables" : "Undecided tables")];
  let last: string | null = null;
  for (const { file, table } of shown) {
    const { path } = file;
    if (path !== last) lines.push(`  ${palette.dim(printable(path))}`);
    last = path;
    const cases = few ? table.cases : table.cases.filter(({ key }) => key === "undecided");
    const rows = cases.flatMap((one) =>
      caseLines(one, path, canWork(table, one, file.findings), report, Math.max(30, width - nameCells - 6)),
    );
    const name = nameOf(table);
    if (widthOf(name) > nameCells) lines.push(`    ${name}`);
    rows.forEach((row, index) => {
      const beside = index === 0 && widthOf(name) <= nameCells;
      lines.push(`    ${padTo(beside ? name : "", nameCells)}  ${row}`);
    });
  }
  if (shown.length < listed.length) lines.push(`    … and ${listed.length - shown.length} more`);
  return lines;
}

function nameOf({ resource, replica }: ReportedTable): string {
  return printable(replica === null ? resource : `${resource} in ${bare(replica)}`);
}

function caseLines(
  { when, key, reference, reason, keyAt }: TableCase,
  path: string,
  works: boolean,
  { describeCase }: Report,
  width: number,
): string[] {
  // Where there is a reason, it says what matters; the finding shows the reference.
  const own = reference === null ? "" : ` ${bare(reference)}`;
  const named = keyAt === null || keyAt.path === path ? own : ` ${keyAt.resource} of ${keyAt.path}`;
  const which = reason === null ? named : "";
  const because = reason === null ? "" : `: ${reason}`;
  const [first = "", ...rest] = wrap(
    printable(`${NAMES[key]}${which}${describeCase(when)}${because}${works ? "" : ` (${CANT_WORK})`}`),
    width - 2,
  );
  return [first, ...rest.map((line) => `  ${line}`)];
}

/** A text that is one hole, `${Key.Arn}`, without its braces. */
function bare(text: string): string {
  return /^\$\{([^{}]+)\}$/.exec(text)?.[1] ?? text;
}
