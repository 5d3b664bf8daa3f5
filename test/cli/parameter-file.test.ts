import assert from "node:assert/strict";
import { UsageError } from "../../server/src/cli/environment.js";
import { parseParameters, readParameterFile } from "../../server/src/cli/parameter-file.js";
import { removeWorkspaces, workspace } from "./workspace.js";

describe("a parameter file", () => {
  afterEach(removeWorkspaces);

  const shapes: readonly [string, unknown, Record<string, string>][] = [
    [
      "may be CloudFormation's list",
      [
        { ParameterKey: "A", ParameterValue: "x" },
        { ParameterKey: "B", ParameterValue: "" },
      ],
      { A: "x", B: "" },
    ],
    ["leaves out values that a stack keeps", [{ ParameterKey: "A", UsePreviousValue: true }], {}],
    ["may be a list of Name=Value", ["A=x", "B=y=z"], { A: "x", B: "y=z" }],
    ["may have a Parameters map", { Parameters: { A: "x" }, Tags: { T: "t" } }, { A: "x" }],
    [
      "may be a flat map of texts, numbers, booleans and lists",
      { A: "x", B: 1, C: true, D: ["a", 2] },
      { A: "x", B: "1", C: "true", D: "a,2" },
    ],
  ];
  for (const [title, value, expected] of shapes) {
    it(title, () =>
      assert.deepEqual(Object.fromEntries(parseParameters(JSON.stringify(value), "p.json")), expected),
    );
  }

  const refused: readonly [string, unknown, RegExp][] = [
    ["a text", "x", /p\.json: parameters are a list .* \(line 1, column 1\)\.$/],
    ["null", null, /parameters are a list/],
    [
      "an entry without a key",
      [{ ParameterKey: "A", ParameterValue: "" }, {}],
      /entry 2 of the list has no ParameterKey/,
    ],
    ["an entry without a value", [{ ParameterKey: "A" }], /parameter 'A' has no text/],
    ["a nested map", { A: { B: "c" } }, /parameter 'A' has no text/],
  ];
  for (const [title, value, message] of refused) {
    it(`can't be ${title}`, () => {
      assert.throws(
        () => parseParameters(JSON.stringify(value), "p.json"),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }

  it("is read with or without a byte order mark, and refused where it is no JSON", () => {
    const files = workspace({ "p.json": '\uFEFF{"A":"x"}', "bad.json": "{ A" });
    assert.deepEqual([...readParameterFile("p.json", files.folder)], [["A", "x"]]);
    assert.throws(() => readParameterFile("bad.json", files.folder), /bad\.json: this is no JSON/);
    assert.throws(() => readParameterFile("absent.json", files.folder), /absent\.json: .* no such file/);
  });

  it("may be YAML, by its name", () => {
    const files = workspace({
      "p.yaml": "- ParameterKey: A\n  ParameterValue: x\n",
      "twice.yml": "A: 1\nA: 2\n",
    });
    assert.deepEqual([...readParameterFile("p.yaml", files.folder)], [["A", "x"]]);
    assert.throws(
      () => readParameterFile("twice.yml", files.folder),
      /twice\.yml: the key 'A' occurs twice in this map \(line 2, column 1\)\./,
    );
  });

  it("yields to a later file, and that to --parameter", async () => {
    const files = workspace({
      "t.yaml": "AWS::DynamoDB::Table",
      "1.json": '{"A":"1","B":"1","C":"1"}',
      "2.json": '{"B":"2","C":"2"}',
    });
    let parameters: unknown;
    const { standIn } = await import("./stand-in.js");
    await files.run(["--parameter=C=3", "--parameters=1.json", "--parameters=2.json"], {
      analyser: {
        ...standIn,
        parseSettings: (raw) => ((parameters = raw?.["parameters"]), standIn.parseSettings()),
      },
    });
    assert.deepEqual(parameters, { A: "1", B: "2", C: "3" });
  });
});
