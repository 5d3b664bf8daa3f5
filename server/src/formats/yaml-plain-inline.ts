import type { Entry, MapNode, Node, ScalarNode } from "../core/node.js";
import type { Origin, Place } from "../core/span.js";
import { callOfTag, isCall } from "./calls.js";
import { coreValue } from "./yaml-core-schema.js";
import {
  SPACE,
  HASH,
  DOUBLE_QUOTE,
  SINGLE_QUOTE,
  COMMA,
  DASH,
  COLON,
  QUESTION,
  OPEN_LIST,
  CLOSE_LIST,
  OPEN_MAP,
  CLOSE_MAP,
  EXCLAMATION,
  isBlank,
  isFlowIndicator,
  isLineEnd,
} from "./yaml-characters.js";

/** Thrown where the text may mean something that isn't read here. */
export const UNSURE = new Error("This text isn't plain YAML.");

/** A key of a block map that isn't quoted, up to its colon. */
const PLAIN_KEY = /[^\s,[\]{}#&*!|>'"%@`:?-](?:[^\s:#]|:(?=[^\s])| (?=[^\s#:])|(?<=[^\s])#)*(?=:(?:\s|$))/y;
const TAG = /![A-Za-z][A-Za-z0-9]*(?=[\s,\]}]|$)/y;
/** What can't begin a scalar without quotes. */
const INDICATORS = ",[]{}#&*!|>'\"%@`";
const INFINITE = /^[-+]?\.(?:inf|nan)$/i;
const LONGEST_KEY = 1000;

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

/** What stands within one line of YAML, or in brackets over several: scalars, flow collections, tags. */
export class PlainInline {
  protected pos = 0;

  constructor(
    protected readonly text: string,
    private readonly origin: Origin,
  ) {}

  /** The key at the position; its colon stands there afterwards. */
  protected key(): { readonly key: string; readonly from: number; readonly to: number } {
    const from = this.pos;
    const to = this.keyEnd();
    if (to === null || to - from > LONGEST_KEY) throw UNSURE;
    this.pos = to;
    const code = this.text.charCodeAt(from);
    const isQuoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
    const key = isQuoted ? this.text.slice(from + 1, to - 1) : this.text.slice(from, to);
    if (key === "<<" || (isQuoted && /[\\']/.test(key))) throw UNSURE;
    return { key, from, to };
  }

  /** Where the key at the position ends; null where none stands there. */
  protected keyEnd(): number | null {
    const code = this.text.charCodeAt(this.pos);
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const close = this.text.indexOf(String.fromCharCode(code), this.pos + 1);
      if (close < 0 || this.text.charCodeAt(close + 1) !== COLON) return null;
      return isBlank(this.text.charCodeAt(close + 2)) ? close + 1 : null;
    }
    PLAIN_KEY.lastIndex = this.pos;
    const found = PLAIN_KEY.exec(this.text);
    return found === null ? null : this.pos + found[0].length;
  }

  /** A scalar or a flow collection at the position. @param indent of what it belongs to. */
  protected inline(indent: number): Node {
    switch (this.text.charCodeAt(this.pos)) {
      case OPEN_LIST:
        return this.flowList(indent);
      case OPEN_MAP:
        return this.flowMap(indent);
      case DOUBLE_QUOTE:
        return this.doubleQuoted();
      case SINGLE_QUOTE:
        return this.singleQuoted();
      default:
        return this.plain(false);
    }
  }

  /** A function's tag at the position; null where something else stands there. */
  protected tag(): { readonly name: string; readonly from: number; readonly to: number } | null {
    if (this.text.charCodeAt(this.pos) !== EXCLAMATION) return null;
    TAG.lastIndex = this.pos;
    const tag = TAG.exec(this.text)?.[0];
    const name = callOfTag(tag);
    if (tag === undefined || name === null) throw UNSURE;
    const from = this.pos;
    this.pos += tag.length;
    return { name, from, to: this.pos };
  }

  protected call(
    tag: { readonly name: string; readonly from: number; readonly to: number },
    argument: Node,
  ): Node {
    const place = this.place(tag.from, Math.max(tag.to, argument.to));
    return { kind: "call", name: tag.name, argument, form: "tag", shared: false, ...place };
  }

  /** A map; one whose only entry is a function is that function. */
  protected mapOrCall(style: MapNode["style"], entries: readonly Entry[], place: Place): Node {
    const only = entries[0];
    if (entries.length === 1 && only !== undefined && isCall(only.key, only.value)) {
      return { kind: "call", name: only.key, argument: only.value, form: "map", shared: false, ...place };
    }
    return { kind: "map", style, entries, shared: false, ...place };
  }

  /** A null without text. */
  protected missing(at: number): ScalarNode {
    return { kind: "scalar", text: "", value: null, quoted: false, shared: false, ...this.place(at, at) };
  }

  protected place(from: number, to: number): Place {
    return { origin: this.origin, from, to };
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.pos) === SPACE) this.pos++;
  }

  /** Nothing but a comment stands from the position to the end of the line. */
  protected restIsBlank(): boolean {
    const code = this.text.charCodeAt(this.pos);
    if (code === HASH) return this.pos === 0 || isBlank(this.text.charCodeAt(this.pos - 1));
    return code !== code || isLineEnd(code);
  }

  private flowList(indent: number): Node {
    const from = this.pos++;
    const items: Node[] = [];
    for (;;) {
      this.skipInFlow(indent);
      if (this.takes(CLOSE_LIST)) break;
      items.push(this.flowValue(indent));
      this.skipInFlow(indent);
      if (this.takes(CLOSE_LIST)) break;
      if (!this.takes(COMMA)) throw UNSURE;
    }
    return { kind: "list", style: "flow", items, shared: false, ...this.place(from, this.pos) };
  }

  private flowMap(indent: number): Node {
    const from = this.pos++;
    const entries: Entry[] = [];
    for (;;) {
      this.skipInFlow(indent);
      if (this.takes(CLOSE_MAP)) break;
      const entry = this.flowEntry(indent);
      if (entries.some(({ key }) => key === entry.key)) throw UNSURE;
      entries.push(entry);
      this.skipInFlow(indent);
      if (this.takes(CLOSE_MAP)) break;
      if (!this.takes(COMMA)) throw UNSURE;
    }
    return this.mapOrCall("flow", entries, this.place(from, this.pos));
  }

  private flowEntry(indent: number): Entry {
    const key = this.flowScalar();
    if (key.text === "<<" || key.to - key.from > LONGEST_KEY) throw UNSURE;
    if (this.text.charCodeAt(this.pos) !== COLON) throw UNSURE;
    this.pos++;
    if (!key.quoted && !isBlank(this.text.charCodeAt(this.pos))) throw UNSURE;
    this.skipInFlow(indent);
    const value = this.flowValue(indent);
    const keyAt = this.place(key.from, key.to);
    return { key: key.text, keyAt, value, merged: false, ...this.place(key.from, value.to) };
  }

  private flowValue(indent: number): Node {
    const tag = this.tag();
    if (tag !== null) this.skipSpaces();
    const code = this.text.charCodeAt(this.pos);
    const value =
      code === OPEN_LIST
        ? this.flowList(indent)
        : code === OPEN_MAP
          ? this.flowMap(indent)
          : this.flowScalar();
    // A pair without braces.
    if (this.text.charCodeAt(this.pos) === COLON) throw UNSURE;
    return tag === null ? value : this.call(tag, value);
  }

  private flowScalar(): ScalarNode {
    const code = this.text.charCodeAt(this.pos);
    if (code === DOUBLE_QUOTE) return this.doubleQuoted();
    return code === SINGLE_QUOTE ? this.singleQuoted() : this.plain(true);
  }

  /** Goes over blanks, comments and line ends within brackets; each line has to be indented enough. */
  private skipInFlow(indent: number): void {
    const { text } = this;
    for (;;) {
      this.skipSpaces();
      if (!this.restIsBlank()) return;
      const end = text.indexOf("\n", this.pos);
      if (end < 0) throw UNSURE;
      this.pos = end + 1;
      const start = this.pos;
      this.skipSpaces();
      if (!this.restIsBlank() && this.pos - start <= indent) throw UNSURE;
    }
  }

  private takes(code: number): boolean {
    if (this.text.charCodeAt(this.pos) !== code) return false;
    this.pos++;
    return true;
  }

  /** A scalar without quotes, to the end of its line at most. */
  private plain(inFlow: boolean): ScalarNode {
    const { text, pos: from } = this;
    const first = text.charCodeAt(from);
    if (first !== first || INDICATORS.includes(text[from] ?? "")) throw UNSURE;
    const next = text.charCodeAt(from + 1);
    const isSign = first === DASH || first === QUESTION || first === COLON;
    if (isSign && (first !== DASH || isBlank(next) || isFlowIndicator(next))) throw UNSURE;
    let end = from;
    let pos = from;
    for (; ; pos++) {
      const code = text.charCodeAt(pos);
      if (code !== code || isLineEnd(code)) break;
      if (code === COLON) {
        const behind = text.charCodeAt(pos + 1);
        if (isBlank(behind) || (inFlow && isFlowIndicator(behind))) {
          if (!inFlow) throw UNSURE;
          break;
        }
      }
      if (inFlow && isFlowIndicator(code)) break;
      if (code === HASH && text.charCodeAt(pos - 1) === SPACE) break;
      if (code !== SPACE) end = pos + 1;
    }
    // In brackets, a scalar may go on in the next line.
    if (inFlow && pos >= text.length) throw UNSURE;
    if (inFlow && (isLineEnd(text.charCodeAt(pos)) || text.charCodeAt(pos) === HASH)) this.endOfFlowLine(pos);
    this.pos = end;
    const written = text.slice(from, end);
    const isSpacedKey = inFlow && text.charCodeAt(pos) === COLON && pos !== end;
    if (isSpacedKey || INFINITE.test(written)) throw UNSURE;
    const value = coreValue(written);
    return { kind: "scalar", text: written, value, quoted: false, shared: false, ...this.place(from, end) };
  }

  /** The next thing in the brackets ends them or begins the next item. */
  private endOfFlowLine(pos: number): void {
    const { text } = this;
    let next = pos;
    for (;;) {
      const end = text.indexOf("\n", next);
      if (end < 0) throw UNSURE;
      next = end + 1;
      while (text.charCodeAt(next) === SPACE) next++;
      const code = text.charCodeAt(next);
      if (code === HASH || isLineEnd(code)) continue;
      if (code !== COMMA && code !== CLOSE_LIST && code !== CLOSE_MAP) throw UNSURE;
      return;
    }
  }

  private singleQuoted(): ScalarNode {
    const { text, pos: from } = this;
    let end = from + 1;
    for (; ; end++) {
      const code = text.charCodeAt(end);
      if (code !== code || isLineEnd(code)) throw UNSURE;
      if (code !== SINGLE_QUOTE) continue;
      if (text.charCodeAt(end + 1) !== SINGLE_QUOTE) break;
      end++;
    }
    this.pos = end + 1;
    return this.quoted(text.slice(from + 1, end).replaceAll("''", "'"), from);
  }

  private doubleQuoted(): ScalarNode {
    const { text, pos: from } = this;
    let end = from + 1;
    let escaped = false;
    for (; ; end++) {
      const char = text[end];
      if (char === undefined || char === "\n" || char === "\r") throw UNSURE;
      if (char === '"') break;
      if (char !== "\\") continue;
      escaped = true;
      end++;
      if (ESCAPES[text[end] ?? ""] === undefined) throw UNSURE;
    }
    this.pos = end + 1;
    const content = text.slice(from + 1, end);
    return this.quoted(
      escaped ? content.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char) : content,
      from,
    );
  }

  private quoted(content: string, from: number): ScalarNode {
    return {
      kind: "scalar",
      text: content,
      value: content,
      quoted: true,
      shared: false,
      ...this.place(from, this.pos),
    };
  }
}
