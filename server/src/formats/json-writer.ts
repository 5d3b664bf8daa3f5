import { EditRefused } from "../core/edit.js";
import type { TextEdit } from "../core/edit.js";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "../core/node.js";
import type { Plain } from "../core/plain.js";
import { spanOf } from "../core/span.js";
import type { Span } from "../core/span.js";
import { insertAfter, insertBefore, refuseComments, removeItem } from "./flow-edits.js";
import type { FlowSyntax } from "./flow-edits.js";
import type { Outline, OutlineEntry, Section } from "./format.js";
import { isNested, jsonStyle, renderJson, renderJsonEntry } from "./json-render.js";
import type { JsonStyle } from "./json-render.js";
import { locate, refuseBroken } from "./locate.js";
import { stringEdits } from "./string-edits.js";
import {
  indentOf,
  insertion,
  joined,
  lineEnd,
  lineEnding,
  lineStart,
  nextLine,
  replacement,
} from "./text-lines.js";

type NewEntry = readonly [key: string, value: Plain];

/** Writes edits into JSON text; see `Format` for what each does. */
export class JsonWriter {
  constructor(private readonly outlineOf: (text: string) => Outline) {}

  insert(
    text: string,
    into: MapNode | Section,
    entries: readonly NewEntry[],
    after: Entry | OutlineEntry | "end",
  ): TextEdit[] {
    if (entries.length === 0) return [];
    const isNode = "kind" in into;
    if (isNode) locate(this.outlineOf(text), into);
    else refuseBroken(this.outlineOf(text), spanOf(into.at));
    const known: readonly (Entry | OutlineEntry)[] = into.entries ?? [];
    const twice = entries.find(([key]) => known.some((each) => each.key === key));
    if (twice !== undefined) throw new EditRefused(`there is a ${twice[0]} already`);
    const target = after === "end" ? known.at(-1) : after;
    if (target !== undefined) return this.insertEntries(text, entrySpan(target), entries);
    const value = isNode ? into : into.value();
    const isNull = value.kind === "scalar" && value.value === null;
    if (value.kind !== "map" && !isNull) throw new EditRefused("its value is no map");
    return this.replace(text, value, Object.fromEntries(entries));
  }

  replace(text: string, node: Node, value: Plain): TextEdit[] {
    locate(this.outlineOf(text), node);
    const span = spanOf(node);
    if (node.kind !== "scalar") refuseComments(text, span, { sign: "//", comma: ", " });
    const style = this.style(text, hasOwnLine(text, span.start));
    return [replacement(span.start, span.end, renderJson(value, style, indentOf(text, span.start)))];
  }

  append(text: string, list: ListNode, item: Plain): TextEdit[] {
    const last = list.items.at(-1);
    if (last === undefined) return this.replace(text, list, [item]);
    locate(this.outlineOf(text), list);
    const render = (indent: string, ownLine: boolean): string[] => [
      renderJson(item, this.style(text, ownLine), indent),
    ];
    return insertAfter(text, spanOf(last), render, this.syntax(text));
  }

  makeList(text: string, node: Node, item: Plain): TextEdit[] {
    locate(this.outlineOf(text), node);
    const { start, end } = spanOf(node);
    const style = this.style(text, hasOwnLine(text, start));
    const isShort = !isNested(item) && !/[\r\n]/.test(text.slice(start, end));
    if (!style.multiline || (isShort && style.inlineLists)) {
      const oneLine = renderJson(item, { ...style, multiline: false }, "");
      return [insertion(start, "["), insertion(end, `${style.comma}${oneLine}]`)];
    }
    const indent = indentOf(text, start);
    const separator = style.eol + indent + style.step;
    const edits = [insertion(start, `[${separator}`)];
    for (let line = nextLine(text, start); line < end; line = nextLine(text, line)) {
      if (text.slice(line, lineEnd(text, line)).trim() !== "") edits.push(insertion(line, style.step));
    }
    const added = renderJson(item, style, indent + style.step);
    return joined([...edits, insertion(end, `,${separator}${added}${style.eol}${indent}]`)]);
  }

  editString(text: string, node: ScalarNode, edits: readonly TextEdit[]): TextEdit[] {
    locate(this.outlineOf(text), node);
    return stringEdits(text, node, edits);
  }

  remove(text: string, from: MapNode, entry: Entry): TextEdit[] {
    locate(this.outlineOf(text), from);
    const index = from.entries.findIndex((each) => spanOf(each).start === spanOf(entry).start);
    if (index === -1) throw new EditRefused("it can't be found in the text");
    if (from.entries.length === 1) return this.replace(text, from, {});
    return removeItem(text, from.entries.map(spanOf), index, this.syntax(text));
  }

  removeItem(text: string, from: ListNode, item: Node): TextEdit[] {
    locate(this.outlineOf(text), from);
    const index = from.items.indexOf(item);
    if (index === -1 || from.items.length === 1) throw new EditRefused("the list has no other item");
    return removeItem(text, from.items.map(spanOf), index, this.syntax(text));
  }

  insertSection(outline: Outline, key: string, value: Plain, before: string): TextEdit[] {
    const { text, sections } = outline;
    const section = sections.find((each) => each.key === before);
    if (section === undefined) throw new EditRefused(`there is no ${before} section`);
    if (sections.some((each) => each.key === key)) throw new EditRefused(`there is a ${key} section already`);
    const render = (indent: string, ownLine: boolean): string =>
      renderJsonEntry(key, value, this.style(text, ownLine), indent);
    return insertBefore(text, spanOf(section.at), render, this.syntax(text));
  }

  private insertEntries(text: string, item: Span, entries: readonly NewEntry[]): TextEdit[] {
    return insertAfter(
      text,
      item,
      (indent, ownLine) =>
        entries.map(([key, value]) => renderJsonEntry(key, value, this.style(text, ownLine), indent)),
      this.syntax(text),
    );
  }

  /** The file's habits; what shares its line with something else stays on one line. */
  private style(text: string, ownLine: boolean): JsonStyle {
    const style = jsonStyle(text, lineEnding(text));
    return ownLine ? style : { ...style, multiline: false };
  }

  private syntax(text: string): FlowSyntax {
    return { sign: "//", comma: jsonStyle(text, "\n").comma };
  }
}

/** The line begins with the key of the value at this offset, or with the value itself. */
function hasOwnLine(text: string, offset: number): boolean {
  return /^[ \t]*(?:"(?:[^"\\]|\\.)*"\s*:\s*)?$/.test(text.slice(lineStart(text, offset), offset));
}

function entrySpan(entry: Entry | OutlineEntry): Span {
  return spanOf("at" in entry ? entry.at : entry);
}
