import type { Comment } from "./format.js";
import { lineEnd, lineStart } from "./text-lines.js";

/**
 * The comments of a text that contain a marker. Only the lines with the marker are looked at, so
 * a `#` inside a block scalar counts as a comment.
 *
 * @param sign the characters a comment begins with.
 */
export function findComments(text: string, marker: string, sign: "#" | "//"): readonly Comment[] {
  const comments: Comment[] = [];
  for (let found = text.indexOf(marker); found !== -1;) {
    const end = lineEnd(text, found);
    const start = signBefore(text, lineStart(text, found), end, sign);
    const comment = start === undefined ? "" : text.slice(start + sign.length, end);
    if (start !== undefined && comment.includes(marker))
      comments.push({ span: { start, end }, text: comment });
    found = text.indexOf(marker, end);
  }
  return comments;
}

/** The first sign of the line that doesn't stand in quotes; YAML wants a blank before it. */
export function signBefore(text: string, start: number, end: number, sign: "#" | "//"): number | undefined {
  const yaml = sign === "#";
  let quote: string | null = null;
  for (let index = start; index < end; index++) {
    const character = text[index];
    const before = index === start ? " " : (text[index - 1] ?? " ");
    if (quote !== null) {
      if (character === "\\" && quote === '"') index++;
      else if (character === quote) quote = null;
    } else if (character === '"' || (yaml && character === "'")) {
      // Inside a plain scalar a quote is a character like any other.
      if (!yaml || /[\s:,[{(!-]/.test(before)) quote = character;
    } else if (text.startsWith(sign, index) && (!yaml || /\s/.test(before))) return index;
  }
  return undefined;
}
