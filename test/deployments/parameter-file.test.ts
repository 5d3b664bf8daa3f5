import assert from "node:assert/strict";
import { parameterFileFormat, readParameterFile } from "../../server/src/deployments/parameter-file.js";

describe("readParameterFile", () => {
  const shapes: readonly (readonly [string, string, Record<string, string>])[] = [
    [
      "CloudFormation's list",
      '[{"ParameterKey":"A","ParameterValue":"x"},{"ParameterKey":"B","ParameterValue":""}]',
      { A: "x", B: "" },
    ],
    [
      "that list in YAML",
      "- ParameterKey: A\n  ParameterValue: x\n- ParameterKey: B\n  ParameterValue: y\n",
      { A: "x", B: "y" },
    ],
    ["a list of Name=Value", '["A=x", "B=y=z"]', { A: "x", B: "y=z" }],
    ["CodePipeline's map", '{"Parameters":{"A":"x"},"Tags":{"T":"t"}}', { A: "x" }],
    ["a parameter named like an intrinsic function", '{"Parameters":{"Condition":"x"}}', { Condition: "x" }],
    [
      "the list among other input of the AWS CLI",
      "StackName: s\nParameters:\n- ParameterKey: A\n  ParameterValue: x\n",
      { A: "x" },
    ],
    [
      "a flat map",
      "A: x\nB: 012345678901\nC: true\nD: [a, 2]\n",
      { A: "x", B: "012345678901", C: "true", D: "a,2" },
    ],
    ["an empty list", "[]", {}],
    ["an empty map", "{}", {}],
  ];
  for (const [title, text, expected] of shapes) {
    it(`reads ${title}`, () => {
      const format = /^[[{]/.test(text) ? "json" : "yaml";
      const { template, parameters, unknown, problems } = readParameterFile(text, format);
      assert.deepEqual(
        [template, Object.fromEntries(parameters), unknown.size, problems],
        [null, expected, 0, []],
      );
    });
  }

  it("reads the template and the parameters of Git sync's deployment file", () => {
    const text = "template-file-path: stacks/orders.yaml\nparameters:\n  A: x\ntags: {}\n";
    const { template, parameters, problems } = readParameterFile(text, "yaml");
    assert.deepEqual([template, [...parameters], problems], ["stacks/orders.yaml", [["A", "x"]], []]);
    const bare = readParameterFile("template-file-path: a.yaml\nparameters:\n", "yaml");
    assert.deepEqual([bare.template, bare.parameters.size, bare.problems], ["a.yaml", 0, []]);
  });

  it("knows that the value a stack keeps isn't the default", () => {
    const text = '[{"ParameterKey":"A","UsePreviousValue":true}]';
    const { parameters, unknown, problems } = readParameterFile(text, "json");
    assert.deepEqual([parameters.size, [...unknown], problems], [0, ["A"], []]);
  });

  const troubles: readonly (readonly [string, "json" | "yaml", string, string])[] = [
    ["{ A", "json", "This is no JSON: JSON doesn't allow 'A' here.", "A"],
    ['"x"', "json", "Parameters are a list of { ParameterKey, ParameterValue } or a map.", '"x"'],
    ["", "yaml", "Parameters are a list of { ParameterKey, ParameterValue } or a map.", ""],
    [
      '[{"ParameterKey":"A","ParameterValue":"x"},{}]',
      "json",
      "Entry 2 of the list has no ParameterKey.",
      "{}",
    ],
    ['[{"ParameterKey":"A"}]', "json", "Parameter 'A' has no text as its value.", '{"ParameterKey":"A"}'],
    ['{"A":{"B":"c"}}', "json", "Parameter 'A' has no text as its value.", '{"B":"c"}'],
    ["A: !Ref B", "yaml", "Parameter 'A' has no text as its value.", "!Ref B"],
    ["A: x\nA: y", "yaml", "The key 'A' occurs twice in this map.", "A"],
    ['["A=x", "A=y"]', "json", "The parameter 'A' occurs twice in this list.", '"A=y"'],
    ["template-file-path: [a]", "yaml", "The template-file-path is a text.", "[a]"],
  ];
  for (const [text, format, message, at] of troubles) {
    it(`says at its place: ${message}`, () => {
      assert.deepEqual(
        readParameterFile(text, format).problems.map(({ message: said, span }) => [
          said,
          text.slice(span.start, span.end),
        ]),
        [[message, at]],
      );
    });
  }

  it("knows no value of a parameter without a text", () => {
    assert.deepEqual([...readParameterFile('{"A":{}, "B":"b"}', "json").unknown], ["A"]);
  });
});

describe("parameterFileFormat", () => {
  it("goes by the name's end", () => {
    assert.deepEqual(["a.yaml", "a.YML", "a.json", "a.params"].map(parameterFileFormat), [
      "yaml",
      "yaml",
      "json",
      "json",
    ]);
  });
});
