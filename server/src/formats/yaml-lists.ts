import { EditRefused } from "../core/edit.js";
import type { TextEdit } from "../core/edit.js";
import type { Node } from "../core/node.js";
import type { Plain } from "../core/plain.js";
import { spanOf } from "../core/span.js";
import type { Located } from "./locate.js";
import {
  columnOf,
  insertion,
  isFirstOnLine,
  joined,
  lineEnd,
  lineEnding,
  lineStart,
  nextLine,
  replacement,
} from "./text-lines.js";
import { endWithComments } from "./yaml-comments.js";
import { indented, itemLines } from "./yaml-render.js";
import type { YamlStyle } from "./yaml-render.js";
import { anchorBefore, refuseProperties } from "./yaml-values.js";

/**
 * Makes a value in block style the first item of a list, with another one below it.
 *
 * @throws EditRefused where the value isn't an entry's.
 */
export function makeBlockList(
  text: string,
  node: Node,
  located: Located,
  item: Plain,
  style: YamlStyle,
): TextEdit[] {
  if (located.holder === null) throw new EditRefused("its place is too unusual");
  const { start, end } = spanOf(node);
  const keyColumn = columnOf(text, spanOf(located.holder.keyAt).start);
  const anchor = anchorBefore(text, node, located);
  refuseProperties(text, anchor, start);
  if (isFirstOnLine(text, start)) return indentedList(text, start, end, keyColumn, item, style);
  const dash = keyColumn + (style.dashIndented ? style.step : 0);
  const eol = lineEnding(text);
  return joined([
    replacement(anchor, start, `${eol}${" ".repeat(dash)}- `),
    insertion(lineEnd(text, end), below(item, dash, eol, style)),
  ]);
}

/** The value stands below its key: a dash takes the place of blanks before it, or its lines move. */
function indentedList(
  text: string,
  start: number,
  end: number,
  keyColumn: number,
  item: Plain,
  style: YamlStyle,
): TextEdit[] {
  const column = columnOf(text, start);
  const shift = style.dashIndented || column < keyColumn + 2 ? 2 : 0;
  const dash = column + shift - 2;
  const edits = [replacement(lineStart(text, start), start, `${" ".repeat(dash)}- `)];
  for (let line = nextLine(text, start); line < end && shift > 0; line = nextLine(text, line)) {
    if (text.slice(line, lineEnd(text, line)).trim() !== "") edits.push(insertion(line, " ".repeat(shift)));
  }
  const at = endWithComments(text, end, column);
  return joined([...edits, insertion(at, below(item, dash, lineEnding(text), style))]);
}

function below(item: Plain, dash: number, eol: string, style: YamlStyle): string {
  return indented(itemLines(item, style), dash)
    .map((line) => eol + line)
    .join("");
}
