import assert from "node:assert/strict";
import { yaml } from "../../server/src/formats/yaml.js";
import { applied, nodeAt, soundContent } from "./reading.js";

/** A small text in which a value was replaced by this one. */
function written(value: string): string {
  const text = "R:\n  A: 1\n";
  return applied(text, yaml.replace(text, nodeAt(yaml.outline(text), "R/A"), value));
}

describe("a string in YAML is quoted where any YAML reader would take it for something else", () => {
  for (const [text, expected] of [
    ["yes", '"yes"'],
    ["On", '"On"'],
    ["*", '"*"'],
    ["012345678901", '"012345678901"'],
    ["2012-10-17", '"2012-10-17"'],
    ["1e3", '"1e3"'],
    ["12:30", '"12:30"'],
    ["a: b", '"a: b"'],
    ["a #b", '"a #b"'],
    ["a:", '"a:"'],
    ["", '""'],
    ["- a", '"- a"'],
    ["null", '"null"'],
    ["line\nbreak", '"line\\nbreak"'],
    ['say "x"', 'say "x"'],
    ['"x"', "'\"x\"'"],
    ["arn:aws:kms:eu-west-1:111122223333:key/1", "arn:aws:kms:eu-west-1:111122223333:key/1"],
    ["kms:*", "kms:*"],
    ["alias/aws/dynamodb", "alias/aws/dynamodb"],
    ["\u0085", '"\\u0085"'],
  ] as const) {
    it(`writes the string ${JSON.stringify(text)} as ${expected}`, () => {
      const result = written(text);
      assert.equal(result, `R:\n  A: ${expected}\n`);
      assert.deepEqual(soundContent(yaml, result), { R: { A: text } });
    });
  }
});
