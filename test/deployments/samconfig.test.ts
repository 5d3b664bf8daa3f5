import assert from "node:assert/strict";
import { readSamConfig, type SamDeployment } from "../../server/src/deployments/samconfig.js";

/** The only deployment of a configuration without problems. */
function deploymentOf(text: string, format: "toml" | "yaml" = "toml"): SamDeployment {
  const { deployments, problems } = readSamConfig(text, format);
  assert.deepEqual(problems, []);
  assert.equal(deployments.length, 1);
  return deployments[0] ?? assert.fail();
}

describe("readSamConfig", () => {
  const whole = {
    environment: "default",
    template: "infra/app.yaml",
    stackName: "app",
    region: "eu-west-1",
    parameters: new Map([
      ["Stage", "dev"],
      ["Key", "alias/a b"],
    ]),
    unknown: new Set(),
    parameterFiles: [],
    complete: true,
  };

  it("reads TOML", () => {
    const text = [
      "version = 0.1",
      "[default.global.parameters]",
      'stack_name = "app"',
      "[default.deploy.parameters]",
      'template_file = "infra/app.yaml"',
      'region = "eu-west-1"',
      'parameter_overrides = "Stage=dev Key=\\"alias/a b\\""',
    ].join("\r\n");
    assert.deepEqual(deploymentOf(text), whole);
  });

  it("reads YAML", () => {
    const text = [
      "version: 0.1",
      "default:",
      "  global: { parameters: { stack_name: app } }",
      "  deploy:",
      "    parameters:",
      "      template: infra/app.yaml",
      "      region: eu-west-1",
      "      parameter_overrides:",
      "        - Stage=dev",
      "        - Key: alias/a b",
    ].join("\n");
    assert.deepEqual(deploymentOf(text, "yaml"), whole);
  });

  it("lets a command's own parameters win over the global ones, in its own environment only", () => {
    const { deployments } = readSamConfig(
      [
        "[default.global.parameters]",
        'region = "eu-west-1"',
        'stack_name = "app"',
        "[default.deploy.parameters]",
        'region = "us-east-1"',
        "[prod.deploy.parameters]",
        'stack_name = "app-prod"',
      ].join("\n"),
      "toml",
    );
    assert.deepEqual(
      deployments.map(({ environment, region, stackName }) => [environment, region, stackName]),
      [
        ["default", "us-east-1", "app"],
        ["prod", null, "app-prod"],
      ],
    );
  });

  it("has no deployment for an environment that only builds", () => {
    assert.deepEqual(readSamConfig("version = 0.1\n[a.build.parameters]\ncached = true", "toml"), {
      deployments: [],
      problems: [],
    });
  });

  const templates: readonly (readonly [string, readonly string[], string | null])[] = [
    ["is null where none is named", ["[a.deploy.parameters]"], null],
    [
      "prefers template_file",
      ["[a.deploy.parameters]", 'template = "b.yaml"', 'template_file = "a.yaml"'],
      "a.yaml",
    ],
    [
      "may be the one that is built",
      ["[a.deploy.parameters]", "[a.build.parameters]", 'template = "b.yaml"'],
      "b.yaml",
    ],
    [
      "is the source of what sam build made",
      [
        "[a.deploy.parameters]",
        'template_file = ".aws-sam/build/template.yaml"',
        "[a.build.parameters]",
        'template_file = "b.yaml"',
      ],
      "b.yaml",
    ],
    [
      "is null where what sam build made is all that is named",
      ["[a.deploy.parameters]", 'template_file = ".aws-sam/build/template.yaml"'],
      null,
    ],
    [
      "is the source of what sam package made",
      [
        "[a.deploy.parameters]",
        'template_file = "packaged.yaml"',
        "[a.package.parameters]",
        'template_file = "c.yaml"',
        'output_template_file = "packaged.yaml"',
      ],
      "c.yaml",
    ],
  ];
  for (const [title, lines, expected] of templates) {
    it(`takes for the template what is deployed: it ${title}`, () => {
      assert.equal(deploymentOf(lines.join("\n")).template, expected);
    });
  }

  const troubles: readonly (readonly [string, string, string, number])[] = [
    ["[a.deploy.parameters]\nregion = 1\n", "The option 'region' is a text.", "1", 1],
    ["[a.deploy.parameters]\ntemplate_file = [1]\n", "The option 'template_file' is a text.", "[1]", 0],
    ["[a]\ndeploy = 5\n", "The options of 'deploy' stand in a table 'deploy.parameters'.", "deploy", 0],
    ["a = \n\n", "The value is missing.", " ", 0],
    ['a = "😀"\na = 1\n', "This key is set twice.", "a", 0],
    ['a = "b\n', "The closing quote is missing.", "\n", 0],
  ];
  for (const [text, message, at, deployments] of troubles) {
    it(`says at its place: ${message}`, () => {
      const read = readSamConfig(text, "toml");
      assert.deepEqual(
        read.problems.map(({ message: said, span }) => [said, text.slice(span.start, span.end)]),
        [[message, at]],
      );
      assert.equal(read.deployments.length, deployments);
    });
  }

  it("names no template at all where the one that is named can't be read", () => {
    assert.deepEqual(
      readSamConfig("a: { deploy: { parameters: { template: { b: c } } } }", "yaml").deployments,
      [],
    );
  });

  it("reads whatever else it is given without a crash", () => {
    const odd = ["", "[]", "- a", "a: b", "default: { deploy: [] }", "a", "[".repeat(20_000), "\u0000"];
    for (const text of odd) {
      for (const format of ["toml", "yaml"] as const) {
        assert.deepEqual(readSamConfig(text, format).deployments, []);
      }
    }
  });
});
