import { BlockwiseOutline } from "./blocks.js";
import { findComments } from "./comments.js";
import type { Format, Outline, WholeValue } from "./format.js";
import { rescanJsonBlocks, scanJsonBlocks } from "./json-blocks.js";
import { parseJson, parseJsonMember, parseJsonValue } from "./json-parse.js";
import { recoverJsonBlocks } from "./json-recovery.js";
import { JsonScanner } from "./json-scanner.js";
import { JsonWriter } from "./json-writer.js";
import { rememberingLast } from "./remember-last.js";
import { TOO_DEEP } from "./nesting.js";
import { failed, problemsIn } from "./parsed.js";
import type { Parsed } from "./parsed.js";
import { WholeOutline } from "./sections.js";

const writer = new JsonWriter(rememberingLast(outline));

/** JSON; comments are read over. */
export const json: Format = {
  id: "json",
  outline,
  outlineWhole,
  insert: (text, into, entries, after) => writer.insert(text, into, entries, after),
  replace: (text, node, value) => writer.replace(text, node, value),
  insertSection: (outlined, key, value, before) => writer.insertSection(outlined, key, value, before),
  append: (text, list, item) => writer.append(text, list, item),
  remove: (text, from, entry) => writer.remove(text, from, entry),
  makeList: (text, node, item) => writer.makeList(text, node, item),
  editString: (text, node, edits) => writer.editString(text, node, edits),
  get embedded() {
    return json;
  },
  removeItem: (text, from, item) => writer.removeItem(text, from, item),
  comments: (text, marker) => findComments(text, marker, "//"),
  comment: () => null,
};

function outline(text: string, previous?: Outline, twin?: Outline): Outline {
  if (previous?.text === text) return previous;
  const continued = BlockwiseOutline.continued(text, previous, rescanJsonBlocks, parseJsonMember);
  if (continued !== null) return continued;
  const known = BlockwiseOutline.scanOf(text, twin);
  if (known !== null) return BlockwiseOutline.of(text, known, parseJsonMember, previous);
  const scan = scanJsonBlocks(text);
  if (scan === "unsure") return outlineWhole(text);
  if (scan !== "broken") return BlockwiseOutline.of(text, scan, parseJsonMember, previous);
  const recovered = recoverJsonBlocks(text);
  if (recovered === null) return outlineWhole(text);
  const blockwise = BlockwiseOutline.of(text, recovered, parseJsonMember, previous);
  if (blockwise.problems().length > 0) return blockwise;
  // What is wrong lies between the blocks.
  const problems = outlineWhole(text).problems();
  return BlockwiseOutline.of(text, { ...recovered, problems }, parseJsonMember, blockwise);
}

function outlineWhole(text: string): Outline {
  return new WholeOutline(text, parseWhole(text));
}

/** Reads a JSON text that need be no template: whatever stands at its top. Comments are read over. */
export function readJson(text: string): WholeValue {
  const deepAt = tooDeepAt(text);
  if (deepAt !== null) {
    return { value: null, problems: problemsIn(text, failed(TOO_DEEP, deepAt, deepAt + 1).problems) };
  }
  const { value, problems } = parseJsonValue(text, { offset: 0 });
  return { value, problems: problemsIn(text, problems) };
}

function parseWhole(text: string): Parsed {
  const deepAt = tooDeepAt(text);
  return deepAt === null ? parseJson(text, { offset: 0 }) : failed(TOO_DEEP, deepAt, deepAt + 1);
}

function tooDeepAt(text: string): number | null {
  const scanner = new JsonScanner(text);
  scanner.value();
  return scanner.deepAt;
}
