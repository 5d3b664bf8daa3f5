import { EditRefused } from "../core/edit.js";
import type { TextEdit } from "../core/edit.js";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "../core/node.js";
import type { Plain } from "../core/plain.js";
import { spanOf } from "../core/span.js";
import type { Span } from "../core/span.js";
import { insertAfter, removeItem } from "./flow-edits.js";
import type { FlowSyntax } from "./flow-edits.js";
import type { Outline, OutlineEntry, Section } from "./format.js";
import { renderJson, renderJsonEntry, jsonStyle } from "./json-render.js";
import { locate } from "./locate.js";
import { stringEdits } from "./string-edits.js";
import {
  columnOf,
  hasBlankLine,
  insertion,
  isFirstOnLine,
  lineEnd,
  lineEnding,
  lineStart,
  nextLine,
  replacement,
} from "./text-lines.js";
import { aboveComments, endWithComments } from "./yaml-comments.js";
import { makeBlockList } from "./yaml-lists.js";
import {
  entryLines,
  flowEntryYaml,
  flowYaml,
  indented,
  itemLines,
  quotedLike,
  yamlStyle,
} from "./yaml-render.js";
import type { YamlStyle } from "./yaml-render.js";
import { writeValue } from "./yaml-values.js";

type NewEntry = readonly [key: string, value: Plain];

const FLOW: FlowSyntax = { sign: "#", comma: ", " };

/** Writes edits into YAML text; see `Format` for what each does. */
export class YamlWriter {
  constructor(private readonly outlineOf: (text: string) => Outline) {}

  insert(
    text: string,
    into: MapNode | Section,
    entries: readonly NewEntry[],
    after: Entry | OutlineEntry | "end",
  ): TextEdit[] {
    if (entries.length === 0) return [];
    if (!("kind" in into)) return this.insertIntoSection(text, into, entries, after);
    locate(this.outlineOf(text), into);
    refuseKnown(into.entries, entries);
    if (into.entries.length === 0) return this.replace(text, into, Object.fromEntries(entries));
    if (after !== "end" && "merged" in after && after.merged)
      throw new EditRefused("the entry before it is merged in");
    const style = this.style(text, into);
    const own = into.entries.filter((entry) => !entry.merged);
    if (into.style === "flow") {
      const item = after === "end" ? own.at(-1) : after;
      if (item === undefined) throw new EditRefused("its entries are all merged in");
      return insertIntoFlow(text, entrySpan(item), entries, style);
    }
    const start = spanOf(into).start;
    const end = after === "end" ? spanOf(into).end : entrySpan(after).end;
    refuseOpenEnd(text, after === "end" ? lastOf(into) : lastOf(valueUnder(after)));
    return insertLines(text, end, columnOf(text, start), entries, style, false);
  }

  replace(text: string, node: Node, value: Plain): TextEdit[] {
    const located = locate(this.outlineOf(text), node);
    const style = quotedLike(this.style(text, node), text, value, node);
    return writeValue(text, node, located, value, style);
  }

  append(text: string, list: ListNode, item: Plain): TextEdit[] {
    locate(this.outlineOf(text), list);
    const last = list.items.at(-1);
    if (last === undefined) return this.replace(text, list, [item]);
    const style = quotedLike(this.style(text, list), text, item, list);
    if (list.style === "flow") {
      return insertAfter(
        text,
        spanOf(last),
        (indent, own) => [flowValue(text, item, indent, own, style)],
        FLOW,
      );
    }
    refuseOpenEnd(text, lastOf(list));
    const { start, end } = spanOf(list);
    const eol = lineEnding(text);
    const column = columnOf(text, start);
    const lines = indented(itemLines(item, style), column);
    return [insertion(endWithComments(text, end, column), lines.map((line) => eol + line).join(""))];
  }

  makeList(text: string, node: Node, item: Plain): TextEdit[] {
    const located = locate(this.outlineOf(text), node);
    const style = quotedLike(this.style(text, node), text, item, node);
    if (!located.inFlow) return makeBlockList(text, node, located, item, style);
    const { start, end } = spanOf(node);
    return [insertion(start, "["), insertion(end, `, ${flowValue(text, item, "", false, style)}]`)];
  }

  editString(text: string, node: ScalarNode, edits: readonly TextEdit[]): TextEdit[] {
    locate(this.outlineOf(text), node);
    return stringEdits(text, node, edits);
  }

  remove(text: string, from: MapNode, entry: Entry): TextEdit[] {
    locate(this.outlineOf(text), from);
    if (entry.merged) throw new EditRefused("it is merged in from elsewhere");
    const own = from.entries.filter((each) => !each.merged);
    const index = own.findIndex((each) => spanOf(each).start === spanOf(entry).start);
    if (index === -1) throw new EditRefused("it can't be found in the text");
    if (from.entries.length === 1) return this.replace(text, from, {});
    if (from.style === "flow") return removeItem(text, own.map(entrySpan), index, FLOW);
    refuseOpenEnd(text, lastOf(entry.value), true);
    const { start, end } = spanOf(entry);
    if (isFirstOnLine(text, start)) return [replacement(lineStart(text, start), nextLine(text, end), "")];
    const next = own[index + 1];
    if (next === undefined) throw new EditRefused("it stands on the line of something else");
    const between = text.slice(end, spanOf(next).start);
    if (between.trim() !== "") throw new EditRefused("a comment behind it would lose its line");
    return [replacement(start, spanOf(next).start, "")];
  }

  removeItem(text: string, from: ListNode, item: Node): TextEdit[] {
    locate(this.outlineOf(text), from);
    const index = from.items.indexOf(item);
    if (index === -1 || from.items.length === 1) throw new EditRefused("the list has no other item");
    if (from.style === "flow") return removeItem(text, from.items.map(spanOf), index, FLOW);
    refuseOpenEnd(text, lastOf(item), true);
    const { start, end } = spanOf(item);
    const line = lineStart(text, start);
    if (!/^[ \t]*-[ \t]+$/.test(text.slice(line, start)))
      throw new EditRefused("the item doesn't begin on a line of its own");
    return [replacement(line, nextLine(text, end), "")];
  }

  insertSection(outline: Outline, key: string, value: Plain, before: string): TextEdit[] {
    const { text, sections } = outline;
    const index = sections.findIndex((section) => section.key === before);
    const section = sections[index];
    if (section === undefined) throw new EditRefused(`there is no ${before} section`);
    if (sections.some((each) => each.key === key)) throw new EditRefused(`there is a ${key} section already`);
    const { start } = spanOf(section.keyAt);
    const style = this.style(text);
    if (!isFirstOnLine(text, start) || isBracketed(text))
      throw new EditRefused("the sections don't stand on lines of their own");
    const previous = sections[index - 1];
    const column = columnOf(text, start);
    const limit = previous === undefined ? 0 : endWithComments(text, spanOf(previous.at).end, column);
    const at = aboveComments(text, start, limit);
    const eol = lineEnding(text);
    const lines = indented(entryLines(key, value, style), column);
    const separated = areSeparated(
      text,
      sections.map((each) => spanOf(each.at)),
      index,
    );
    return [insertion(at, lines.map((line) => line + eol).join("") + (separated ? eol : ""))];
  }

  private insertIntoSection(
    text: string,
    into: Section,
    entries: readonly NewEntry[],
    after: Entry | OutlineEntry | "end",
  ): TextEdit[] {
    if (into.entries === null || into.entries.length === 0) {
      const value = into.value();
      const isEmpty = value.kind === "map" || (value.kind === "scalar" && value.value === null);
      if (!isEmpty) throw new EditRefused(`${into.key} is no map`);
      return this.replace(text, value, Object.fromEntries(entries));
    }
    refuseKnown(into.entries, entries);
    const style = this.style(text);
    const first = into.entries[0];
    const target = after === "end" ? into.entries.at(-1) : after;
    if (first === undefined || target === undefined) return [];
    if (valueUnder(target).shared) throw new EditRefused("the entry before it is shared");
    const { start } = spanOf(first.keyAt);
    if (/^\s*:\s*\{/.test(text.slice(spanOf(into.keyAt).end, start))) {
      return insertIntoFlow(text, entrySpan(target), entries, style);
    }
    if (!isFirstOnLine(text, start)) throw new EditRefused("the entries don't stand on lines of their own");
    refuseOpenEnd(text, lastOf(valueUnder(target)));
    const spans = into.entries.map(entrySpan);
    const index = spans.findIndex((span) => span.start === entrySpan(target).start);
    const separated = areSeparated(text, spans, index + 1);
    return insertLines(text, entrySpan(target).end, columnOf(text, start), entries, style, separated);
  }

  /** The file's habits; the step is that of the map around, where it shows one. */
  private style(text: string, around?: Node): YamlStyle {
    const outline = this.outlineOf(text);
    const span = around === undefined ? undefined : spanOf(around);
    const sections = outline.sections.filter((each) => (each.entries?.length ?? 0) > 0);
    const here = sections.find(
      (each) => span !== undefined && spanOf(each.at).start <= span.start && span.end <= spanOf(each.at).end,
    );
    for (const section of here === undefined ? sections : [here, ...sections]) {
      const first = section.entries?.[0];
      if (first === undefined) continue;
      const { start } = spanOf(first.keyAt);
      if (!isFirstOnLine(text, start)) continue;
      const step = columnOf(text, start) - columnOf(text, spanOf(section.keyAt).start);
      if (step > 0 && step <= 8) return yamlStyle(text, step);
    }
    return yamlStyle(text, 2);
  }
}

function insertIntoFlow(
  text: string,
  item: Span,
  entries: readonly NewEntry[],
  style: YamlStyle,
): TextEdit[] {
  const asJson = text[item.start] === '"';
  return insertAfter(
    text,
    item,
    (indent, ownLine) =>
      entries.map(([key, value]) => {
        if (!asJson) return flowEntryYaml(key, value, style);
        const json = { ...jsonStyle(text, lineEnding(text)), multiline: ownLine };
        return renderJsonEntry(key, value, json, indent);
      }),
    FLOW,
  );
}

function flowValue(text: string, item: Plain, indent: string, ownLine: boolean, style: YamlStyle): string {
  if (!isBracketed(text)) return flowYaml(item, style);
  return renderJson(item, { ...jsonStyle(text, lineEnding(text)), multiline: ownLine }, indent);
}

function insertLines(
  text: string,
  end: number,
  column: number,
  entries: readonly NewEntry[],
  style: YamlStyle,
  separated: boolean,
): TextEdit[] {
  const eol = lineEnding(text);
  const blocks = entries.map(([key, value]) => {
    const lines = indented(entryLines(key, value, style), column);
    return (separated ? eol : "") + lines.map((line) => eol + line).join("");
  });
  return [insertion(endWithComments(text, end, column), blocks.join(""))];
}

/** Whether the neighbours of a new item at this index, or those before them, have a blank line between. */
function areSeparated(text: string, spans: readonly Span[], index: number): boolean {
  const pairs = [
    [spans[index - 1], spans[index]],
    [spans[index - 2], spans[index - 1]],
    [spans[index], spans[index + 1]],
  ];
  const known = pairs.find(([a, b]) => a !== undefined && b !== undefined);
  return (
    known?.[0] !== undefined && known[1] !== undefined && hasBlankLine(text, known[0].end, known[1].start)
  );
}

/**
 * A block scalar that keeps its trailing blank lines, or that ends with the text, would change by
 * what is written behind it.
 */
function refuseOpenEnd(text: string, last: Node, keepOnly = false): void {
  const { start, end } = spanOf(last);
  if (last.kind !== "scalar" || !/^[|>]/.test(text[start] ?? "")) return;
  const header = text.slice(start, lineEnd(text, start));
  const keeps = /^[|>]\d?\+/.test(header);
  const open = !keepOnly && !/^[|>]\d?-/.test(header) && lineEnd(text, end) >= text.length;
  if (keeps || open) throw new EditRefused("the block of text before it would change with it");
}

function lastOf(node: Node): Node {
  if (node.kind === "call") return lastOf(node.argument);
  const last = node.kind === "map" ? node.entries.filter((entry) => !entry.merged).at(-1)?.value : undefined;
  const child = node.kind === "list" ? node.items.at(-1) : last;
  return child === undefined ? node : lastOf(child);
}

function valueUnder(entry: Entry | OutlineEntry): Node {
  return "read" in entry ? entry.read().value : entry.value;
}

function entrySpan(entry: Entry | OutlineEntry): Span {
  return spanOf("at" in entry ? entry.at : entry);
}

function refuseKnown(known: readonly { readonly key: string }[], entries: readonly NewEntry[]): void {
  for (const [key] of entries) {
    if (known.some((each) => each.key === key && !("merged" in each && each.merged === true))) {
      throw new EditRefused(`there is a ${key} already`);
    }
  }
}

function isBracketed(text: string): boolean {
  return /^[\s\ufeff]*[{[]/.test(text);
}
