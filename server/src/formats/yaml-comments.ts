import { lineEnd, lineStart, nextLine } from "./text-lines.js";

/**
 * The end of the last line that belongs to an item: that of its value, or of the last comment line
 * below it that is indented deeper than the item. The first comment that isn't, and all behind it,
 * belong to what follows.
 *
 * @param end where the item's value ends.
 * @param column where the item begins in its line.
 */
export function endWithComments(text: string, end: number, column: number): number {
  let last = lineEnd(text, end);
  for (let start = nextLine(text, last); start < text.length; start = nextLine(text, start)) {
    const lineStop = lineEnd(text, start);
    const indent = /^[ \t]*/.exec(text.slice(start, lineStop))?.[0].length ?? 0;
    if (start + indent === lineStop) continue;
    if (text[start + indent] !== "#" || indent <= column) break;
    last = lineStop;
  }
  return last;
}

/** The start of the comment lines right above a line; none of them begins before the limit. */
export function aboveComments(text: string, start: number, limit: number): number {
  let at = lineStart(text, start);
  while (at > limit + 1) {
    const above = lineStart(text, at - (text.startsWith("\r\n", at - 2) ? 2 : 1));
    if (above < limit || above >= at || !/^[ \t]*#/.test(text.slice(above, at))) break;
    at = above;
  }
  return at;
}
