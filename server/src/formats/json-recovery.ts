import type { Problem } from "../core/problem.js";
import type { Scan, ScannedBlock, ScannedSection } from "./blocks.js";
import { blockOf, scanValue } from "./json-blocks.js";
import { JsonScanner } from "./json-scanner.js";

/**
 * Finds sections and their children in JSON whose brackets or commas are broken, by the indent of
 * their keys: in a text that is written over several lines, one broken block is broken alone.
 *
 * @returns null where the lines show no such structure, or a key twice.
 */
export function recoverJsonBlocks(text: string): Scan | null {
  const lines = keyLines(text);
  const first = lines[0];
  if (first === undefined) return null;
  const problems: Problem[] = [];
  const sections: ScannedSection[] = [];
  const tops = lines.filter((line) => line.column === first.column);
  tops.forEach((top, index) => {
    const limit = tops[index + 1]?.start ?? text.length;
    const inside = lines.filter((line) => line.start > top.start && line.start < limit);
    const section = recoverSection(text, top.start, limit, inside, problems);
    if (section !== null) sections.push(section);
  });
  const all = sections.flatMap((section) => [section, ...(section.children ?? [])]);
  return all.length > 0 && isUnique(sections) && sections.every((each) => isUnique(each.children ?? []))
    ? { text, sections, problems, recovered: true }
    : null;
}

function isUnique(blocks: readonly ScannedBlock[]): boolean {
  return new Set(blocks.map((block) => block.key)).size === blocks.length;
}

interface KeyLine {
  /** Of the opening quote. */
  readonly start: number;
  readonly column: number;
}

function keyLines(text: string): KeyLine[] {
  const lines: KeyLine[] = [];
  const pattern = /^[ \t]+(?=")/gm;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index + match[0].length;
    if (new JsonScanner(text, start, lineEndOf(text, start)).key() !== undefined) {
      lines.push({ start, column: match[0].length });
    }
  }
  return lines;
}

function recoverSection(
  text: string,
  start: number,
  limit: number,
  inside: readonly KeyLine[],
  problems: Problem[],
): ScannedSection | null {
  const scanner = new JsonScanner(text, start, limit);
  const key = scanner.key();
  if (key === undefined) return null;
  const section: ScannedSection = {
    ...blockOf(key),
    children: null,
    scalar: !scanner.atMapStart(),
    map: null,
  };
  const mapStart = scanner.pos;
  const column = inside[0]?.column;
  scanner.takeMapStart();
  if (section.scalar || column === undefined || scanner.next() !== 34 || scanner.pos !== inside[0]?.start) {
    scanner.pos = mapStart;
    takeBlock(scanner, section, limit);
    checkSeparator(scanner, section, limit, problems);
    return section;
  }
  const keys = inside.filter((line) => line.column === column);
  section.children = keys.flatMap((line, index) => {
    const last = index === keys.length - 1;
    const end = keys[index + 1]?.start ?? limit;
    return recoverChild(text, line.start, end, last, problems) ?? [];
  });
  const valueEnd = section.children.at(-1)?.valueEnd ?? mapStart + 1;
  section.end = section.valueEnd = valueEnd;
  section.map = { span: { start: mapStart, end: valueEnd }, style: "flow" };
  return section;
}

function recoverChild(
  text: string,
  start: number,
  limit: number,
  last: boolean,
  problems: Problem[],
): ScannedBlock | null {
  const scanner = new JsonScanner(text, start, limit);
  const key = scanner.key();
  if (key === undefined) return null;
  const child = blockOf(key);
  takeBlock(scanner, child, limit);
  if (last) {
    if (!scanner.takeMapEnd()) scanner.next();
    scanner.takeComma();
    scanner.takeMapEnd();
    if (!Number.isNaN(scanner.next())) misplaced(scanner, child, problems);
  } else checkSeparator(scanner, child, limit, problems);
  return child;
}

function takeBlock(scanner: JsonScanner, block: ScannedBlock, limit: number): void {
  if (scanValue(scanner, block)) return;
  let end = limit;
  while (end > block.keySpan.end && /[\s,]/.test(scanner.text[end - 1] ?? "")) end--;
  block.end = block.valueEnd = end;
  scanner.pos = limit;
}

/** What stands between this block and the next one: a comma, unless the block is broken itself. */
function checkSeparator(scanner: JsonScanner, block: ScannedBlock, limit: number, problems: Problem[]): void {
  if (scanner.pos >= limit || block.suspect) return;
  const comma = scanner.takeComma();
  if (limit === scanner.text.length) scanner.takeMapEnd();
  if (Number.isNaN(scanner.next())) {
    const { valueEnd } = block;
    const span = { start: valueEnd - 1, end: valueEnd };
    if (!comma && limit < scanner.text.length)
      problems.push({ message: "A comma is missing behind this value.", span });
    return;
  }
  misplaced(scanner, block, problems);
}

/** What comes next belongs to no block. */
function misplaced(scanner: JsonScanner, block: ScannedBlock, problems: Problem[]): void {
  if (block.suspect) return;
  const { pos, text } = scanner;
  block.broken = true;
  problems.push({
    message: `JSON doesn't allow '${text[pos] ?? ""}' here.`,
    span: { start: pos, end: pos + 1 },
  });
}

function lineEndOf(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}
