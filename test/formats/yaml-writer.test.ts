import assert from "node:assert/strict";
import { EditRefused } from "../../server/src/core/edit.js";
import { PlainCall } from "../../server/src/core/plain.js";
import type { Plain } from "../../server/src/core/plain.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { applied, entryAt, nodeAt, outlineEntryAt, sectionAt, soundContent } from "./reading.js";

const SSE = { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: new PlainCall("Fn::GetAtt", ["Key", "Arn"]) };

/** Inserts `K: value` into the map at a path; `after` is a key or the end. */
function insert(text: string, path: string, value: Plain, after = "end", key = "K"): string {
  const outline = yaml.outline(text);
  const into = nodeAt(outline, path);
  assert.equal(into.kind, "map");
  const reference = after === "end" ? "end" : entryAt(outline, `${path}/${after}`);
  return checked(applied(text, yaml.insert(text, into, [[key, value]], reference)));
}

function insertIntoSection(text: string, section: string, value: Plain, after = "end"): string {
  const outline = yaml.outline(text);
  const reference = after === "end" ? "end" : outlineEntryAt(outline, section, after);
  return checked(applied(text, yaml.insert(text, sectionAt(outline, section), [["K", value]], reference)));
}

function replace(text: string, path: string, value: Plain): string {
  return checked(applied(text, yaml.replace(text, nodeAt(yaml.outline(text), path), value)));
}

function append(text: string, path: string, value: Plain): string {
  return checked(applied(text, yaml.append(text, nodeAt(yaml.outline(text), path) as never, value)));
}

function remove(text: string, path: string): string {
  const outline = yaml.outline(text);
  const map = nodeAt(outline, path.slice(0, path.lastIndexOf("/")));
  return checked(applied(text, yaml.remove(text, map as never, entryAt(outline, path))));
}

function checked(text: string): string {
  soundContent(yaml, text);
  return text;
}

function table(rows: readonly (readonly [title: string, actual: () => string, expected: string])[]): void {
  for (const [title, actual, expected] of rows) it(title, () => assert.equal(actual(), expected));
}

describe("inserting into a YAML map", () => {
  table([
    [
      "writes a nested map with a short function in the step of the file",
      () =>
        insert("R:\n    A:\n        Type: T\n        Properties:\n            X: 1\n", "R/A/Properties", SSE),
      "R:\n    A:\n        Type: T\n        Properties:\n            X: 1\n            K:\n                SSEEnabled: true\n                SSEType: KMS\n                KMSMasterKeyId: !GetAtt Key.Arn\n",
    ],
    [
      "goes below a comment behind the entry before it",
      () => insert("R:\n  A:\n    Type: T # comment\n\n    # about X\n    X: 1\n", "R/A", 2, "Type"),
      "R:\n  A:\n    Type: T # comment\n    K: 2\n\n    # about X\n    X: 1\n",
    ],
    [
      "keeps CRLF",
      () => insert("R:\r\n  A:\r\n    X: 1\r\n", "R/A", { B: 1 }),
      "R:\r\n  A:\r\n    X: 1\r\n    K:\r\n      B: 1\r\n",
    ],
    ["keeps lone CR", () => insert("R:\r  A:\r    X: 1\r", "R/A", 2), "R:\r  A:\r    X: 1\r    K: 2\r"],
    [
      "adds no final line ending",
      () => insert("R:\n  A:\n    X: 1", "R/A", 2),
      "R:\n  A:\n    X: 1\n    K: 2",
    ],
    [
      "keeps a byte order mark",
      () => insert("\ufeffR:\n  A:\n    X: 1\n", "R/A", 2),
      "\ufeffR:\n  A:\n    X: 1\n    K: 2\n",
    ],
    [
      "stays in a flow map with blanks inside its braces",
      () => insert("R:\n  A:\n    S: { SSEEnabled: true }\n", "R/A/S", "KMS", "end", "SSEType"),
      "R:\n  A:\n    S: { SSEEnabled: true, SSEType: KMS }\n",
    ],
    [
      "stays in a tight flow map",
      () => insert("R: {A: {X: 1}}\n", "R/A", { B: [1] }, "X"),
      "R: {A: {X: 1, K: {B: [1]}}}\n",
    ],
    [
      "gives an entry a line in a flow map of several lines, below a comment",
      () => insert("R:\n  A: {\n    X: 1, # one\n    Z: 2 # two\n  }\n", "R/A", 3),
      "R:\n  A: {\n    X: 1, # one\n    Z: 2, # two\n    K: 3\n  }\n",
    ],
    [
      "goes between two entries of a flow map of several lines",
      () => insert("R:\n  A: {\n    X: 1, # one\n    Z: 2\n  }\n", "R/A", 3, "X"),
      "R:\n  A: {\n    X: 1, # one\n    K: 3,\n    Z: 2\n  }\n",
    ],
    [
      "makes a block map of an empty one",
      () => insert("R:\n  A: {} # none\n  B: 1\n", "R/A", { X: 1 }),
      "R:\n  A: # none\n    K:\n      X: 1\n  B: 1\n",
    ],
    [
      "fills an empty map inside of a flow list",
      () => insert("R:\n  A: [{}, 2]\n", "R/A/0", 1),
      "R:\n  A: [{ K: 1 }, 2]\n",
    ],
    [
      "writes a map that stands in a list",
      () => insert("R:\n  A:\n    - X: 1\n    - Z: 2\n", "R/A/0", { B: 1 }),
      "R:\n  A:\n    - X: 1\n      K:\n        B: 1\n    - Z: 2\n",
    ],
    [
      "writes a list with dashes below the key where the file has them so",
      () => insert("R:\n  A:\n    X:\n    - 1\n", "R/A", [1, { B: 2, C: 3 }]),
      "R:\n  A:\n    X:\n    - 1\n    K:\n    - 1\n    - B: 2\n      C: 3\n",
    ],
    [
      "writes a list with indented dashes otherwise",
      () => insert("R:\n  A:\n    X: 1\n", "R/A", ["a", [1, 2]]),
      "R:\n  A:\n    X: 1\n    K:\n      - a\n      - - 1\n        - 2\n",
    ],
    [
      "goes behind a value that merge keys complete",
      () => insert("B: &b\n  X: 1\nR:\n  A:\n    Z: 1\n    <<: *b\n", "R/A", 2),
      "B: &b\n  X: 1\nR:\n  A:\n    Z: 1\n    <<: *b\n    K: 2\n",
    ],
    [
      "goes behind a block scalar",
      () => insert("R:\n  A:\n    X: |\n      a\n\n    Z: 1\n", "R/A", 2, "X"),
      "R:\n  A:\n    X: |\n      a\n    K: 2\n\n    Z: 1\n",
    ],
    [
      "writes JSON into JSON that is named YAML",
      () => insert('{\n "R": {\n  "A": {\n   "X": 1\n  }\n }\n}\n', "R/A", new PlainCall("Ref", "B")),
      '{\n "R": {\n  "A": {\n   "X": 1,\n   "K": {"Ref": "B"}\n  }\n }\n}\n',
    ],
    [
      "goes behind a key without a value",
      () => insert("R:\n  A:\n    X:\n    Z: 1\n", "R/A", 2, "X"),
      "R:\n  A:\n    X:\n    K: 2\n    Z: 1\n",
    ],
  ]);
});

describe("inserting into a YAML section", () => {
  table([
    [
      "separates entries by a blank line where the neighbours are",
      () => insertIntoSection("R:\n  A:\n    X: 1\n\n  # about B\n  B:\n    X: 1\nO: 1\n", "R", { Z: 1 }),
      "R:\n  A:\n    X: 1\n\n  # about B\n  B:\n    X: 1\n\n  K:\n    Z: 1\nO: 1\n",
    ],
    [
      "goes behind an entry in the middle",
      () => insertIntoSection("R:\n  A:\n    X: 1\n\n  # about B\n  B:\n    X: 1\n", "R", { Z: 1 }, "A"),
      "R:\n  A:\n    X: 1\n\n  K:\n    Z: 1\n\n  # about B\n  B:\n    X: 1\n",
    ],
    [
      "adds no blank line where there is none",
      () => insertIntoSection("R:\n  A: 1\n  B: 2\n", "R", 3),
      "R:\n  A: 1\n  B: 2\n  K: 3\n",
    ],
    [
      "fills an empty section",
      () => insertIntoSection("R:\nO:\n  A: 1\n", "R", { Z: 1 }),
      "R:\n  K:\n    Z: 1\nO:\n  A: 1\n",
    ],
    ["fills an empty map", () => insertIntoSection("R: {}\n", "R", { Z: 1 }), "R:\n  K:\n    Z: 1\n"],
    [
      "fills an empty section with a comment",
      () => insertIntoSection("R: # none\n", "R", 1),
      "R: # none\n  K: 1\n",
    ],
    [
      "fills a flow section",
      () => insertIntoSection("R: { A: 1 }\n", "R", { Z: 1 }),
      "R: { A: 1, K: { Z: 1 } }\n",
    ],
  ]);
});

describe("replacing a YAML value", () => {
  table([
    ["keeps a comment behind it", () => replace("R:\n  A: 1 # one\n", "R/A", 2), "R:\n  A: 2 # one\n"],
    [
      "writes behind a colon without a value",
      () => replace("R:\n  A:\n  B: 1\n", "R/A", "x"),
      "R:\n  A: x\n  B: 1\n",
    ],
    [
      "writes a map below a colon without a value",
      () => replace("R:\n  A: # c\n  B: 1\n", "R/A", { X: 1 }),
      "R:\n  A: # c\n    X: 1\n  B: 1\n",
    ],
    [
      "makes a map of a scalar",
      () => replace("R:\n  A: 1 # c\n", "R/A", { X: { Z: 2 } }),
      "R:\n  A: # c\n    X:\n      Z: 2\n",
    ],
    [
      "makes a scalar of a map",
      () => replace("R:\n  A:\n    X: 1\n    Z: 2\n  B: 1\n", "R/A", new PlainCall("Ref", "P")),
      "R:\n  A: !Ref P\n  B: 1\n",
    ],
    [
      "makes a scalar of a map below a comment",
      () => replace("R:\n  A: # c\n    X: 1\n  B: 1\n", "R/A", 3),
      "R:\n  A: 3 # c\n  B: 1\n",
    ],
    [
      "writes a map over a map",
      () => replace("R:\n  A:\n    X: 1\n  B: 1\n", "R/A", { Z: [1] }),
      "R:\n  A:\n    Z:\n      - 1\n  B: 1\n",
    ],
    [
      "writes a map over a function in a list",
      () => replace("R:\n  A: !If\n    - C\n    - !Ref AWS::NoValue\n    - 1\n", "R/A/!/1", { X: 1, Z: 2 }),
      "R:\n  A: !If\n    - C\n    - X: 1\n      Z: 2\n    - 1\n",
    ],
    [
      "writes a map over a function in a flow list",
      () => replace("R:\n  A: !If [C, !Ref AWS::NoValue, 1]\n", "R/A/!/1", { X: true }),
      "R:\n  A: !If [C, { X: true }, 1]\n",
    ],
    [
      "writes a function with a list below its key",
      () =>
        replace(
          "R:\n  A: 1\n",
          "R/A",
          new PlainCall("Fn::If", ["C", { X: 1 }, new PlainCall("Ref", "AWS::NoValue")]),
        ),
      "R:\n  A: !If\n    - C\n    - X: 1\n    - !Ref AWS::NoValue\n",
    ],
    [
      "writes a function with plain arguments on one line",
      () =>
        replace(
          "R:\n  A: 1\n",
          "R/A",
          new PlainCall("Fn::If", ["C", new PlainCall("Fn::GetAtt", ["K", "Arn"]), "a,b"]),
        ),
      'R:\n  A: !If [C, !GetAtt K.Arn, "a,b"]\n',
    ],
    [
      "writes the outer of two functions in full",
      () => replace("R:\n  A: 1\n", "R/A", new PlainCall("Fn::Base64", new PlainCall("Fn::Sub", "${X}"))),
      'R:\n  A:\n    Fn::Base64: !Sub "${X}"\n',
    ],
    [
      "writes over the argument of a tag",
      () => replace("R:\n  A: !Not\n    - 1\n", "R/A/!", [2, 3]),
      "R:\n  A: !Not\n    - 2\n    - 3\n",
    ],
    [
      "writes over the argument of a function's map form",
      () => replace("R:\n  A:\n    Fn::If:\n      - 1\n", "R/A/!", "x"),
      "R:\n  A:\n    Fn::If: x\n",
    ],
    [
      "writes over a block scalar",
      () => replace("R:\n  A: |\n    a\n    b\n  B: 1\n", "R/A", "x"),
      "R:\n  A: x\n  B: 1\n",
    ],
    [
      "writes a map for an item without text",
      () => replace("R:\n  A:\n    -\n    - 1\n", "R/A/0", { X: 1, Z: 2 }),
      "R:\n  A:\n    - X: 1\n      Z: 2\n    - 1\n",
    ],
    [
      "writes a list over a list below its key",
      () => replace("R:\n  A:\n  - 1\n  - 2\n", "R/A", [3]),
      "R:\n  A:\n  - 3\n",
    ],
    [
      "replaces a flow map by a flow map",
      () => replace("R:\n  A: { X: 1 } # c\n", "R/A", { Z: 1 }),
      "R:\n  A: { Z: 1 } # c\n",
    ],
    [
      "uses the quotes of the file",
      () => replace("R:\n  A: 'x'\n  B: 'y'\n", "R/A", "*"),
      "R:\n  A: '*'\n  B: 'y'\n",
    ],
  ]);
});

describe("appending to a YAML list", () => {
  table([
    [
      "adds an item with the dashes of the list",
      () => append("R:\n  A:\n  - 1 # one\n  B: 1\n", "R/A", { X: 1, Z: 2 }),
      "R:\n  A:\n  - 1 # one\n  - X: 1\n    Z: 2\n  B: 1\n",
    ],
    ["adds an item to a flow list", () => append("R:\n  A: [1]\n", "R/A", "x"), "R:\n  A: [1, x]\n"],
    ["fills an empty list", () => append("R:\n  A: []\n", "R/A", { X: 1 }), "R:\n  A:\n    - X: 1\n"],
    [
      "adds an item to a flow list of several lines",
      () => append("R:\n  A: [\n    1 # one\n  ]\n", "R/A", 2),
      "R:\n  A: [\n    1, # one\n    2\n  ]\n",
    ],
  ]);
});

describe("removing a YAML entry", () => {
  table([
    [
      "takes its line with it",
      () => remove("R:\n  A: 1\n  # about B\n  B: # b\n    X: 1\n  C: 2\n", "R/B"),
      "R:\n  A: 1\n  # about B\n  C: 2\n",
    ],
    ["takes the last line of a text", () => remove("R:\n  A: 1\n  B: 2", "R/B"), "R:\n  A: 1\n"],
    [
      "takes an entry out of a flow map",
      () => remove("R: { A: 1, B: 2, C: 3 }\n", "R/B"),
      "R: { A: 1, C: 3 }\n",
    ],
    ["takes the first entry out of a flow map", () => remove("R: { A: 1, B: 2 }\n", "R/A"), "R: { B: 2 }\n"],
    ["takes the last entry out of a flow map", () => remove("R: { A: 1, B: 2 }\n", "R/B"), "R: { A: 1 }\n"],
    [
      "takes the last line out of a flow map",
      () => remove("R: {\n  A: 1, # a\n  B: 2 # b\n}\n", "R/B"),
      "R: {\n  A: 1 # a\n}\n",
    ],
    [
      "moves the next entry up to the dash",
      () => remove("R:\n  A:\n    - X: 1\n      Z: 2\n", "R/A/0/X"),
      "R:\n  A:\n    - Z: 2\n",
    ],
    [
      "leaves an empty map where it was the only entry",
      () => remove("R:\n  A:\n    X: 1\n  B: 2\n", "R/A/X"),
      "R:\n  A: {}\n  B: 2\n",
    ],
  ]);
});

describe("adding a section to a YAML document", () => {
  function insertSection(text: string, key: string, before: string): string {
    return checked(applied(text, yaml.insertSection(yaml.outline(text), key, { X: { Z: 1 } }, before)));
  }
  table([
    [
      "puts it before another one, above that one's comments",
      () => insertSection("A: 1\n\n# about R\nR:\n  B: 1\n", "P", "R"),
      "A: 1\n\nP:\n  X:\n    Z: 1\n\n# about R\nR:\n  B: 1\n",
    ],
    [
      "leaves the section before it the comments that are indented deeper",
      () => insertSection("A:\n  B: 1\n  # of A\n# about R\nR:\n  B: 1\n", "P", "R"),
      "A:\n  B: 1\n  # of A\nP:\n  X:\n    Z: 1\n# about R\nR:\n  B: 1\n",
    ],
    [
      "adds no blank line where there is none",
      () => insertSection("A: 1\nR:\n  B: 1\n", "P", "R"),
      "A: 1\nP:\n  X:\n    Z: 1\nR:\n  B: 1\n",
    ],
    [
      "puts it first",
      () => insertSection("\ufeffR:\r\n    B: 1\r\n", "P", "R"),
      "\ufeffP:\r\n    X:\r\n        Z: 1\r\nR:\r\n    B: 1\r\n",
    ],
  ]);
  it("is refused where there is no such section, or one of that name", () => {
    assert.throws(() => insertSection("A: 1\n", "P", "R"), EditRefused);
    assert.throws(() => insertSection("A: 1\nR: 2\n", "A", "R"), EditRefused);
  });
});

describe("YAML edits that can't be safe", () => {
  for (const [title, edit] of [
    ["an anchored map that an alias repeats", () => insert("R:\n  A: &a\n    X: 1\n  B: *a\n", "R/A", 1)],
    ["an alias", () => replace("R:\n  A: &a\n    X: 1\n  B: *a\n", "R/B", 1)],
    ["a map inside an anchored one", () => insert("R:\n  A: &a\n    X:\n      Z: 1\n  B: *a\n", "R/A/X", 1)],
    ["a merged entry", () => remove("R:\n  A: &a\n    X: 1\n  B:\n    <<: *a\n    Z: 1\n", "R/B/X")],
    ["a key that is there already", () => insert("R:\n  A:\n    K: 1\n", "R/A", 1)],
    ["text with syntax errors", () => insert('R:\n  A:\n    X: 1\n    Z: "open\n', "R/A", 1)],
    [
      "the place behind a block scalar that keeps its blank lines",
      () => insert("R:\n  A:\n    X: |+\n      a\n\n", "R/A", 1),
    ],
    [
      "the place behind a block scalar without a line ending",
      () => insert("R:\n  A:\n    X: |\n      a", "R/A", 1),
    ],
    ["a value with a comment inside", () => replace("R:\n  A:\n    X: 1 # x\n    Z: 1\n", "R/A", 1)],
    ["a value with a tag of YAML's own", () => replace("R:\n  A: !!str 1\n", "R/A", 2)],
  ] as const) {
    it(`are refused: ${title}`, () => assert.throws(edit, EditRefused));
  }
});
