import assert from "node:assert/strict";
import { EditRefused } from "../../server/src/core/edit.js";
import type { Plain } from "../../server/src/core/plain.js";
import type { Format } from "../../server/src/formats/format.js";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { applied, nodeAt, soundContent } from "./reading.js";

/** Makes a list of the value at a path. */
function listed(format: Format, text: string, path: string, item: Plain = "b"): string {
  const result = applied(text, format.makeList(text, nodeAt(format.outline(text), path), item));
  soundContent(format, result);
  return result;
}

describe("making a list of a YAML value", () => {
  const rows: readonly (readonly [title: string, text: string, item: Plain, expected: string])[] = [
    ["writes the items below the key", "R:\n  K: a # why\n", "b", "R:\n  K:\n    - a # why\n    - b\n"],
    [
      "puts dashes below the key where others stand there",
      "L:\n- x\nR:\n  K: a\n",
      "b",
      "L:\n- x\nR:\n  K:\n  - a\n  - b\n",
    ],
    ["quotes as the first item does", "R:\n  K: 'a'", "b", "R:\n  K:\n    - 'a'\n    - 'b'"],
    ["stays in a flow map", "R: { K: a }\n", "b", "R: { K: [a, b] }\n"],
    ["keeps CRLF", "R:\r\n  K: a\r\n", "b", "R:\r\n  K:\r\n    - a\r\n    - b\r\n"],
    [
      "indents the lines of a map, with the comments and texts in it",
      "R:\n  K:\n    # about A\n    A: 1\n    # about B\n    B: |\n      one\n\n      two\n  # about C\n  C: 1\n",
      { A: 2 },
      "R:\n  K:\n    # about A\n    - A: 1\n      # about B\n      B: |\n        one\n\n        two\n    - A: 2\n  # about C\n  C: 1\n",
    ],
  ];
  for (const [title, text, item, expected] of rows) {
    it(title, () => assert.equal(listed(yaml, text, "R/K", item), expected));
  }

  it("is refused for an item, and for text that is shared", () => {
    assert.throws(() => listed(yaml, "R:\n  K:\n    - a\n", "R/K/0"), EditRefused);
    assert.throws(() => listed(yaml, "R:\n  K: &x a\n  L: *x\n", "R/K"), EditRefused);
  });
});

describe("making a list of a JSON value", () => {
  const rows: readonly (readonly [title: string, text: string, item: Plain, expected: string])[] = [
    ["stays on one line", '{"R":{"K":"a"}}', "b", '{"R":{"K":["a","b"]}}'],
    [
      "gives items lines where lists have them",
      '{\n  "R": {\n    "K": "a",\n    "L": [\n      "x"\n    ]\n  }\n}',
      "b",
      '{\n  "R": {\n    "K": [\n      "a",\n      "b"\n    ],\n    "L": [\n      "x"\n    ]\n  }\n}',
    ],
    [
      "indents the lines of a map",
      '{\n "R": {\n  "K": {\n   "A": 1\n  }\n }\n}',
      { A: 2 },
      '{\n "R": {\n  "K": [\n   {\n    "A": 1\n   },\n   {\n    "A": 2\n   }\n  ]\n }\n}',
    ],
  ];
  for (const [title, text, item, expected] of rows) {
    it(title, () => assert.equal(listed(json, text, "R/K", item), expected));
  }
});

describe("quotes of strings in YAML lists", () => {
  const append = (text: string): string =>
    applied(text, yaml.append(text, nodeAt(yaml.outline(text), "R/K") as never, "b"));

  for (const [text, expected] of [
    ["R:\n  K:\n    - 'a'\n", "R:\n  K:\n    - 'a'\n    - 'b'\n"],
    ['R: { K: ["a"] }\n', 'R: { K: ["a", "b"] }\n'],
    ["R:\n  K:\n    - a\n", "R:\n  K:\n    - a\n    - b\n"],
  ] as const) {
    it(`are those of the item before in ${JSON.stringify(text)}`, () => assert.equal(append(text), expected));
  }
});
