import assert from "node:assert/strict";
import { EditRefused } from "../../server/src/core/edit.js";
import type { Format } from "../../server/src/formats/format.js";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { applied, nodeAt } from "./reading.js";

/** Puts a text in place of the first `X` of the string at R/K. Asserts that the content is as meant. */
function edited(format: Format, text: string, newText: string): string {
  const node = nodeAt(format.outline(text), "R/K");
  assert.ok(node.kind === "scalar");
  const at = node.text.indexOf("X");
  assert.notEqual(at, -1, "the content has an X");
  const result = applied(
    text,
    format.editString(text, node, [{ span: { start: at, end: at + 1 }, newText }]),
  );
  const after = nodeAt(format.outline(result), "R/K");
  assert.equal(after.kind === "scalar" && after.text, node.text.replace("X", newText));
  return result;
}

type Row = readonly [title: string, text: string, newText: string, expected: string];

const YAML: readonly Row[] = [
  ["writes quotes twice in single quotes", "R:\n  K: 'it''s X' # c\n", "a'b", "R:\n  K: 'it''s a''b' # c\n"],
  ["escapes in double quotes", 'R:\n  K: "\\tX\\u0041"\n', 'a"\nb', 'R:\n  K: "\\ta\\"\\nb\\u0041"\n'],
  [
    "sees through folded lines",
    "R:\n  K: 'a\n    b\n\n    c X d'\n",
    "y",
    "R:\n  K: 'a\n    b\n\n    c y d'\n",
  ],
  [
    "indents lines in a literal block",
    "R:\n  K: |\n    a\n\n      X\n    c\n",
    "1\n2",
    "R:\n  K: |\n    a\n\n      1\n    2\n    c\n",
  ],
  [
    "keeps an explicit indent",
    "R:\n  K: |2\n      a\n    X\n",
    "1\n  2",
    "R:\n  K: |2\n      a\n    1\n      2\n",
  ],
  [
    "edits a folded block",
    "R:\n  K: >-\n    a\n    b X\n    c\n",
    "y",
    "R:\n  K: >-\n    a\n    b y\n    c\n",
  ],
  ["keeps CRLF", "R:\r\n  K: |\r\n    a\r\n    X\r\n", "1\n2", "R:\r\n  K: |\r\n    a\r\n    1\r\n    2\r\n"],
];

describe("editing the content of a string", () => {
  for (const [title, text, newText, expected] of YAML) {
    it(title, () => assert.equal(edited(yaml, text, newText), expected));
  }

  it("escapes in JSON", () => {
    assert.equal(edited(json, '{"R":{"K":"\\"\\u0041X\\n"}}', 'a"b'), '{"R":{"K":"\\"\\u0041a\\"b\\n"}}');
  });

  for (const [title, text, newText] of [
    ["a plain scalar", "R:\n  K: a X\n", "y"],
    ["line breaks in single quotes", "R:\n  K: 'a X'\n", "1\n2"],
    ["escapes that only YAML has", 'R:\n  K: "\\x41X"\n', "y"],
    ["an anchor that is used", "R:\n  K: &x 'X'\n  L: *x\n", "y"],
  ] as const) {
    it(`is refused for ${title}`, () => assert.throws(() => edited(yaml, text, newText), EditRefused));
  }
});
