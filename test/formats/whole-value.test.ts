import assert from "node:assert/strict";
import type { WholeValue } from "../../server/src/formats/format.js";
import { readJson } from "../../server/src/formats/json.js";
import { readYaml } from "../../server/src/formats/yaml.js";

describe("readJson and readYaml", () => {
  const kinds: readonly (readonly [string, (text: string) => WholeValue, string | undefined])[] = [
    ['[{"a":1}]', readJson, "list"],
    ['\uFEFF{"a":1}', readJson, "map"],
    ['"a"', readJson, "scalar"],
    ["", readJson, undefined],
    ["[1", readJson, undefined],
    ["- a: 1\n- b", readYaml, "list"],
    ["---\na: 1\r\n", readYaml, "map"],
    ["a", readYaml, "scalar"],
    ["# nothing", readYaml, undefined],
    ["[".repeat(10_000), readJson, undefined],
    ["[".repeat(10_000), readYaml, undefined],
  ];
  for (const [text, read, kind] of kinds) {
    it(`take ${JSON.stringify(text.slice(0, 20))} for ${kind ?? "nothing"}`, () => {
      assert.equal(read(text).value?.kind, kind);
    });
  }

  it("tell problems below a list at the top, at their places", () => {
    const text = "- {a: 1, a: 2}";
    for (const read of [readJson, readYaml]) {
      const source = read === readJson ? '[{"a":1,"a":2}]' : text;
      const [problem] = read(source).problems;
      assert.equal(problem?.message, "The key 'a' occurs twice in this map.");
      assert.equal(source.slice(problem.span.start, problem.span.end).replaceAll('"', ""), "a");
    }
  });
});
