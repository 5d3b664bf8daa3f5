import assert from "node:assert/strict";
import type { TextEdit } from "../../server/src/core/edit.js";
import type { MapNode } from "../../server/src/core/node.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { applied, entryAt, nodeAt, outlineEntryAt, sectionAt, soundContent } from "./reading.js";

/** Inserts `K: 2` into the map at a path; `after` is a key or the end. */
function insert(text: string, path: string, after = "end"): string {
  const outline = yaml.outline(text);
  const reference = after === "end" ? "end" : entryAt(outline, `${path}/${after}`);
  return checked(text, yaml.insert(text, nodeAt(outline, path) as MapNode, [["K", 2]], reference));
}

function insertIntoSection(text: string, section: string): string {
  const outline = yaml.outline(text);
  return checked(text, yaml.insert(text, sectionAt(outline, section), [["K", 2]], "end"));
}

function append(text: string, path: string): string {
  return checked(text, yaml.append(text, nodeAt(yaml.outline(text), path) as never, 2));
}

function checked(text: string, edits: readonly TextEdit[]): string {
  const result = applied(text, edits);
  soundContent(yaml, result);
  return result;
}

function table(rows: readonly (readonly [title: string, actual: () => string, expected: string])[]): void {
  for (const [title, actual, expected] of rows) it(title, () => assert.equal(actual(), expected));
}

describe("comments below the entry before a new YAML entry", () => {
  table([
    [
      "stay with that entry where they are indented deeper",
      () => insert("R:\n  A:\n    X:\n      Z: 1\n      # in X\n     # too\n    Y: 1\n", "R/A", "X"),
      "R:\n  A:\n    X:\n      Z: 1\n      # in X\n     # too\n    K: 2\n    Y: 1\n",
    ],
    [
      "go with what follows from the first that isn't",
      () => insert("R:\n  A:\n    X: 1\n      # of X\n    # of Y\n      # more\n    Y: 1\n", "R/A", "X"),
      "R:\n  A:\n    X: 1\n      # of X\n    K: 2\n    # of Y\n      # more\n    Y: 1\n",
    ],
    [
      "keep the blank lines before and between them",
      () => insert("R:\n  A:\n    X: 1\n\n    # of A\n \n   # too\n\n  B: 1\n", "R", "A"),
      "R:\n  A:\n    X: 1\n\n    # of A\n \n   # too\n  K: 2\n\n  B: 1\n",
    ],
    [
      "stay with an entry without a value",
      () => insert("R:\n  A:\n    # none yet\n  B: 1\n", "R", "A"),
      "R:\n  A:\n    # none yet\n  K: 2\n  B: 1\n",
    ],
    [
      "stay behind a block scalar",
      () => insert("R:\n  A:\n    X: |\n        a # a\n        # b\n\n      # of X\n", "R/A"),
      "R:\n  A:\n    X: |\n        a # a\n        # b\n\n      # of X\n    K: 2\n",
    ],
    [
      "stay at the end of a text without a final line ending",
      () => insert("R:\r\n  A:\r\n    X: 1\r\n      # of X", "R/A"),
      "R:\r\n  A:\r\n    X: 1\r\n      # of X\r\n    K: 2",
    ],
    [
      "stay in a text with lone CR",
      () => insert("R:\r  A: 1\r    # of A\r  # of B\r  B: 1\r", "R", "A"),
      "R:\r  A: 1\r    # of A\r  K: 2\r  # of B\r  B: 1\r",
    ],
    [
      "stay with the last item of a list",
      () => append("R:\n  A:\n    - X: 1\n      # of the item\n    # of the list\n  B: 1\n", "R/A"),
      "R:\n  A:\n    - X: 1\n      # of the item\n    - 2\n    # of the list\n  B: 1\n",
    ],
    [
      "stay with the last entry of a section",
      () => insertIntoSection("R:\n  A:\n    X: 1\n    # of A\n\n# about O\nO: 1\n", "R"),
      "R:\n  A:\n    X: 1\n    # of A\n  K: 2\n\n# about O\nO: 1\n",
    ],
  ]);

  it("stay where they are when entries are inserted at several depths at once", () => {
    const text = "R:\n  T:\n    Type: X\n    P:\n      N: t\n      # of P\n    # of T\n\n  U:\n    Type: Z\n";
    const outline = yaml.outline(text);
    const properties = nodeAt(outline, "R/T/P") as MapNode;
    const edits = [
      ...yaml.insert(text, properties, [["S", { E: true }]], "end"),
      ...yaml.insert(
        text,
        sectionAt(outline, "R"),
        [["K", { Type: "Z" }]],
        outlineEntryAt(outline, "R", "T"),
      ),
    ];
    assert.equal(
      checked(text, edits),
      "R:\n  T:\n    Type: X\n    P:\n      N: t\n      S:\n        E: true\n      # of P\n    # of T\n\n  K:\n    Type: Z\n\n  U:\n    Type: Z\n",
    );
  });
});
