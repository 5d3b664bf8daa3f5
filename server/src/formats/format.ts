import type { TextEdit } from "../core/edit.js";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "../core/node.js";
import type { Plain } from "../core/plain.js";
import type { Problem } from "../core/problem.js";
import type { Place, Span } from "../core/span.js";
import type { TextChange } from "./text-change.js";

/** A way to write templates down: text to nodes, and edits that keep the text's style. */
export interface Format {
  readonly id: "yaml" | "json";

  /**
   * Reads the outline of a document: its sections and their direct children, each parsed only
   * when asked for. Where the linear scan isn't sure of the structure, the document is parsed
   * whole; both ways give the same nodes.
   *
   * @param previous an outline of an earlier version: blocks with unchanged text are taken over.
   * @param twin an outline that somebody else has made, perhaps of the same text: then its blocks
   *   needn't be looked for again. Nothing is taken from it.
   * Never throws: what can't be read is in `problems`.
   */
  outline(text: string, previous?: Outline, twin?: Outline): Outline;

  /** The same, always by one parse of the whole document. For tests and for `outline` itself. */
  outlineWhole(text: string): Outline;

  /**
   * Adds entries to a map, or to a section, in its style (indent, flow or block, quotes, line
   * ending).
   *
   * @param after the entry they follow; "end" for behind the last one.
   * @throws EditRefused where the map is shared or its text can't be changed safely.
   */
  insert(
    text: string,
    into: MapNode | Section,
    entries: readonly (readonly [key: string, value: Plain])[],
    after: Entry | OutlineEntry | "end",
  ): TextEdit[];

  /**
   * Writes a value in place of a node. Only the node's own text changes, and a comment behind it
   * stays.
   *
   * @param holder the entry whose value the node is, where it is one (its indent tells how deep
   * a block value is to be written).
   * @throws EditRefused
   */
  replace(text: string, node: Node, value: Plain, holder?: Entry): TextEdit[];

  /**
   * Adds a top-level section before another one. @throws EditRefused where the document's top isn't
   * a plain map, or has no section to stand before.
   */
  insertSection(outline: Outline, key: string, value: Plain, before: string): TextEdit[];

  /** Adds an item at the end of a list, in its style. @throws EditRefused */
  append(text: string, list: ListNode, item: Plain): TextEdit[];

  /**
   * Makes the value of an entry the first item of a list, its text as it is, and adds another item.
   *
   * @throws EditRefused
   */
  makeList(text: string, node: Node, item: Plain): TextEdit[];

  /** Takes an entry out of its map, with its line where it has one of its own. @throws EditRefused */
  remove(text: string, from: MapNode, entry: Entry): TextEdit[];

  /** Takes an item out of a list that has others, with its lines. @throws EditRefused */
  removeItem(text: string, from: ListNode, item: Node): TextEdit[];

  /**
   * Edits the content of a quoted or block scalar, keeping its quoting.
   *
   * @param edits of `node.text`, in order and without overlaps.
   * @throws EditRefused
   */
  editString(text: string, node: ScalarNode, edits: readonly TextEdit[]): TextEdit[];

  /** The format of documents that are written in strings. */
  readonly embedded: Format;

  /**
   * Comments that contain the marker.
   * `text` is the comment without its sign; `span` runs from the sign to the end of the line.
   */
  comments(text: string, marker: string): readonly Comment[];

  /** A comment line for this text at this indent, or null where the format has no comments. */
  comment(text: string): string | null;
}

export interface Comment {
  readonly span: Span;
  readonly text: string;
}

/** A text that was read as one, whatever stands at its top: a map, a list, a scalar. */
export interface WholeValue {
  /** Null where the text is empty or can't be read at all. */
  readonly value: Node | null;
  /** Syntax problems, sorted; see `Outline.problems`. */
  readonly problems: readonly Problem[];
}

/** A document as a list of blocks. */
export interface Outline {
  readonly text: string;
  /** The document is not a map at its top (empty, a list, a scalar): no sections. */
  readonly sections: readonly Section[];
  /** False where the document was parsed whole. */
  readonly blockwise: boolean;
  /**
   * Syntax problems, sorted. Blocks that were never read have none yet, so ask after reading.
   * Includes duplicate keys, tabs, several documents, too deep nesting, aliases that expand too far.
   */
  problems(): readonly Problem[];
  /**
   * The earlier version of the document that all but the changed entries were taken over from, and
   * the piece in which the texts differ; null for none.
   */
  readonly continues: { readonly outline: Outline; readonly change: TextChange } | null;
  /** Takes its blocks back from a later outline, which must not be used any more. */
  takeBack(): void;
}

/** A top-level key and its value: `Parameters`, `Resources`, `Transform` … */
export interface Section {
  readonly key: string;
  readonly keyAt: Place;
  /** From the key to the end of the value, trailing blank lines and comments excluded. */
  readonly at: Place;
  /** The direct children where the value is a map, otherwise null. */
  readonly entries: readonly OutlineEntry[] | null;
  /** The raw text of the section, for a cheap look whether a word occurs. */
  text(): string;
  /** The whole value as one node; parses all of it. */
  value(): Node;
}

/** One direct child of a section: a resource, a parameter, a condition. */
export interface OutlineEntry {
  readonly key: string;
  readonly keyAt: Place;
  readonly at: Place;
  /** The same object for as long as the text of the entry is the same. */
  readonly content: object;
  /** The raw text of the entry, for a cheap look whether a type occurs in it. */
  text(): string;
  /** Parsed on the first call. `broken`: syntax errors in this block. */
  read(): { readonly value: Node; readonly broken: boolean };
}
