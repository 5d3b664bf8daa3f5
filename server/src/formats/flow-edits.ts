import { EditRefused } from "../core/edit.js";
import type { TextEdit } from "../core/edit.js";
import type { Span } from "../core/span.js";
import { signBefore } from "./comments.js";
import {
  indentOf,
  insertion,
  isFirstOnLine,
  joined,
  lineEnd,
  lineEnding,
  lineStart,
  nextLine,
  replacement,
} from "./text-lines.js";

/** What edits of collections in brackets need to know about the language: YAML's flow style, or JSON. */
export interface FlowSyntax {
  readonly sign: "#" | "//";
  /** Between items on one line. */
  readonly comma: string;
}

/**
 * Adds items behind another one. Where that stands at the start of a line, the new ones get lines
 * of their own; a comment behind it stays where it is.
 *
 * @param render the new items, given the indent of their line.
 */
export function insertAfter(
  text: string,
  item: Span,
  render: (indent: string, ownLine: boolean) => readonly string[],
  syntax: FlowSyntax,
): TextEdit[] {
  if (!isFirstOnLine(text, item.start)) {
    return [
      insertion(
        item.end,
        render("", false)
          .map((piece) => syntax.comma + piece)
          .join(""),
      ),
    ];
  }
  const indent = indentOf(text, item.start);
  const separator = lineEnding(text) + indent;
  const pieces = render(indent, true);
  const comma = commaAfter(text, item.end, syntax);
  if (comma === undefined) {
    const end = restIsComment(text, item.end, syntax) ? lineEnd(text, item.end) : item.end;
    return joined([insertion(item.end, ","), insertion(end, separator + pieces.join(`,${separator}`))]);
  }
  if (!restIsComment(text, comma + 1, syntax)) {
    return [insertion(item.end, pieces.map((piece) => `,${separator}${piece}`).join(""))];
  }
  return [insertion(lineEnd(text, comma), pieces.map((piece) => `${separator}${piece},`).join(""))];
}

/** Adds an item before another one, on a line of its own where that has one. */
export function insertBefore(
  text: string,
  item: Span,
  render: (indent: string, ownLine: boolean) => string,
  syntax: FlowSyntax,
): TextEdit[] {
  if (!isFirstOnLine(text, item.start)) return [insertion(item.start, render("", false) + syntax.comma)];
  const indent = indentOf(text, item.start);
  return [insertion(item.start, `${render(indent, true)},${lineEnding(text)}${indent}`)];
}

/** Takes an item out, with one comma, and with its line where it has one of its own. */
export function removeItem(
  text: string,
  items: readonly Span[],
  index: number,
  syntax: FlowSyntax,
): TextEdit[] {
  const item = items[index];
  if (item === undefined) return [];
  const previous = items[index - 1];
  const comma = commaAfter(text, item.end, syntax);
  const lineIsOwn =
    isFirstOnLine(text, item.start) &&
    restIsComment(text, comma === undefined ? item.end : comma + 1, syntax);
  if (lineIsOwn && comma !== undefined) {
    if (lineEnd(text, comma) !== lineEnd(text, item.end))
      throw new EditRefused("a comment stands before its comma");
    return [replacement(lineStart(text, item.start), nextLine(text, comma), "")];
  }
  if (lineIsOwn && previous !== undefined) {
    const own = replacement(lineStart(text, item.start), nextLine(text, item.end), "");
    const separator = commaAfter(text, previous.end, syntax) ?? previous.end;
    return [replacement(separator, separator + 1, ""), own];
  }
  const next = items[index + 1];
  const gap =
    next !== undefined
      ? { start: item.start, end: next.start }
      : { start: previous?.end ?? item.start, end: item.end };
  refuseComments(text, gap, syntax);
  return [replacement(gap.start, gap.end, "")];
}

/** @throws EditRefused where a comment would be lost. */
export function refuseComments(text: string, span: Span, syntax: FlowSyntax): void {
  for (let start = span.start; start < span.end; start = nextLine(text, start)) {
    const end = Math.min(lineEnd(text, start), span.end);
    if (signBefore(text, start, end, syntax.sign) !== undefined) {
      throw new EditRefused("a comment inside it would be lost");
    }
    if (end >= span.end) return;
  }
}

/** The comma behind an item, blanks and comments skipped. */
export function commaAfter(text: string, from: number, { sign }: FlowSyntax): number | undefined {
  for (let index = from; index < text.length; index++) {
    const character = text[index] ?? "";
    if (character === ",") return index;
    if (text.startsWith(sign, index)) index = lineEnd(text, index);
    else if (!/\s/.test(character)) return undefined;
  }
  return undefined;
}

function restIsComment(text: string, from: number, { sign }: FlowSyntax): boolean {
  const rest = text.slice(from, lineEnd(text, from)).trim();
  return rest === "" || rest.startsWith(sign);
}
