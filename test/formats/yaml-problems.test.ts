import assert from "node:assert/strict";
import { yaml } from "../../server/src/formats/yaml.js";

/** What is wrong in a text: the text pointed at, and what is said of it. */
function problemsOf(text: string): readonly (readonly [string, string])[] {
  const problems = yaml.outlineWhole(text).problems();
  return problems.map(({ span, message }) => [text.slice(span.start, span.end), message]);
}

describe("what isn't closed in YAML", () => {
  it("is a string where it begins", () => {
    assert.deepEqual(problemsOf('A: 1\nB: "open\n'), [['"', "A string that begins with \" isn't closed."]]);
    assert.deepEqual(
      problemsOf("A: 1\nB: 'it''s\n").at(-1)?.[1],
      "A string that begins with ' isn't closed.",
    );
  });

  for (const [text, message] of [
    [
      "R:\n  A: { B: 1\n  C: 2\n",
      "A map that begins with { isn't closed, or its lines aren't indented enough.",
    ],
    [
      "R:\n  A: [1, 2\n  C: 2\n",
      "A list that begins with [ isn't closed, or its lines aren't indented enough.",
    ],
  ] as const) {
    it(`is said in plain words: ${message}`, () => {
      assert.ok(problemsOf(text).some(([, said]) => said === message));
    });
  }
});
