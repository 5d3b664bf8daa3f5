import { EditRefused } from "../core/edit.js";
import type { TextEdit } from "../core/edit.js";
import type { Node } from "../core/node.js";
import type { Plain } from "../core/plain.js";
import { spanOf } from "../core/span.js";
import { signBefore } from "./comments.js";
import { refuseComments } from "./flow-edits.js";
import { jsonStyle, renderJson } from "./json-render.js";
import type { Located } from "./locate.js";
import {
  columnOf,
  indentOf,
  insertion,
  isFirstOnLine,
  joined,
  lineEnd,
  lineEnding,
  lineStart,
  replacement,
} from "./text-lines.js";
import { blockYaml, flowYaml, indented, inlineYaml } from "./yaml-render.js";
import type { YamlStyle } from "./yaml-render.js";

/**
 * Writes a value in place of a node.
 *
 * @throws EditRefused where a comment would be lost or the place is too unusual.
 */
export function writeValue(
  text: string,
  node: Node,
  located: Located,
  value: Plain,
  style: YamlStyle,
): TextEdit[] {
  refuseLoss(text, node);
  const { start, end } = spanOf(node);
  if (located.inFlow) return writeInFlow(text, node, value, style);
  const anchor = anchorBefore(text, node, located);
  const inline =
    node.kind !== "scalar" && node.kind !== "call" && keepsFlow(node, value)
      ? flowYaml(value, style)
      : inlineYaml(value, style);
  const between = text.slice(anchor, start);
  refuseProperties(text, anchor, start);
  if (inline !== null) {
    const sameLine = !/[\r\n]/.test(between);
    if (sameLine && between !== "") return [replacement(start, end, inline)];
    if (between.trim() === "") return [replacement(anchor, end, ` ${inline}`)];
    const line = lineEnd(text, anchor);
    if (text.slice(line, start).trim() !== "") throw new EditRefused("a comment before it would be lost");
    return joined([insertion(anchor, ` ${inline}`), replacement(line, end, "")]);
  }
  return writeBlock(text, node, located, value, style, anchor);
}

function writeBlock(
  text: string,
  node: Node,
  located: Located,
  value: Plain,
  style: YamlStyle,
  anchor: number,
): TextEdit[] {
  const { start, end } = spanOf(node);
  const eol = lineEnding(text);
  const { head, lines, list } = blockYaml(value, style);
  const itemColumn = columnOf(text, start);
  const isItem = located.holder === null && located.parent?.kind === "list";
  const sameKind = (node.kind === "list") === list && (node.kind === "list" || node.kind === "map");
  if (head === "" && node.kind !== "scalar" && sameKind && isBlock(node)) {
    return [replacement(start, end, hanging(lines, itemColumn, eol))];
  }
  if (isItem && head === "") {
    const gap = start === anchor ? " " : "";
    return [replacement(start, end, gap + hanging(lines, itemColumn + gap.length, eol))];
  }
  const keyColumn =
    located.holder === null ? ownerColumn(text, start) : columnOf(text, spanOf(located.holder.keyAt).start);
  const step = list && !style.dashIndented && !isItem ? 0 : style.step + (isItem ? 2 : 0);
  const body = indented(lines, keyColumn + step)
    .map((line) => eol + line)
    .join("");
  const between = text.slice(anchor, start);
  const newHead = head === "" ? "" : ` ${head}`;
  if (between.trim() === "") {
    const behind = lineEnd(text, end);
    return joined([replacement(anchor, end, newHead), insertion(behind, body)]);
  }
  if (!isFirstOnLine(text, start)) throw new EditRefused("a comment before it would be lost");
  return joined([
    insertion(anchor, newHead),
    replacement(lineEnd(text, lineStart(text, start) - 2), end, body),
  ]);
}

/** The first line is written where the value begins, the others below it. */
function hanging(lines: readonly string[], column: number, eol: string): string {
  const [first = "", ...rest] = lines;
  return [first, ...indented(rest, column)].join(eol);
}

function writeInFlow(text: string, node: Node, value: Plain, style: YamlStyle): TextEdit[] {
  const { start, end } = spanOf(node);
  const asJson = /^[\s\ufeff]*\{\s*"/.test(text);
  const json = { ...jsonStyle(text, lineEnding(text)) };
  const rendered = asJson
    ? renderJson(
        value,
        { ...json, multiline: json.multiline && isOnOwnLine(text, start) },
        indentOf(text, start),
      )
    : flowYaml(value, style);
  if (start !== end) return [replacement(start, end, rendered)];
  const before = text[start - 1] ?? "";
  if (before !== ":" && before !== "," && before !== "[")
    throw new EditRefused("there is no colon to write it behind");
  return [insertion(start, ` ${rendered}`)];
}

/** The line begins with the key of this value, or with the value. */
function isOnOwnLine(text: string, start: number): boolean {
  return /^[ \t]*(?:"(?:[^"\\]|\\.)*"\s*:\s*)?$/.test(text.slice(lineStart(text, start), start));
}

/** Where the value could begin: right behind the colon, the dash or the tag before it. */
export function anchorBefore(text: string, node: Node, located: Located): number {
  const { start } = spanOf(node);
  if (located.holder !== null) {
    const colon = text.indexOf(":", spanOf(located.holder.keyAt).end);
    return colon === -1 || colon >= start ? start : colon + 1;
  }
  if (located.parent?.kind === "call") {
    const tag = /^![^\s]*/.exec(text.slice(spanOf(located.parent).start, start));
    return spanOf(located.parent).start + (tag?.[0].length ?? 0);
  }
  const dash = text.lastIndexOf("-", start - 1);
  if (dash === -1 || text.slice(dash + 1, start).trim() !== "")
    throw new EditRefused("its place is too unusual");
  return dash + 1;
}

/** The column of the key or dash that the line of this offset begins with. */
function ownerColumn(text: string, offset: number): number {
  return indentOf(text, offset).length;
}

/** A tag or anchor before the node that isn't part of it would stay and mean something else. */
export function refuseProperties(text: string, anchor: number, start: number): void {
  const comment = signBefore(text, anchor, lineEnd(text, anchor), "#");
  const between =
    comment !== undefined && comment < start ? text.slice(anchor, comment) : text.slice(anchor, start);
  if (/[!&*]/.test(between)) throw new EditRefused("a tag or an anchor stands before it");
}

function refuseLoss(text: string, node: Node): void {
  const { start, end } = spanOf(node);
  if (node.kind !== "scalar") return refuseComments(text, { start, end }, { sign: "#", comma: ", " });
  if (!/^[|>]/.test(text[start] ?? "")) return;
  const header = text.slice(start, lineEnd(text, start));
  if (header.includes("#")) throw new EditRefused("a comment inside it would be lost");
  if (header.includes("+")) throw new EditRefused("its blank lines are part of its text");
}

/** A filled flow collection is answered with a flow collection. */
function keepsFlow(node: Node, value: Plain): boolean {
  if (node.kind === "map")
    return node.style === "flow" && node.entries.length > 0 && typeof value === "object";
  return node.kind === "list" && node.style === "flow" && node.items.length > 0 && typeof value === "object";
}

function isBlock(node: Node): boolean {
  return (node.kind === "map" || node.kind === "list") && node.style === "block";
}
