/** The characters that YAML gives a meaning to, as UTF-16 codes. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const PERCENT = 37;
export const AMPERSAND = 38;
export const SINGLE_QUOTE = 39;
export const ASTERISK = 42;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const COLON = 58;
export const GREATER = 62;
export const QUESTION = 63;
export const AT = 64;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const BACKTICK = 96;
export const OPEN_MAP = 123;
export const PIPE = 124;
export const CLOSE_MAP = 125;
export const EXCLAMATION = 33;

/**
 * Where the content of a block scalar ends: behind its last line that isn't blank, without that
 * line's ending.
 *
 * @param limit an offset behind the content; only blank lines may lie between.
 */
export function blockScalarEnd(text: string, from: number, limit: number): number {
  let end = limit;
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--;
  while (end < limit && !isLineEnd(text.charCodeAt(end))) end++;
  return end;
}

export function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isLineEnd(code: number): boolean {
  return code === LF || code === CR;
}

/** A blank, a line ending, or the end of the text (whose code is NaN). */
export function isBlank(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || code === CR || code !== code;
}

export function isFlowIndicator(code: number): boolean {
  return (
    code === COMMA || code === OPEN_LIST || code === CLOSE_LIST || code === OPEN_MAP || code === CLOSE_MAP
  );
}
