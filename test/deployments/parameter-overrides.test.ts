import assert from "node:assert/strict";
import { readParameterOverrides } from "../../server/src/deployments/parameter-overrides.js";
import { readYaml } from "../../server/src/formats/yaml.js";

function read(overrides: unknown): ReturnType<typeof readParameterOverrides> {
  return readParameterOverrides(readYaml(JSON.stringify(overrides)).value ?? undefined);
}

describe("readParameterOverrides", () => {
  // The texts are those of the AWS SAM CLI's own tests, where they have such a case.
  const known: readonly (readonly [unknown, Record<string, string>])[] = [
    ["", {}],
    ["A=b InstanceType=t1.micro", { A: "b", InstanceType: "t1.micro" }],
    ["A=b, C=d,", { A: "b,", C: "d," }],
    ["ParameterKey=A,ParameterValue=b ParameterKey=C,ParameterValue=t1.micro", { A: "b", C: "t1.micro" }],
    ['ParameterKey="A",ParameterValue=Val\\ ue', { A: "Val ue" }],
    ['ParameterKey="A",ParameterValue="Val\\"ue"', { A: 'Val"ue' }],
    ['ParameterKey=A,ParameterValue=""', { A: "" }],
    ["ParameterKey=A,ParameterValue=", { ParameterKey: "A,ParameterValue=" }],
    ["  ParameterKey=A,ParameterValue=b   ParameterKey=C,ParameterValue=d     ", { A: "b", C: "d" }],
    ["A==-_)(*&^%$#@!`~:;,.    C=d", { A: "=-_)(*&^%$#@!`~:;,.", C: "d" }],
    ['A="{\\"a\\":\\"b\\"}" C=\'d e\'', { A: '{"a":"b"}', C: "d e" }],
    ["A=1 A=2", { A: "2" }],
    [["A=1", "B=2 C=3", { D: "4", E: 5 }, ["F=6"]], { A: "1", B: "2", C: "3", D: "4", E: "5", F: "6" }],
    [
      { Condition: "a", B: "x=y" },
      { Condition: "a", B: "x=y" },
    ],
    [{ Condition: "a" }, { Condition: "a" }],
  ];
  for (const [overrides, expected] of known) {
    it(`reads ${JSON.stringify(overrides)}`, () => {
      const { parameters, complete, unknown, problems } = read(overrides);
      assert.deepEqual(
        [Object.fromEntries(parameters), complete, unknown.size, problems],
        [expected, true, 0, []],
      );
    });
  }

  it("doesn't claim to know how a value that is no text is written", () => {
    const { parameters, unknown, complete } = read({ A: true, B: ["x"], C: null, D: "d" });
    assert.deepEqual([[...parameters], [...unknown], complete], [[["D", "d"]], ["A", "B", "C"], true]);
  });

  it("names the files that it takes parameters from, and is incomplete then", () => {
    const { parameters, files, complete } = read(["A=1", "file://params/dev.json"]);
    assert.deepEqual([[...parameters], files, complete], [[["A", "1"]], ["params/dev.json"], false]);
  });

  const passedOver: readonly (readonly [string, Record<string, string>, string])[] = [
    ["some string", {}, "some string"],
    ["ParameterKey:Key,ParameterValue:Value", {}, "ParameterKey:Key,ParameterValue:Value"],
    ["A=1 ParameterKey=B,ParameterValue=2", { B: "2" }, "A=1"],
    ['A="x"y', { A: "x" }, "y"],
    ["My_Key=1 B=2", { B: "2" }, "My_Key=1"],
  ];
  for (const [overrides, expected, rest] of passedOver) {
    it(`says what is passed over in ${overrides}`, () => {
      const { parameters, complete, problems } = read(overrides);
      assert.deepEqual([Object.fromEntries(parameters), complete], [expected, false]);
      assert.equal(problems.length, 1);
      assert.ok(problems[0]?.message.includes(`no parameter from '${rest}'`));
    });
  }

  it("says that lines don't part parameters", () => {
    const { parameters, unknown, complete, problems } = read("A=1\nB=2");
    assert.deepEqual([[...parameters], [...unknown], complete, problems.length], [[], ["A"], false, 1]);
  });

  it("reads a text without an end to its quotes in no time", () => {
    assert.equal(read(`A="${"x".repeat(200_000)}`).complete, false);
  });
});
