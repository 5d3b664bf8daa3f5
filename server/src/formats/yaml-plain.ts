import type { Entry, Node } from "../core/node.js";
import type { Origin } from "../core/span.js";
import type { Parsed } from "./parsed.js";
import { SPACE, LF, CR, HASH, DASH, DOT, COLON, PIPE, isBlank } from "./yaml-characters.js";
import { PlainInline, UNSURE } from "./yaml-plain-inline.js";

/**
 * Parses YAML in the plain style that most templates are written in: block maps and lists,
 * functions by tag, scalars on one line, literal block scalars, flow collections without tricks. It
 * gives the nodes that `parseYaml` would give, in a fraction of the time.
 *
 * @param text a map at its top; nested less deeply than `MAX_NESTING`.
 * @param origin of the nodes; offset 0 of the text lies there.
 * @returns null for anything else, and wherever it isn't sure: anchors and aliases, merge keys,
 * folded scalars, scalars over several lines, tabs, mistakes.
 */
export function parsePlainYaml(text: string, origin: Origin): Parsed | null {
  if (UNUSUAL.test(text)) return null;
  try {
    return { entries: new PlainYaml(text, origin).document(), problems: [], brokenAt: [] };
  } catch (error) {
    if (error === UNSURE) return null;
    throw error;
  }
}

/** Tabs, byte order marks, and carriage returns that end no line. */
const UNUSUAL = /[\t\uFEFF\u0085\u2028\u2029]|\r(?!\n)/;

class PlainYaml extends PlainInline {
  /** Spaces before the content of the line at hand. */
  private indent = 0;
  /** There is a line at hand; otherwise the text has ended. */
  private hasLine = true;

  constructor(text: string, origin: Origin) {
    super(text, origin);
    this.nextLine();
  }

  document(): Entry[] {
    if (!this.hasLine) throw UNSURE;
    const entries = this.entries(this.indent);
    if (this.hasLine) throw UNSURE;
    return entries;
  }

  /** Entries at this indent, from the line at hand on. */
  private entries(indent: number): Entry[] {
    const entries: Entry[] = [];
    const keys = new Set<string>();
    do {
      const entry = this.entry(indent);
      if (keys.has(entry.key)) throw UNSURE;
      keys.add(entry.key);
      entries.push(entry);
      if (this.hasLine && this.indent > indent) throw UNSURE;
    } while (this.hasLine && this.indent === indent && !this.atDash());
    return entries;
  }

  /** The entry whose key stands at the position; its map is at this indent. */
  private entry(indent: number): Entry {
    const { key, from, to } = this.key();
    const colon = this.pos;
    this.pos += 1;
    const value = this.valueBehind(colon + 1, indent, true);
    const keyAt = this.place(from, to);
    return { key, keyAt, value, merged: false, ...this.place(from, Math.max(to, value.to)) };
  }

  /**
   * A value behind a colon or a dash, on the rest of the line or below it. Afterwards the next line
   * is at hand.
   *
   * @param missingAt where a null without text would stand.
   * @param indent of the map or list that it belongs to.
   * @param inMap a list at the same indent may be the value of a map's entry.
   */
  private valueBehind(missingAt: number, indent: number, inMap: boolean): Node {
    this.skipSpaces();
    if (this.restIsBlank()) {
      this.nextLine();
      return this.blockBelow(indent, inMap) ?? this.missing(missingAt);
    }
    const tag = this.tag();
    if (tag === null) return this.content(indent);
    this.skipSpaces();
    if (!this.restIsBlank()) return this.call(tag, this.content(indent));
    this.nextLine();
    const below = this.blockBelow(indent, inMap);
    if (below === null) throw UNSURE;
    return this.call(tag, below);
  }

  /** What stands on the rest of the line, and ends there. Afterwards the next line is at hand. */
  private content(indent: number): Node {
    if (this.text.charCodeAt(this.pos) === PIPE) return this.literal(indent);
    const node = this.inline(indent);
    this.skipSpaces();
    if (!this.restIsBlank()) throw UNSURE;
    this.nextLine();
    return node;
  }

  /** The map or list on the lines below an indent, where the line at hand is one of them. */
  private blockBelow(indent: number, inMap: boolean): Node | null {
    if (!this.hasLine) return null;
    if (this.atDash()) return this.indent > indent || (inMap && this.indent === indent) ? this.list() : null;
    if (this.indent <= indent) return null;
    return this.map(this.indent);
  }

  private map(indent: number): Node {
    const from = this.pos;
    const entries = this.entries(indent);
    return this.mapOrCall("block", entries, this.place(from, entries.at(-1)?.to ?? from));
  }

  private list(): Node {
    const { indent, pos: from } = this;
    const items: Node[] = [];
    do items.push(this.item(indent));
    while (this.hasLine && this.indent === indent && this.atDash());
    if (this.hasLine && this.indent > indent) throw UNSURE;
    return {
      kind: "list",
      style: "block",
      items,
      shared: false,
      ...this.place(from, items.at(-1)?.to ?? from),
    };
  }

  /** An item of a list at this indent: its dash stands at the position. */
  private item(indent: number): Node {
    const dash = this.pos;
    this.pos += 1;
    this.skipSpaces();
    const column = indent + this.pos - dash;
    if (this.restIsBlank()) {
      this.nextLine();
      return this.blockBelow(indent, false) ?? this.missing(dash + 1);
    }
    if (this.atDash() || this.keyFollows()) {
      // A map or a list that begins behind the dash is indented as far as it stands there.
      this.indent = column;
      return this.atDash() ? this.list() : this.map(column);
    }
    this.pos = dash + 1;
    return this.valueBehind(dash + 1, indent, false);
  }

  /** A literal block scalar; its `|` stands at the position. */
  private literal(indent: number): Node {
    const { text, pos: from } = this;
    this.pos += 1;
    const sign = text[this.pos];
    const chomping = sign === "-" ? sign : "";
    this.pos += chomping.length;
    this.skipSpaces();
    if (!this.restIsBlank()) throw UNSURE;
    const lines: string[] = [];
    let end = this.pos;
    let width = -1;
    for (let start = this.lineBehind(this.pos); start < text.length;) {
      const stop = this.lineEnd(start);
      let content = start;
      while (text.charCodeAt(content) === SPACE) content++;
      const isEmpty = content >= stop;
      if (!isEmpty) {
        if (content - start <= indent) break;
        if (width < 0) {
          width = content - start;
          if (lines.some((line) => line.length > width)) throw UNSURE;
        }
        if (content - start < width) throw UNSURE;
        end = stop;
      }
      lines.push(text.slice(start, stop));
      this.pos = stop;
      start = this.lineBehind(stop);
    }
    if (width < 0) throw UNSURE;
    const written = lines.map((line) => line.slice(width)).join("\n");
    const content = written.replace(/\n+$/, "");
    // What only looks empty counts as content in some places, and in others it doesn't.
    if (/ $/.test(content) && /\n *$/.test(content)) throw UNSURE;
    const trailing = chomping === "-" ? "" : "\n";
    this.nextLine();
    const value = content + trailing;
    return { kind: "scalar", text: value, value, quoted: true, shared: false, ...this.place(from, end) };
  }

  /** Moves to the next line that has content. */
  private nextLine(): void {
    const { text } = this;
    let start = this.hasBegun ? this.lineBehind(this.pos) : 0;
    this.hasBegun = true;
    for (; start < text.length; start = this.lineBehind(start)) {
      let pos = start;
      while (text.charCodeAt(pos) === SPACE) pos++;
      const code = text.charCodeAt(pos);
      if (code === HASH || code === LF || code === CR || code !== code) continue;
      this.pos = pos;
      this.indent = pos - start;
      if (this.indent === 0 && this.atMarker()) throw UNSURE;
      return;
    }
    this.pos = text.length;
    this.hasLine = false;
  }

  private hasBegun = false;

  private atDash(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && isBlank(this.text.charCodeAt(this.pos + 1));
  }

  private atMarker(): boolean {
    const code = this.text.charCodeAt(this.pos);
    if (code !== DASH && code !== DOT) return false;
    const word = this.text.slice(this.pos, this.pos + 3);
    return word === "---" || word === "...";
  }

  /** A key and its colon stand at the position. */
  private keyFollows(): boolean {
    const { pos } = this;
    const end = this.keyEnd();
    this.pos = pos;
    return end !== null && this.text.charCodeAt(end) === COLON;
  }

  /** Where the line begins that follows the one of this offset. */
  private lineBehind(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    return end < 0 ? this.text.length : end + 1;
  }

  /** Where the content of the line ends, its line ending left out. */
  private lineEnd(start: number): number {
    const feed = this.text.indexOf("\n", start);
    const end = feed < 0 ? this.text.length : feed;
    return end > start && this.text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }
}
