import assert from "node:assert/strict";
import {
  openProject,
  parseSettings,
  printSettings,
  readProjectConfig,
  rules,
} from "../../server/src/service.js";
import { settingOf, type RawSettings, type Settings } from "../../server/src/core/settings.js";

const CONFIG = [
  "region: eu-west-1",
  "rules: { require-key-rotation: info }",
  "parameters: { Stage: dev, Team: a }",
  "ignore: legacy",
  "overrides:",
  "  - files: prod",
  "    region: eu-central-1",
  "    account: '111122223333'",
  "    rules: { require-key-rotation: error }",
  "    parameters: { Stage: prod }",
  "  - files: prod/beta/*.yaml",
  "    rules: { require-key-rotation: off }",
].join("\n");

function settingsOf(
  path: string,
  text = CONFIG,
  others: { readonly below?: RawSettings; readonly above?: RawSettings } = {},
): Settings {
  const files: Readonly<Record<string, string>> = { "/app/.dynamodb-encryption-lint.yaml": text };
  return openProject({ read: (one) => files[one] ?? null, ...others }).settingsFor(path);
}

function rotation(settings: Settings): string {
  const rule = rules.find(({ id }) => id === "require-key-rotation");
  assert.ok(rule);
  return settingOf(settings, rule).severity;
}

describe("the settings in force for a file", () => {
  it("are those of the project, with those for its path on top, the later ones winning", () => {
    const of = (path: string): unknown[] => {
      const settings = settingsOf(path);
      const { region, account, parameters } = settings;
      return [rotation(settings), region, account, Object.fromEntries(parameters)];
    };
    assert.deepEqual(of("/app/dev.yaml"), ["info", "eu-west-1", null, { Stage: "dev", Team: "a" }]);
    assert.deepEqual(of("/app/prod/a.yaml"), [
      "error",
      "eu-central-1",
      "111122223333",
      { Stage: "prod", Team: "a" },
    ]);
    assert.equal(of("/app/prod/beta/a.yaml")[0], "off");
  });

  it("are won over by the command line's, and win over the editor's", () => {
    const others = {
      below: { region: "us-east-1", allKeys: true },
      above: { rules: { "require-key-rotation": "warning" } },
    };
    const settings = settingsOf("/app/prod/a.yaml", CONFIG, others);
    assert.deepEqual(
      [settings.region, settings.allKeys, rotation(settings)],
      ["eu-central-1", true, "warning"],
    );
  });

  it("say which files the project leaves out", () => {
    assert.equal(settingsOf("/app/legacy/a.yaml").ignored, true);
    assert.equal(settingsOf("/app/a.yaml").ignored, false);
  });

  it("name parameter files relative to the folder of whoever names them", () => {
    const below = { parameterFiles: { "a.yaml": ["editor.json"] } };
    const own = settingsOf("/app/a.yaml", "parameterFiles: { a.yaml: p.json }\n", { below });
    assert.deepEqual(own.parameterFiles, [{ template: "a.yaml", files: ["p.json"] }]);
    assert.equal(own.parameterFilesFrom, "/app");
    const editors = settingsOf("/app/a.yaml", "allKeys: true\n", { below });
    assert.deepEqual(editors.parameterFiles, [{ template: "a.yaml", files: ["editor.json"] }]);
    assert.equal(editors.parameterFilesFrom, null);
  });

  it("are one object where they are equal", () => {
    const files: Readonly<Record<string, string>> = { "/app/.dynamodb-encryption-lint.yaml": CONFIG };
    const project = openProject({ read: (one) => files[one] ?? null });
    assert.equal(project.settingsFor("/app/a.yaml"), project.settingsFor("/app/b/c.yaml"));
    assert.notEqual(project.settingsFor("/app/a.yaml"), project.settingsFor("/app/prod/c.yaml"));
  });

  it("are the defaults where a value makes no sense", () => {
    assert.deepEqual(settingsOf("/app/a.yaml", "region: nowhere\n"), parseSettings().settings);
  });

  it("come from one configuration where one is named, and from none where that is said", () => {
    const config = readProjectConfig("/ci/lint.yaml", "ignore: a\n", "/app");
    const read = (): never => assert.fail("A file is read.");
    assert.equal(openProject({ read, config }).settingsFor("/app/a/x.yaml").ignored, true);
    assert.equal(openProject({ read, config: null }).settingsFor("/app/a/x.yaml").ignored, false);
  });
});

describe("printed settings", () => {
  for (const [what, text] of [
    ["nothing", ""],
    [
      "much",
      `${CONFIG}\nparameterFiles: [p/*.json]\nframeworks: [hipaa]\ncost: { currency: EUR, prices: { keyMonth: 2 } }\nnewKey.policy: iam\ntrustedAccounts: ['123456789012']\nclassification.tags: { a: [b], c: [] }\nreportUndecided: true\nallKeys: true\nhonourSuppressionsOf: [kics]\npartition: aws-cn\n`,
    ],
    ["a map of parameter files", "parameterFiles: { a.yaml: [p.json, q.json], b.yaml: r.json }\n"],
  ] as const) {
    it(`are a configuration that means the same: of ${what}`, () => {
      const settings = settingsOf("/app/prod/a.yaml", text);
      const printed = JSON.stringify(printSettings(settings), null, 2);
      const config = readProjectConfig("/app/.dynamodb-encryption-lint.json", printed);
      assert.deepEqual(config?.problems, []);
      const again = parseSettings(config.settings).settings;
      const severities = (one: Settings): unknown => rules.map((rule) => settingOf(one, rule).severity);
      assert.deepEqual(severities(again), severities(settings));
      const rest = (one: Settings): object => ({ ...one, rules: null, parameterFilesFrom: null });
      assert.deepEqual(rest(again), rest(settings));
    });
  }
});
