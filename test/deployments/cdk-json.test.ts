import assert from "node:assert/strict";
import { readCdkJson } from "../../server/src/deployments/cdk-json.js";

describe("readCdkJson", () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["{}", ["cdk.out"], []],
    ['{"output":"build/cdk"}', ["build/cdk"], []],
    ['{"app":"dist/assembly"}', ["cdk.out", "dist/assembly"], []],
    ['{"app":"cdk.out"}', ["cdk.out"], []],
    ['{"output":5}', ["cdk.out"], ["The output of a cdk.json is a text."]],
    ["[]", ["cdk.out"], ["A cdk.json is a map."]],
    ['{"output":', ["cdk.out"], ["The text ends before all of it is closed."]],
  ];
  for (const [text, folders, problems] of cases) {
    it(`reads ${text}`, () => {
      const read = readCdkJson(text);
      assert.deepEqual([read.folders, read.problems.map(({ message }) => message)], [folders, problems]);
    });
  }
});
