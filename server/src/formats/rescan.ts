import type { Problem } from "../core/problem.js";
import type { Scan, ScannedBlock, ScannedSection } from "./blocks.js";
import type { TextChange } from "./text-change.js";

/** The scan of a changed text, made from that of the text before. */
export interface Rescan {
  readonly scan: Scan;
  /** Blocks whose text is the same, and what they were in the earlier scan. */
  readonly same: ReadonlyMap<ScannedBlock, ScannedBlock>;
}

/** Children of a section, by their indexes: the first one, and the one behind the last. */
export interface Touched {
  readonly section: number;
  readonly from: number;
  readonly to: number;
}

/** The section and the child that a change begins in; null where it begins in none, or may end one. */
export function touchedBy({ sections }: Scan, { start }: TextChange): Touched | null {
  const section = sections.findLastIndex((one) => one.start < start);
  const children = sections[section]?.children ?? [];
  const from = children.findLastIndex((child) => child.start < start);
  return from < 0 ? null : { section, from, to: from + 1 };
}

/**
 * Puts newly scanned children in place of the touched ones, and moves everything behind them.
 *
 * @param children the new ones; their offsets, and those of the problems in them, are those of the new text.
 * @returns null where a key would stand twice.
 */
export function replaceChildren(
  before: Scan,
  text: string,
  { start, oldEnd, newEnd }: TextChange,
  touched: Touched,
  children: readonly ScannedBlock[],
  problems: readonly Problem[],
): Rescan | null {
  const delta = newEnd - oldEnd;
  const same = new Map<ScannedBlock, ScannedBlock>();
  const kept = (block: ScannedBlock, by: number): ScannedBlock => {
    const moved = by === 0 ? block : shifted(block, by);
    same.set(moved, block);
    return moved;
  };
  const sections = before.sections.map((section, index): ScannedSection => {
    const by = index < touched.section ? 0 : delta;
    if (index !== touched.section) {
      const moved: ScannedSection = {
        ...shifted(section, by),
        children: section.children?.map((child) => kept(child, by)) ?? null,
        scalar: section.scalar,
        map: movedMap(section.map, by),
      };
      same.set(moved, section);
      return moved;
    }
    const all = section.children ?? [];
    return grown(section, delta, [
      ...all.slice(0, touched.from).map((child) => kept(child, 0)),
      ...children,
      ...all.slice(touched.to).map((child) => kept(child, delta)),
    ]);
  });
  const merged = sections[touched.section]?.children ?? [];
  if (new Set(merged.map(({ key }) => key)).size !== merged.length) return null;
  const [from, to] = extentOf(before, touched);
  const others = before.problems.flatMap(({ message, span }): readonly Problem[] => {
    if (span.start >= from && span.start < to) return [];
    const by = span.start < start ? 0 : delta;
    return [{ message, span: { start: span.start + by, end: span.end + by } }];
  });
  return { scan: { text, sections, problems: [...others, ...problems] }, same };
}

/** The touched section with other children: a map in flow style ends with its bracket, one in block style with its last value. */
function grown(section: ScannedSection, delta: number, children: ScannedBlock[]): ScannedSection {
  const map = section.map ?? { span: section.keySpan, style: "block" };
  const isBlock = map.style === "block";
  const valueEnd = isBlock ? (children.at(-1)?.valueEnd ?? section.valueEnd) : section.valueEnd + delta;
  const end = isBlock ? valueEnd : map.span.end + delta;
  return {
    ...section,
    end: section.end + delta,
    valueEnd,
    children,
    map: { ...map, span: { start: map.span.start, end } },
  };
}

/** From the first touched child to where the one behind them begins, or to the section's end. */
function extentOf({ sections }: Scan, { section, from, to }: Touched): readonly [number, number] {
  const { children, end } = sections[section] ?? { children: null, end: 0 };
  return [children?.[from]?.start ?? 0, children?.[to]?.start ?? end];
}

function movedMap(map: ScannedSection["map"], by: number): ScannedSection["map"] {
  return map === null ? null : { ...map, span: { start: map.span.start + by, end: map.span.end + by } };
}

/** Written out, as it is done for every block of a long text at every key. */
function shifted(block: ScannedBlock, by: number): ScannedBlock {
  const { key, keySpan, start, end, valueEnd, suspect, broken, deepAt } = block;
  return {
    key,
    keySpan: { start: keySpan.start + by, end: keySpan.end + by },
    start: start + by,
    end: end + by,
    valueEnd: valueEnd + by,
    suspect,
    deepAt: deepAt === null ? null : deepAt + by,
    ...(broken !== undefined && { broken }),
  };
}
