import type { Problem } from "../core/problem.js";
import type { Scan, ScannedBlock, ScannedSection } from "./blocks.js";
import { JsonScanner } from "./json-scanner.js";
import { replaceChildren, touchedBy, type Rescan } from "./rescan.js";
import type { TextChange } from "./text-change.js";

/**
 * Finds the members of the map at the top of a JSON text, and the direct members of each, without
 * parsing.
 *
 * @returns "broken" where brackets, commas or keys aren't where they belong, and "unsure" where the
 * text is no such map or has a key twice on these two levels.
 */
export function scanJsonBlocks(text: string): Scan | "broken" | "unsure" {
  const scanner = new JsonScanner(text);
  const problems: Problem[] = [];
  const sections: ScannedSection[] = [];
  let repeated = false;
  if (!scanner.takeMapStart()) return "unsure";
  const complete = scanMembers(scanner, problems, (key) => {
    const section: ScannedSection = {
      ...blockOf(key),
      children: null,
      scalar: !scanner.atMapStart(),
      map: null,
    };
    sections.push(section);
    if (section.scalar) return scanValue(scanner, section);
    const start = scanner.pos;
    const children: ScannedBlock[] = [];
    scanner.takeMapStart();
    const closed = scanMembers(scanner, problems, (childKey) => {
      const child = blockOf(childKey);
      children.push(child);
      return scanValue(scanner, child);
    });
    section.children = children;
    section.map = { span: { start, end: scanner.pos }, style: "flow" };
    section.end = section.valueEnd = scanner.pos;
    repeated ||= !unique(children);
    return closed;
  });
  // Nothing but blanks and comments may follow.
  if (!complete || !Number.isNaN(scanner.next())) return "broken";
  return repeated || !unique(sections) ? "unsure" : { text, sections, problems };
}

/**
 * The same for a text of which the one before the change has been scanned: where the change lies
 * within one member of a section and that still ends where it did, only this one is looked at.
 *
 * @returns null where more than that has changed, or may have.
 */
export function rescanJsonBlocks(before: Scan, text: string, change: TextChange): Rescan | null {
  const touched = before.recovered === true ? null : touchedBy(before, change);
  if (touched === null) return null;
  const old = before.sections[touched.section]?.children?.[touched.from];
  if (old === undefined || change.oldEnd >= old.end) return null;
  const scanner = new JsonScanner(text, old.start);
  const key = scanner.key();
  if (key === undefined || key.from !== old.start) return null;
  const child = blockOf(key);
  const isWhole = scanValue(scanner, child);
  if (!isWhole || child.end !== old.end + change.newEnd - change.oldEnd) return null;
  return replaceChildren(before, text, change, touched, [child], []);
}

/** Goes over the value of a block; its text ends with it. */
export function scanValue(scanner: JsonScanner, block: ScannedBlock): boolean {
  scanner.suspect = false;
  scanner.deepAt = null;
  const start = scanner.pos;
  const whole = scanner.value();
  block.end = block.valueEnd = Math.max(scanner.pos, start);
  block.suspect = scanner.suspect || !whole;
  block.deepAt = scanner.deepAt;
  return whole;
}

export function blockOf(key: { key: string; from: number; to: number }): ScannedBlock {
  const keySpan = { start: key.from, end: key.to };
  const { from: start, to: end } = key;
  return { key: key.key, keySpan, start, end, valueEnd: end, suspect: false, deepAt: null };
}

/** Goes over members up to and with the closing brace; false where the text is something else. */
function scanMembers(
  scanner: JsonScanner,
  problems: Problem[],
  member: (key: { key: string; from: number; to: number }) => boolean,
): boolean {
  if (scanner.takeMapEnd()) return true;
  for (;;) {
    const key = scanner.key();
    if (key === undefined || !member(key)) return false;
    if (scanner.takeMapEnd()) return true;
    if (!scanner.takeComma()) return false;
    const comma = scanner.pos - 1;
    if (!scanner.takeMapEnd()) continue;
    problems.push({ message: TRAILING_COMMA, span: { start: comma, end: comma + 1 } });
    return true;
  }
}

export const TRAILING_COMMA = "Nothing follows this comma; JSON allows none behind the last item.";

function unique(blocks: readonly ScannedBlock[]): boolean {
  return new Set(blocks.map((block) => block.key)).size === blocks.length;
}
