import { MAX_NESTING } from "./nesting.js";

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const SLASH = 47;
const ASTERISK = 42;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;

/** Walks JSON (with comments) without building anything: it knows where strings and values end. */
export class JsonScanner {
  pos: number;
  /** Something in the value last scanned can't be right. */
  suspect = false;
  /** Where the nesting becomes deeper than `MAX_NESTING`, otherwise null. */
  deepAt: number | null = null;

  constructor(
    readonly text: string,
    start = 0,
    readonly end = text.length,
  ) {
    this.pos = start;
  }

  /** Moves to the next character that is neither blank nor in a comment, and gives its code (NaN at the end). */
  next(): number {
    while (this.pos < this.end) {
      const code = this.text.charCodeAt(this.pos);
      if (code === SLASH && this.skipComment()) continue;
      if (!isBlank(code)) return code;
      this.pos++;
    }
    return NaN;
  }

  /** Goes over one character where it comes next. */
  take(code: number): boolean {
    if (this.next() !== code) return false;
    this.pos++;
    return true;
  }

  takeMapStart = (): boolean => this.take(OPEN_MAP);
  takeMapEnd = (): boolean => this.take(CLOSE_MAP);
  takeComma = (): boolean => this.take(COMMA);
  atMapStart = (): boolean => this.next() === OPEN_MAP;

  /** Reads a key and its colon; undefined where they don't stand here. */
  key(): { key: string; from: number; to: number } | undefined {
    if (this.next() !== QUOTE) return undefined;
    const from = this.pos;
    if (!this.skipString()) return undefined;
    const to = this.pos;
    if (!this.take(COLON)) return undefined;
    return { key: unquoted(this.text.slice(from, to)), from, to };
  }

  /**
   * Goes over one value. False where its brackets don't match or don't end: then the text behind
   * can't be told from the value.
   */
  value(): boolean {
    const open: number[] = [];
    do {
      const code = this.next();
      const start = this.pos;
      if (code === QUOTE) {
        if (!this.skipString()) this.suspect = true;
      } else if (code === OPEN_MAP || code === OPEN_LIST) {
        open.push(code);
        if (this.deepAt === null && open.length > MAX_NESTING) this.deepAt = start;
        this.pos++;
      } else if (code === CLOSE_MAP || code === CLOSE_LIST) {
        // The closers come two behind their openers.
        if (open.length === 0) this.suspect = true;
        if (open.pop() !== code - 2) return open.length === 0 && this.suspect;
        this.pos++;
      } else if (code === COMMA || code === COLON) {
        if (open.length === 0) {
          this.suspect = true;
          return true;
        }
        this.pos++;
      } else if (code !== code) return false;
      else this.skipWord();
    } while (open.length > 0);
    return true;
  }

  /** Goes over a string; false (and at the line's end) where it has no closing quote. */
  private skipString(): boolean {
    for (this.pos++; this.pos < this.end; this.pos++) {
      const code = this.text.charCodeAt(this.pos);
      if (code === BACKSLASH) this.pos++;
      else if (code === QUOTE) {
        this.pos++;
        return true;
      } else if (code === LF || code === CR) return false;
    }
    this.pos = Math.min(this.pos, this.end);
    return false;
  }

  private skipWord(): void {
    const start = this.pos;
    for (; this.pos < this.end; this.pos++) {
      const code = this.text.charCodeAt(this.pos);
      const structural =
        code === COMMA || code === COLON || code === QUOTE || code === OPEN_MAP || code === CLOSE_MAP;
      if (structural || code === OPEN_LIST || code === CLOSE_LIST || isBlank(code)) break;
      if (code === SLASH && this.pos > start) break;
    }
    if (this.pos === start) this.pos++;
    if (!/^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(this.text.slice(start, this.pos))) this.suspect = true;
  }

  private skipComment(): boolean {
    const kind = this.text.charCodeAt(this.pos + 1);
    if (kind !== SLASH && kind !== ASTERISK) return false;
    const close = this.text.indexOf(kind === SLASH ? "\n" : "*/", this.pos + 2);
    this.pos = close === -1 ? this.end : Math.min(this.end, close + (kind === SLASH ? 1 : 2));
    return true;
  }
}

/** The text with blanks in place of comments; every offset stays. */
export function withoutComments(text: string): string {
  if (!text.includes("/*") && !text.includes("//")) return text;
  const pieces: string[] = [];
  let copied = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = stringEnd(text, index);
    if (code !== SLASH) continue;
    const kind = text.charCodeAt(index + 1);
    if (kind !== SLASH && kind !== ASTERISK) continue;
    const close = kind === SLASH ? lineEnd(text, index) : text.indexOf("*/", index + 2) + 2;
    if (close < index + 2) break;
    pieces.push(text.slice(copied, index), text.slice(index, close).replace(/[^\r\n]/g, " "));
    copied = close;
    index = close - 1;
  }
  pieces.push(text.slice(copied));
  return pieces.join("");
}

/** The content of a key in quotes. */
export function unquoted(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

function stringEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE || code === LF || code === CR) return index;
  }
  return text.length;
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== LF && text.charCodeAt(end) !== CR) end++;
  return end;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xfeff;
}
