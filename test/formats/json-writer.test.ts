import assert from "node:assert/strict";
import { EditRefused } from "../../server/src/core/edit.js";
import { PlainCall } from "../../server/src/core/plain.js";
import type { Plain } from "../../server/src/core/plain.js";
import { json } from "../../server/src/formats/json.js";
import { applied, entryAt, nodeAt, outlineEntryAt, sectionAt, soundContent } from "./reading.js";

const ARN = new PlainCall("Fn::GetAtt", ["Key", "Arn"]);

function insert(text: string, path: string, value: Plain, after = "end", key = "K"): string {
  const outline = json.outline(text);
  const reference = after === "end" ? "end" : entryAt(outline, `${path}/${after}`);
  return checked(applied(text, json.insert(text, nodeAt(outline, path) as never, [[key, value]], reference)));
}

function insertIntoSection(text: string, section: string, value: Plain, after = "end"): string {
  const outline = json.outline(text);
  const reference = after === "end" ? "end" : outlineEntryAt(outline, section, after);
  return checked(applied(text, json.insert(text, sectionAt(outline, section), [["K", value]], reference)));
}

function replace(text: string, path: string, value: Plain): string {
  return checked(applied(text, json.replace(text, nodeAt(json.outline(text), path), value)));
}

function append(text: string, path: string, value: Plain): string {
  return checked(applied(text, json.append(text, nodeAt(json.outline(text), path) as never, value)));
}

function remove(text: string, path: string): string {
  const outline = json.outline(text);
  const map = nodeAt(outline, path.slice(0, path.lastIndexOf("/")));
  return checked(applied(text, json.remove(text, map as never, entryAt(outline, path))));
}

function checked(text: string): string {
  soundContent(json, text);
  return text;
}

function table(rows: readonly (readonly [title: string, actual: () => string, expected: string])[]): void {
  for (const [title, actual, expected] of rows) it(title, () => assert.equal(actual(), expected));
}

describe("inserting into a JSON map", () => {
  table([
    [
      "indents by the step of the file",
      () => insert('{\n "R": {\n  "A": {\n   "X": 1\n  }\n }\n}', "R/A", { B: 1 }),
      '{\n "R": {\n  "A": {\n   "X": 1,\n   "K": {\n    "B": 1\n   }\n  }\n }\n}',
    ],
    [
      "writes functions over several lines where the file does",
      () =>
        insert(
          '{\n "R": {\n  "A": {\n   "X": {\n    "Ref": "B"\n   },\n   "Z": [\n    "a"\n   ]\n  }\n }\n}\n',
          "R/A",
          ARN,
          "X",
        ),
      '{\n "R": {\n  "A": {\n   "X": {\n    "Ref": "B"\n   },\n   "K": {\n    "Fn::GetAtt": [\n     "Key",\n     "Arn"\n    ]\n   },\n   "Z": [\n    "a"\n   ]\n  }\n }\n}\n',
    ],
    [
      "writes functions on one line otherwise",
      () => insert('{\n  "R": {\n    "A": {\n      "X": { "Ref": "B" }\n    }\n  }\n}\n', "R/A", ARN),
      '{\n  "R": {\n    "A": {\n      "X": { "Ref": "B" },\n      "K": { "Fn::GetAtt": ["Key", "Arn"] }\n    }\n  }\n}\n',
    ],
    [
      "keeps a text on one line",
      () => insert('{"R":{"A":{"X":1}}}', "R/A", { B: [1, 2] }),
      '{"R":{"A":{"X":1,"K":{"B":[1,2]}}}}',
    ],
    [
      "keeps a text with blanks on one line",
      () => insert('{ "R": { "A": { "X": 1 } } }', "R/A", { B: 1 }, "X"),
      '{ "R": { "A": { "X": 1, "K": { "B": 1 } } } }',
    ],
    [
      "keeps CRLF and tabs",
      () => insert('{\r\n\t"R": {\r\n\t\t"A": 1\r\n\t}\r\n}', "R", { B: 1 }),
      '{\r\n\t"R": {\r\n\t\t"A": 1,\r\n\t\t"K": {\r\n\t\t\t"B": 1\r\n\t\t}\r\n\t}\r\n}',
    ],
    [
      "fills an empty map over several lines",
      () => insert('{\n  "R": {\n    "A": {}\n  }\n}\n', "R/A", 1),
      '{\n  "R": {\n    "A": {\n      "K": 1\n    }\n  }\n}\n',
    ],
    ["fills an empty map on one line", () => insert('{"R":{"A":{}}}', "R/A", 1), '{"R":{"A":{"K":1}}}'],
    [
      "leaves a comment behind the entry before it",
      () => insert('{\n  "R": {\n    "A": 1 // one\n  }\n}\n', "R", 2),
      '{\n  "R": {\n    "A": 1, // one\n    "K": 2\n  }\n}\n',
    ],
    [
      "leaves a comment behind the comma before it",
      () => insert('{\n  "R": {\n    "A": 1, // one\n    "B": 2\n  }\n}\n', "R", 3, "A"),
      '{\n  "R": {\n    "A": 1, // one\n    "K": 3,\n    "B": 2\n  }\n}\n',
    ],
  ]);
});

describe("inserting into a JSON section", () => {
  table([
    [
      "goes behind the last entry",
      () =>
        insertIntoSection('{\n  "R": {\n    "A": {\n      "X": 1\n    }\n  },\n  "O": 1\n}\n', "R", { Z: 1 }),
      '{\n  "R": {\n    "A": {\n      "X": 1\n    },\n    "K": {\n      "Z": 1\n    }\n  },\n  "O": 1\n}\n',
    ],
    [
      "goes behind an entry in the middle",
      () => insertIntoSection('{\n  "R": {\n    "A": 1,\n    "B": 2\n  }\n}\n', "R", 3, "A"),
      '{\n  "R": {\n    "A": 1,\n    "K": 3,\n    "B": 2\n  }\n}\n',
    ],
    [
      "fills an empty section",
      () => insertIntoSection('{\n  "R": {}\n}\n', "R", 1),
      '{\n  "R": {\n    "K": 1\n  }\n}\n',
    ],
    [
      "leaves a comment at the end of the entry before it there",
      () =>
        insertIntoSection(
          '{\n  "R": {\n    "A": {\n      "X": 1\n      // of A\n    },\n    // of B\n    "B": 2\n  }\n}\n',
          "R",
          3,
          "A",
        ),
      '{\n  "R": {\n    "A": {\n      "X": 1\n      // of A\n    },\n    "K": 3,\n    // of B\n    "B": 2\n  }\n}\n',
    ],
  ]);
});

describe("changing JSON values", () => {
  table([
    ["replaces a scalar", () => replace('{"R": {"A": "x"}}', "R/A", false), '{"R": {"A": false}}'],
    [
      "replaces a map over several lines",
      () => replace('{\n  "R": {\n    "A": {\n      "X": 1\n    }\n  }\n}\n', "R/A", { Z: "1" }),
      '{\n  "R": {\n    "A": {\n      "Z": "1"\n    }\n  }\n}\n',
    ],
    [
      "replaces an item",
      () => replace('{\n  "R": [\n    1\n  ]\n}\n', "R/0", { Z: 1 }),
      '{\n  "R": [\n    {\n      "Z": 1\n    }\n  ]\n}\n',
    ],
    [
      "appends to a list over several lines",
      () => append('{\n  "R": [\n    "a"\n  ]\n}\n', "R", "b"),
      '{\n  "R": [\n    "a",\n    "b"\n  ]\n}\n',
    ],
    ["appends to a list on one line", () => append('{"R": ["a"]}', "R", "b"), '{"R": ["a", "b"]}'],
    ["fills an empty list", () => append('{"R": []}', "R", "b"), '{"R": ["b"]}'],
    [
      "removes the last entry and the comma before it",
      () => remove('{\n  "R": {\n    "A": 1,\n    "B": 2\n  }\n}\n', "R/B"),
      '{\n  "R": {\n    "A": 1\n  }\n}\n',
    ],
    [
      "removes the first entry",
      () => remove('{\n  "R": {\n    "A": {\n      "X": 1\n    },\n    "B": 2\n  }\n}\n', "R/A"),
      '{\n  "R": {\n    "B": 2\n  }\n}\n',
    ],
    ["removes an entry on one line", () => remove('{"R":{"A":1,"B":2}}', "R/B"), '{"R":{"A":1}}'],
    ["leaves an empty map", () => remove('{"R":{"A":1}}', "R/A"), '{"R":{}}'],
  ]);
});

describe("adding a section to a JSON document", () => {
  function insertSection(text: string, key: string, before: string): string {
    return checked(applied(text, json.insertSection(json.outline(text), key, { X: 1 }, before)));
  }
  table([
    [
      "puts it on lines of its own",
      () => insertSection('{\n "A": 1,\n "R": {}\n}', "P", "R"),
      '{\n "A": 1,\n "P": {\n  "X": 1\n },\n "R": {}\n}',
    ],
    ["stays on one line", () => insertSection('{"R":{}}', "P", "R"), '{"P":{"X":1},"R":{}}'],
  ]);
});

describe("JSON edits that can't be safe", () => {
  for (const [title, edit] of [
    ["a key that is there already", () => insert('{"R": {"K": 1}}', "R", 1)],
    [
      "text with syntax errors",
      () => insert('{\n "R": {\n  "A": {\n   "X": 1,\n  },\n  "B": 1\n }\n}', "R/A", 1),
    ],
    ["a value with a comment inside", () => replace('{\n "R": {\n  "A": 1 // one\n }\n}', "R", 1)],
  ] as const) {
    it(`are refused: ${title}`, () => assert.throws(edit, EditRefused));
  }
});
