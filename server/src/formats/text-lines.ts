import type { TextEdit } from "../core/edit.js";

/** The line ending that a text uses first; LF where it has none. */
export function lineEnding(text: string): "\n" | "\r\n" | "\r" {
  const found = /\r\n|\r|\n/.exec(text)?.[0];
  return found === "\r\n" || found === "\r" ? found : "\n";
}

/** Where the line begins that this offset lies in; a byte order mark is no part of it. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineEnd(text[start - 1])) start--;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** Where the line ends, its line ending excluded. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineEnd(text[end])) end++;
  return end;
}

/** Behind the line's ending. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  if (text.startsWith("\r\n", end)) return end + 2;
  return Math.min(end + 1, text.length);
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The blanks that the line of this offset begins with. */
export function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), lineEnd(text, offset)))?.[0] ?? "";
}

/** Only blanks stand before this offset in its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

/** Whether an empty line stands between two offsets. */
export function hasBlankLine(text: string, from: number, to: number): boolean {
  return /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/.test(text.slice(from, to));
}

export function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

export function replacement(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}

/** Joins edits that touch each other, so that their order can't matter. */
export function joined(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits) {
    const last = result.at(-1);
    if (last !== undefined && last.span.end === edit.span.start) {
      result[result.length - 1] = {
        span: { start: last.span.start, end: edit.span.end },
        newText: last.newText + edit.newText,
      };
    } else if (edit.span.start !== edit.span.end || edit.newText !== "") result.push(edit);
  }
  return result;
}

function isLineEnd(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}
