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
  COLON,
  GREATER,
  QUESTION,
  AT,
  OPEN_LIST,
  BACKSLASH,
  CLOSE_LIST,
  BACKTICK,
  OPEN_MAP,
  PIPE,
  CLOSE_MAP,
  EXCLAMATION,
  isBlank,
  isSpace,
  isLineEnd,
  isFlowIndicator,
  blockScalarEnd,
} from "./yaml-characters.js";
import { YamlCursor } from "./yaml-cursor.js";

/**
 * Walks YAML text line by line without building anything: it knows where scalars and flow
 * collections end, the way the lexer of `yaml` does (also for text with mistakes), and nothing
 * else. Lines end with LF or CRLF.
 */
export class YamlScanner extends YamlCursor {
  /** Goes over the rest of the line, and over the lines that its scalars and collections reach to. */
  scanLine(): void {
    let column = this.indent;
    this.nest(column);
    for (let code = this.text.charCodeAt(this.pos); ; code = this.text.charCodeAt(this.pos)) {
      if ((code !== DASH && code !== QUESTION) || !isBlank(this.text.charCodeAt(this.pos + 1))) break;
      if (code === QUESTION) this.unsure = true;
      const start = this.pos++;
      this.lastEnd = this.pos;
      this.indentNext = column + 1;
      this.skipBlanks();
      if (this.text.charCodeAt(start + 1) === TAB) this.unsure = true;
      column += this.pos - start;
      if (!this.atLineEnd()) this.nest(column);
    }
    this.scanTokens(column);
  }

  /** Goes over the value behind a key that `readKey` has read. */
  scanValue(): void {
    this.scanTokens(this.indent, true);
  }

  private scanTokens(column: number, behindColon = false): void {
    const { text } = this;
    let colons = behindColon ? 1 : 0;
    let values = 0;
    for (;;) {
      this.skipBlanks();
      if (this.atLineEnd()) return this.skipLineEnd();
      const start = this.pos;
      const code = text.charCodeAt(start);
      if (code === HASH && (start === this.lineStart || isBlank(text.charCodeAt(start - 1)))) {
        this.skipToLineEnd();
        return this.skipLineEnd();
      }
      if (code === COLON && isBlank(text.charCodeAt(start + 1))) {
        if (++colons > 1) this.suspect = true;
        values = 0;
        this.indentNext = column + 1;
        this.lastEnd = ++this.pos;
        continue;
      }
      if (code === EXCLAMATION || code === AMPERSAND || code === ASTERISK) {
        if (code !== EXCLAMATION) this.unsure = true;
        this.skipWord();
        continue;
      }
      if (++values > 1) this.suspect = true;
      if (code === PIPE || code === GREATER) return this.scanBlockScalar();
      if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) this.scanQuoted(code);
      else if (code === OPEN_LIST || code === OPEN_MAP) this.scanFlow();
      else if (code === CLOSE_LIST || code === CLOSE_MAP) this.stumble();
      else {
        if (code === PERCENT || code === AT || code === BACKTICK || code === COMMA) this.suspect = true;
        if ((code === DASH || code === QUESTION) && isBlank(text.charCodeAt(start + 1))) this.suspect = true;
        this.scanPlain();
        // A key has to stand on one line.
        if (text.charCodeAt(this.pos) === COLON && this.lineStart > start) this.suspect = true;
      }
      if (this.pos > start && isLineEnd(text.charCodeAt(this.pos - 1))) return;
    }
  }

  /** A plain scalar in block context; it may go on over lines that are indented enough. */
  private scanPlain(): void {
    const { text } = this;
    let index = this.pos;
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > COLON) {
        this.lastEnd = index + 1;
        continue;
      }
      if (code === COLON) {
        if (isBlank(text.charCodeAt(index + 1))) break;
        this.lastEnd = index + 1;
      } else if (isSpace(code)) {
        if (text.charCodeAt(index + 1) === HASH) break;
      } else if (code === LF) {
        const next = this.continuation(index + 1);
        if (next === -1) break;
        this.lineStart = index + 1;
        index = next - 1;
        if (text.charCodeAt(next) === HASH) break;
      } else if (code !== CR) this.lastEnd = index + 1;
    }
    this.pos = Math.max(this.lastEnd, this.pos + 1);
  }

  /** A quoted scalar; unterminated where a line isn't indented enough or the text ends. */
  private scanQuoted(quote: number): void {
    const { text } = this;
    let index = this.pos + 1;
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === quote) {
        if (quote === DOUBLE_QUOTE || text.charCodeAt(index + 1) !== SINGLE_QUOTE) {
          this.pos = index + 1;
          this.lastEnd = this.pos;
          return;
        }
        index++;
      } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
        if (!isLineEnd(text.charCodeAt(index + 1))) index++;
      } else if (code === LF) {
        if (this.continuation(index + 1) === -1 && !this.joins(index, quote)) break;
        this.lineStart = index + 1;
      }
    }
    this.suspect = true;
    this.endAt(index);
  }

  private scanFlow(): void {
    const { text } = this;
    let depth = 0;
    let commented = false;
    while (this.pos < text.length) {
      const code = text.charCodeAt(this.pos);
      if (code === LF) {
        if (!this.flowGoesOn(depth, commented)) {
          this.suspect = true;
          return;
        }
        commented = false;
      } else if (isSpace(code) || code === CR) this.pos++;
      else if (code === HASH && isBlank(text.charCodeAt(this.pos - 1))) {
        this.skipToLineEnd();
        commented = true;
      } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) this.scanQuoted(code);
      else if (code === OPEN_LIST || code === OPEN_MAP) {
        depth++;
        if (this.deepAt === null && this.open.length + depth > MAX_NESTING) this.deepAt = this.pos;
        this.pos++;
      } else if (code === CLOSE_LIST || code === CLOSE_MAP) {
        this.pos++;
        this.lastEnd = this.pos;
        if (--depth === 0) return;
      } else if (code === COMMA || code === COLON) this.pos++;
      else if (code === EXCLAMATION) this.scanFlowPlain();
      else {
        if (code === AMPERSAND || code === ASTERISK) this.unsure = true;
        this.scanFlowPlain();
      }
    }
    this.suspect = true;
    this.endAt(text.length);
  }

  /** Moves to the next content of a flow collection; false where its line is indented too little. */
  private flowGoesOn(depth: number, behindComment: boolean): boolean {
    const { text } = this;
    let commented = behindComment;
    while (isLineEnd(text.charCodeAt(this.pos))) {
      const lineStart = ++this.pos;
      while (text.charCodeAt(this.pos) === SPACE) this.pos++;
      const indent = this.pos - lineStart;
      this.skipBlanks();
      const code = text.charCodeAt(this.pos);
      if (this.atLineEnd() || code === HASH) {
        commented ||= code === HASH;
        this.skipToLineEnd();
        continue;
      }
      const closer =
        (code === CLOSE_LIST || code === CLOSE_MAP) && depth === 1 && indent === this.indentNext - 1;
      this.lineStart = lineStart;
      if (indent >= this.indentNext || closer) return true;
      if (!commented && this.joins(lineStart - 1, NaN)) return true;
      this.pos = lineStart;
      return false;
    }
    return true;
  }

  /**
   * A line that is indented too little still belongs to the quotes or brackets where it begins by
   * closing something: AWS accepts that, and it is often written so.
   */
  private joins(lineFeed: number, quote: number): boolean {
    const { text } = this;
    let next = lineFeed + 1;
    while (isSpace(text.charCodeAt(next))) next++;
    const code = text.charCodeAt(next);
    if (code !== CLOSE_MAP && code !== CLOSE_LIST && code !== quote) return false;
    let start = lineFeed;
    while (isBlank(text.charCodeAt(start - 1))) start--;
    this.joints.push({ start, end: next });
    return true;
  }

  private scanFlowPlain(): void {
    const { text } = this;
    for (this.pos++; this.pos < text.length; this.pos++) {
      const code = text.charCodeAt(this.pos);
      if (isFlowIndicator(code)) break;
      const next = text.charCodeAt(this.pos + 1);
      if (code === COLON && (isBlank(next) || isFlowIndicator(next))) break;
      if (isSpace(code) && next === HASH) break;
      if (isLineEnd(code)) {
        const first = /[^\s]/g;
        first.lastIndex = this.pos;
        const found = first.exec(text)?.[0];
        // The plain scalar may go on there, and then this is no quote.
        if (found === '"' || found === "'" || found === "!") this.unsure = true;
        break;
      }
      if (!isSpace(code)) this.lastEnd = this.pos + 1;
    }
  }

  private scanBlockScalar(): void {
    const { text } = this;
    const start = this.pos++;
    let given = 0;
    let keep = false;
    for (; this.pos < text.length && !isBlank(text.charCodeAt(this.pos)); this.pos++) {
      const digit = text.charCodeAt(this.pos) - 48;
      if (digit > 0 && digit <= 9) given = digit;
      if (text[this.pos] === "+") keep = true;
    }
    this.skipToLineEnd();
    this.skipLineEnd();
    const content = this.firstContent(this.pos);
    if (content.indent >= this.indentNext) {
      this.indentNext =
        given === 0 ? content.indent : given - 1 + (this.indentNext === 0 ? 1 : this.indentNext);
      while (this.pos < text.length && this.continuation(this.pos) !== -1) {
        this.skipToLineEnd();
        this.skipLineEnd();
      }
    } else if (keep) this.pos = content.lineStart;
    this.lastEnd = blockScalarEnd(text, start, this.pos);
  }

  private firstContent(from: number): { indent: number; lineStart: number } {
    let lineStart = from;
    for (let index = from; index < this.text.length; index++) {
      const code = this.text.charCodeAt(index);
      if (code === LF) lineStart = index + 1;
      else if (code !== SPACE && code !== CR) return { indent: index - lineStart, lineStart };
    }
    return { indent: this.text.length - lineStart, lineStart };
  }

  /** Where a scalar goes on in the line that starts here; -1 where it doesn't. */
  private continuation(lineStart: number): number {
    const { text } = this;
    let index = lineStart;
    if (this.indentNext > 0) {
      while (text.charCodeAt(index) === SPACE) index++;
      const code = text.charCodeAt(index);
      if (code === LF || (code === CR && text.charCodeAt(index + 1) === LF)) return index;
      return index < text.length && index - lineStart >= this.indentNext ? index : -1;
    }
    const next = text.slice(index, index + 3);
    return (next === "---" || next === "...") && isBlank(text.charCodeAt(index + 3)) ? -1 : index;
  }

  private stumble(): void {
    this.suspect = true;
    this.lastEnd = ++this.pos;
  }
}

/** The text with blanks in place of such line endings; every offset stays. */
export function withoutJoints(text: string, joints: YamlScanner["joints"]): string {
  if (joints.length === 0) return text;
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end } of joints) {
    pieces.push(text.slice(copied, start), " ".repeat(end - start));
    copied = end;
  }
  pieces.push(text.slice(copied));
  return pieces.join("");
}
