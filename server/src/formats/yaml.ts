import { BlockwiseOutline, type Scan } from "./blocks.js";
import { findComments } from "./comments.js";
import type { Format, Outline, WholeValue } from "./format.js";
import { json } from "./json.js";
import { rememberingLast } from "./remember-last.js";
import { TOO_DEEP } from "./nesting.js";
import type { Origin } from "../core/span.js";
import { failed, problemsIn, type Parsed } from "./parsed.js";
import { WholeOutline } from "./sections.js";
import type { Rescan } from "./rescan.js";
import type { TextChange } from "./text-change.js";
import { rescanYamlBlocks, scanYamlBlocks } from "./yaml-blocks.js";
import { parseYaml, parseYamlValue, prepareYaml } from "./yaml-parse.js";
import { parsePlainYaml } from "./yaml-plain.js";
import { YamlWriter } from "./yaml-writer.js";

const writer = new YamlWriter(rememberingLast(outline));

/** YAML 1.2 as templates use it: intrinsic functions as tags, merge keys. */
export const yaml: Format = {
  id: "yaml",
  outline,
  outlineWhole,
  insert: (text, into, entries, after) => writer.insert(text, into, entries, after),
  replace: (text, node, value) => writer.replace(text, node, value),
  insertSection: (outlined, key, value, before) => writer.insertSection(outlined, key, value, before),
  append: (text, list, item) => writer.append(text, list, item),
  remove: (text, from, entry) => writer.remove(text, from, entry),
  makeList: (text, node, item) => writer.makeList(text, node, item),
  editString: (text, node, edits) => writer.editString(text, node, edits),
  embedded: json,
  removeItem: (text, from, item) => writer.removeItem(text, from, item),
  comments: (text, marker) => findComments(text, marker, "#"),
  comment: (text) => `# ${text}`,
};

function outline(text: string, previous?: Outline, twin?: Outline): Outline {
  if (previous?.text === text) return previous;
  const continued = BlockwiseOutline.continued(text, previous, rescan, parseBlock);
  if (continued !== null) return continued;
  const scan = BlockwiseOutline.scanOf(text, twin) ?? scanYamlBlocks(withoutLoneReturns(text));
  if (scan === null) return outlineWhole(text);
  return BlockwiseOutline.of(text, scan, parseBlock, previous);
}

/** Most blocks are plain enough for a parser that takes a tenth of the time. */
function parseBlock(text: string, origin: Origin): Parsed {
  return parsePlainYaml(text, origin) ?? parseYaml(text, origin);
}

/** A lone CR would have to be taken for a line ending. */
function rescan(before: Scan, text: string, change: TextChange): Rescan | null {
  const { start, newEnd } = change;
  if (LONE_RETURN.test(text.slice(Math.max(0, start - 1), newEnd + 1))) return null;
  return rescanYamlBlocks(before, text, change);
}

function outlineWhole(text: string): Outline {
  const { text: plain, deepAt } = prepareYaml(withoutLoneReturns(text));
  const parsed = deepAt === null ? parseYaml(plain, { offset: 0 }) : failed(TOO_DEEP, deepAt, deepAt + 1);
  return new WholeOutline(text, parsed);
}

/** Reads a YAML text that need be no template: whatever stands at its top. */
export function readYaml(text: string): WholeValue {
  const { text: plain, deepAt } = prepareYaml(withoutLoneReturns(text));
  if (deepAt !== null) {
    return { value: null, problems: problemsIn(text, failed(TOO_DEEP, deepAt, deepAt + 1).problems) };
  }
  const { value, problems } = parseYamlValue(plain, { offset: 0 });
  return { value, problems: problemsIn(text, problems) };
}

const LONE_RETURN = /\r(?!\n)/;

/** The library takes a lone CR for text; YAML (and every offset) takes it for a line ending. */
function withoutLoneReturns(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}
