import type { Draft } from "./draft.js";
import { indentAt, lineEnd, lineStart } from "./style.js";
import type { Node } from "./syntax.js";

/** Items between braces: the properties of an object, the names of an import. */
export interface List {
  /** The offset of the opening brace. */
  readonly open: number;
  /** The offset of the closing brace. */
  readonly close: number;
  readonly items: readonly Node[];
}

/** Adds an item behind the last one, on a line of its own where that one has one. Comments stay where they are. */
export function appendItem(draft: Draft, list: List, item: string): void {
  const last = list.items.at(-1);
  if (last === undefined) return fillEmpty(draft, list, item);
  const end = last.end ?? 0;
  const comma = commaAfter(draft, end, list.close);
  const ownLine = lineStart(draft.text, last.start ?? 0) > list.open;
  if (!ownLine) {
    if (comma === null) draft.insert(end, `, ${item}`);
    else draft.insert(comma + 1, ` ${item},`);
    return;
  }
  const line = `${draft.style.newline}${indentAt(draft.text, last.start ?? 0)}${item}`;
  if (comma === null) {
    const after = endOfRemarks(draft, end, list.close);
    if (after === end) return draft.insert(end, `,${line}`);
    draft.insert(end, ",");
    draft.insert(after, line);
  } else {
    draft.insert(endOfRemarks(draft, comma + 1, list.close), `${line},`);
  }
}

/** Takes an item out that has another behind it. Returns false, and does nothing, where a comment would go, too. */
export function removeItem(draft: Draft, list: List, item: Node): boolean {
  const next = list.items[list.items.indexOf(item) + 1];
  const [start, end] = [item.start ?? 0, next?.start ?? 0];
  if (next === undefined || draft.file.comments.some((one) => isWithin(one, start, end))) return false;
  draft.replace(start, end, "");
  return true;
}

/**
 * Where the comments that stand behind an offset, on the same line, end; the offset itself where there
 * are none, or where more than comments follows on that line.
 */
export function endOfRemarks({ file }: Draft, offset: number, limit = file.text.length): number {
  const { text, comments } = file;
  const lineTo = Math.min(lineEnd(text, offset), limit);
  let end = offset;
  for (const one of comments) {
    const [from, to] = [one.start ?? 0, one.end ?? 0];
    if (from >= end && to <= lineTo && text.slice(end, from).trim() === "") end = to;
  }
  return text.slice(end, lineTo).trim() === "" && lineTo === lineEnd(text, offset) ? end : offset;
}

function fillEmpty(draft: Draft, { open, close }: List, item: string): void {
  const { padding } = draft.style;
  const within = draft.text.slice(open + 1, close);
  if (within.trim() === "") return draft.replace(open + 1, close, `${padding}${item}${padding}`);
  // There is a comment; one to the end of its line has the brace on the next.
  const { newline, step } = draft.style;
  const indent = indentAt(draft.text, close);
  const line = lineStart(draft.text, close);
  const isInComment = draft.file.comments.some(({ start, end }) => (start ?? 0) < line && line < (end ?? 0));
  if (line <= open || isInComment) return draft.insert(close, `${item}${padding}`);
  draft.insert(line, `${indent}${step}${item},${newline}`);
}

/** The offset of the comma behind an item; null where there is none before the closing brace. */
function commaAfter({ file }: Draft, offset: number, close: number): number | null {
  for (let at = file.text.indexOf(",", offset); at >= 0 && at < close; at = file.text.indexOf(",", at + 1)) {
    if (!file.comments.some((one) => (one.start ?? 0) <= at && at < (one.end ?? 0))) return at;
  }
  return null;
}

function isWithin(node: { start?: number | null; end?: number | null }, start: number, end: number): boolean {
  return start <= (node.start ?? 0) && (node.end ?? 0) <= end;
}
