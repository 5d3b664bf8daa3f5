import { describeCase } from "../core/cases.js";
import { isSameKey } from "../core/home.js";
import type { Key, Table, Template } from "../core/model.js";
import type { Place } from "../core/span.js";
import { readerName, reasonOfReader } from "../policy/access/reader-words.js";
import { readersOf, type Reader } from "../policy/access/readers.js";
import { plain, section } from "./markdown.js";

/** The line of a place of the text that is hovered over, from 1. */
export type LineOf = (place: Place) => number;

/** How many readers are listed before the rest is only counted. */
const MOST_READERS = 6;

/** Who may read or write a table under a customer managed key, and whom the key keeps out; null where there is none. */
export function whoDecrypts(table: Table, template: Template, lineOf: LineOf): string | null {
  const replicas = table.replicas.filter(({ encryption }) =>
    encryption.some(({ value }) => value.verdict === "customer-managed"),
  );
  const readers = replicas.flatMap((replica) => readersOf(table, replica, template));
  return listOf(
    readers.map((reader) => ({ reader, of: "" })),
    lineOf,
  );
}

/** The same for all tables under a key. */
export function whoDecryptsWith(
  key: Key,
  tables: readonly Table[],
  template: Template,
  lineOf: LineOf,
): string | null {
  const readers = tables.flatMap((table) =>
    table.replicas.flatMap((replica) =>
      readersOf(table, replica, template)
        .filter((reader) => isSameKey(reader.key, key))
        .map((reader) => ({ reader, of: tables.length > 1 ? ` **${plain(table.logicalId)}**` : "" })),
    ),
  );
  return listOf(readers, lineOf);
}

/** `of` is the table, where several are spoken of. */
interface Listed {
  readonly reader: Reader;
  readonly of: string;
}

function listOf(listed: readonly Listed[], lineOf: LineOf): string | null {
  const decided = listed.filter(({ reader }) => reader.outcome.verdict !== "undecided");
  const open = new Set(
    listed.filter((one) => !decided.includes(one)).map(({ reader }) => readerName(reader.who)),
  );
  const isBlocked = ({ reader }: Listed): boolean => reader.outcome.verdict === "blocked-by-key";
  const inOrder = [...decided.filter(isBlocked), ...decided.filter((one) => !isBlocked(one))];
  const points = [...new Set(inOrder.map((one) => pointOf(one, lineOf)))];
  const rest = open.size === 0 ? [] : [openPoint(open)];
  const shown =
    points.length > MOST_READERS - rest.length ? points.slice(0, MOST_READERS - rest.length - 1) : points;
  const more = points.length > shown.length ? [`and ${points.length - shown.length} more`] : [];
  const all = [...shown, ...more, ...rest];
  return all.length === 0 ? null : section("Who can decrypt:", all, MOST_READERS);
}

function openPoint(names: ReadonlySet<string>): string {
  const [first] = names;
  const others = names.size > 1 ? ` and ${names.size - 1} more` : "";
  return `${plain(first ?? "")}${others}: can't be decided from this template`;
}

function pointOf({ reader, of }: Listed, lineOf: LineOf): string {
  const { who, when, access, outcome } = reader;
  const at = access.by[0]?.statement.at ?? null;
  const line = at === null || at.path !== undefined ? "" : ` (line ${lineOf(at)})`;
  const what = `${access.reads ? (access.writes ? "reads and writes" : "reads") : "writes"}${of}`;
  const held = `**blocked by the key**${of}, because ${plain(reasonOfReader(reader) ?? "")}`;
  const says = outcome.verdict === "blocked-by-key" ? held : what;
  return `${plain(readerName(who))}${line}${plain(describeCase(when))}: ${says}`;
}
