import { MAX_NESTING } from "./nesting.js";
import {
  TAB,
  LF,
  CR,
  SPACE,
  DOUBLE_QUOTE,
  HASH,
  PERCENT,
  AMPERSAND,
  SINGLE_QUOTE,
  ASTERISK,
  COMMA,
  DASH,
  DOT,
  COLON,
  QUESTION,
  OPEN_LIST,
  BACKSLASH,
  CLOSE_LIST,
  OPEN_MAP,
  CLOSE_MAP,
  EXCLAMATION,
  isBlank,
  isSpace,
  isLineEnd,
} from "./yaml-characters.js";

/**
 * A place in YAML text that moves line by line, and reads keys. Lines end with LF or CRLF.
 */
export class YamlCursor {
  /** The next character to be looked at. */
  pos: number;
  lineStart = 0;
  /** Spaces before the first content of the line. */
  indent = 0;
  /** Behind the last character that belongs to a token other than a comment. */
  lastEnd = 0;
  /** There is something that the structure found by lines alone may miss: anchors, tabs … */
  unsure = false;
  /** An unterminated quote or bracket, or something else that can't be right. */
  suspect = false;
  /** Where the nesting becomes deeper than `MAX_NESTING`, otherwise null. */
  deepAt: number | null = null;
  /** Line endings inside quotes and brackets that AWS reads over, and the library doesn't. */
  readonly joints: { readonly start: number; readonly end: number }[] = [];
  /** The indent that the next line needs to go on with a scalar or a flow collection. */
  protected indentNext = 0;
  protected readonly open: number[] = [];

  constructor(
    readonly text: string,
    start = 0,
  ) {
    this.pos = start;
  }

  /** Goes on at the start of a line, in the map that is the value of a top-level key. */
  resumeAt(lineStart: number): void {
    this.pos = lineStart;
    this.lastEnd = lineStart;
    this.nest(0);
  }

  /** Moves to the next line with content; false at the end of the text. */
  nextLine(): boolean {
    const { text } = this;
    while (this.pos < text.length) {
      this.lineStart = this.pos;
      while (text.charCodeAt(this.pos) === SPACE) this.pos++;
      this.indent = this.pos - this.lineStart;
      const start = this.pos;
      let code = text.charCodeAt(this.pos);
      if (code === TAB) {
        this.skipBlanks();
        code = text.charCodeAt(this.pos);
        if (code !== HASH && !this.atLineEnd()) this.unsure = true;
      }
      if (code === HASH) this.skipToLineEnd();
      if (!this.atLineEnd()) {
        this.pos = start;
        if (this.indentNext > this.indent && !isBlank(text.charCodeAt(start + 1)))
          this.indentNext = this.indent;
        return true;
      }
      this.skipLineEnd();
    }
    return false;
  }

  /** `---` or `...` stands at the start of the line. */
  atMarker(): boolean {
    const code = this.text.charCodeAt(this.pos);
    if (this.indent > 0 || (code !== DASH && code !== DOT)) return false;
    const next = this.text.slice(this.pos, this.pos + 3);
    return (next === "---" || next === "...") && isBlank(this.text.charCodeAt(this.pos + 3));
  }

  atDash(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && isBlank(this.text.charCodeAt(this.pos + 1));
  }

  atDirective(): boolean {
    return this.indent === 0 && this.text.charCodeAt(this.pos) === PERCENT;
  }

  /**
   * Reads a key and its colon, all on one line; undefined (and nothing read) where no key stands
   * here. Whatever else may stand for a key makes the scan unsure.
   */
  readKey(): { key: string; from: number; to: number } | undefined {
    const { text } = this;
    const from = this.pos;
    const code = text.charCodeAt(from);
    if (this.mayBeOtherKey(code)) this.unsure = true;
    if (this.unsure || code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP) return undefined;
    const quoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
    const to = quoted ? this.quotedKeyEnd(code) : this.plainKeyEnd();
    if (to === undefined) return undefined;
    let colon = to;
    while (isSpace(text.charCodeAt(colon))) colon++;
    if (text.charCodeAt(colon) !== COLON || !isBlank(text.charCodeAt(colon + 1))) return undefined;
    const raw = text.slice(from, to);
    if (raw === "<<" || (code === DOUBLE_QUOTE && raw.includes("\\"))) this.unsure = true;
    this.nest(this.indent);
    this.pos = colon + 1;
    this.lastEnd = this.pos;
    this.indentNext = this.indent + 1;
    const key = !quoted
      ? raw
      : code === DOUBLE_QUOTE
        ? raw.slice(1, -1)
        : raw.slice(1, -1).replaceAll("''", "'");
    return { key, from, to };
  }

  /** What the value on the rest of a key's line begins with, before it is scanned. */
  valueStart(): "nothing" | "scalar" | "other" {
    this.skipBlanks();
    const code = this.text.charCodeAt(this.pos);
    if (this.atLineEnd() || code === HASH) return "nothing";
    const other = code === OPEN_MAP || code === OPEN_LIST || code === EXCLAMATION || code === AMPERSAND;
    return other || code === ASTERISK ? "other" : "scalar";
  }

  /** Only blanks and a comment stand on the rest of the line. */
  restIsBlank(): boolean {
    this.skipBlanks();
    return this.atLineEnd() || this.text.charCodeAt(this.pos) === HASH;
  }

  skipToLineEnd(): void {
    while (!this.atLineEnd()) this.pos++;
  }

  private quotedKeyEnd(quote: number): number | undefined {
    for (let index = this.pos + 1; index < this.text.length; index++) {
      const code = this.text.charCodeAt(index);
      if (isLineEnd(code)) return undefined;
      if (code === BACKSLASH && quote === DOUBLE_QUOTE) index++;
      else if (code === quote) {
        if (quote === DOUBLE_QUOTE || this.text.charCodeAt(index + 1) !== SINGLE_QUOTE) return index + 1;
        index++;
      }
    }
    return undefined;
  }

  private plainKeyEnd(): number | undefined {
    let end = this.pos;
    for (let index = this.pos; index < this.text.length; index++) {
      const code = this.text.charCodeAt(index);
      if (isLineEnd(code)) return undefined;
      if (code === COLON && isBlank(this.text.charCodeAt(index + 1)))
        return end === this.pos ? undefined : end;
      if (isSpace(code)) {
        if (this.text.charCodeAt(index + 1) === HASH) return undefined;
      } else end = index + 1;
    }
    return undefined;
  }

  private mayBeOtherKey(code: number): boolean {
    if (code === QUESTION || code === COLON) return isBlank(this.text.charCodeAt(this.pos + 1));
    return (
      code === EXCLAMATION ||
      code === AMPERSAND ||
      code === ASTERISK ||
      code === PERCENT ||
      code === OPEN_LIST ||
      code === OPEN_MAP ||
      code === TAB
    );
  }

  protected nest(column: number): void {
    const { open } = this;
    while (open.length > 0 && (open.at(-1) ?? 0) >= column) open.pop();
    open.push(column);
    if (this.deepAt === null && open.length > MAX_NESTING) this.deepAt = this.pos;
  }

  /** Ends a token that should have gone on: at the last character before this offset. */
  protected endAt(offset: number): void {
    let end = offset;
    while (end > this.pos + 1 && isBlank(this.text.charCodeAt(end - 1))) end--;
    this.lastEnd = Math.max(end, this.lastEnd);
    this.pos = offset;
  }

  protected skipWord(): void {
    while (this.pos < this.text.length && !isBlank(this.text.charCodeAt(this.pos))) this.pos++;
    this.lastEnd = this.pos;
  }

  protected skipBlanks(): void {
    while (isSpace(this.text.charCodeAt(this.pos))) this.pos++;
  }

  protected atLineEnd(): boolean {
    return this.pos >= this.text.length || isLineEnd(this.text.charCodeAt(this.pos));
  }

  protected skipLineEnd(): void {
    if (this.text.charCodeAt(this.pos) === CR) this.pos++;
    if (this.text.charCodeAt(this.pos) === LF) this.pos++;
  }
}
