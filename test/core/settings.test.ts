import assert from "node:assert/strict";
import {
  parseSettings,
  settingOf,
  type ConfigurableRule,
  type RawSettings,
} from "../../server/src/core/settings.js";

const RULE: ConfigurableRule = {
  id: "require-x",
  severity: "warning",
  options: {
    accept: { type: "enum", values: ["a", "b"], default: "a", description: "" },
    days: { type: "integer", minimum: 7, maximum: 30, default: 30, description: "" },
  },
};

function problemsOf(raw: RawSettings): readonly string[] {
  return parseSettings([raw], [RULE]).problems;
}

describe("parseSettings", () => {
  it("is complete without any source", () => {
    const { settings, problems } = parseSettings([], [RULE]);
    assert.deepEqual(problems, []);
    assert.equal(settings.region, null);
    assert.equal(settings.newKeyPolicy, "account-through-dynamodb");
    assert.deepEqual(settingOf(settings, RULE), { severity: "warning", chosen: false, options: {} });
  });

  it("lets later sources win, rule by rule and parameter by parameter", () => {
    const { settings } = parseSettings(
      [
        { region: "eu-west-1", parameters: { A: "1", B: "1" }, rules: { "require-x": "error" } },
        { region: "us-east-1", parameters: { B: "2" }, rules: { "require-x": ["info", { accept: "b" }] } },
      ],
      [RULE],
    );
    assert.equal(settings.region, "us-east-1");
    assert.deepEqual(
      [...settings.parameters],
      [
        ["A", "1"],
        ["B", "2"],
      ],
    );
    assert.deepEqual(settingOf(settings, RULE), { severity: "info", chosen: true, options: { accept: "b" } });
  });

  it("reads nested and dotted names alike", () => {
    assert.equal(parseSettings([{ newKey: { policy: "iam" } }], []).settings.newKeyPolicy, "iam");
    assert.equal(parseSettings([{ "newKey.policy": "iam" }], []).settings.newKeyPolicy, "iam");
  });

  it("takes parameter files by template or for all templates, as plain relative paths", () => {
    const files = (parameterFiles: unknown): unknown =>
      parseSettings([{ parameterFiles }], []).settings.parameterFiles;
    assert.deepEqual(files({ "./stacks/*.yaml": ["p\\dev.json", "p/prod.json"], "b.json": "c.yaml" }), [
      { template: "stacks/*.yaml", files: ["p/dev.json", "p/prod.json"] },
      { template: "b.json", files: ["c.yaml"] },
    ]);
    assert.deepEqual(files(["p/*.json"]), [{ template: null, files: ["p/*.json"] }]);
    assert.deepEqual(files({}), []);
    assert.deepEqual(files({ a: [] }), []);
  });

  it("bounds what is read of a workspace", () => {
    const { workspace } = parseSettings([], []).settings;
    assert.deepEqual([workspace.maximumFiles, workspace.maximumBytes], [10_000, 2 * 1024 * 1024]);
    assert.ok(workspace.exclude.includes("**/node_modules/**"));
    const raw = { workspace: { maxFiles: 5, maxFileSize: 0.5, exclude: ["**/build/**"] } };
    assert.deepEqual(parseSettings([raw], []).settings.workspace, {
      maximumFiles: 5,
      maximumBytes: 512 * 1024,
      exclude: ["**/build/**"],
    });
  });

  it("keeps the default for a bound that makes no sense", () => {
    const raw = { workspace: { maxFiles: 0.5, maxFileSize: "2", exclude: "build" } };
    const { settings, problems } = parseSettings([raw], []);
    assert.deepEqual(settings.workspace, parseSettings([], []).settings.workspace);
    assert.equal(problems.length, 3);
  });

  it("takes trusted accounts as strings or numbers, of which YAML drops leading zeros", () => {
    const { settings, problems } = parseSettings([{ trustedAccounts: ["210987654321", 12345678901] }], []);
    assert.deepEqual([...settings.trustedAccounts], ["210987654321", "012345678901"]);
    assert.deepEqual(problems, []);
    assert.equal(parseSettings([], []).settings.trustedAccounts.size, 0);
  });

  const bad: readonly (readonly [RawSettings, string])[] = [
    [{ rules: { "no-such": "error" } }, "There is no rule 'no-such'."],
    [{ rules: [] }, "The setting 'rules' must be a map from rule ids to severities."],
    [
      { rules: { "require-x": "fatal" } },
      "The severity of 'require-x' must be error, warning, info or off, not 'fatal'.",
    ],
    [
      { rules: { "require-x": ["error", { accept: "c" }] } },
      "The option 'accept' of 'require-x' must be one of a, b.",
    ],
    [
      { rules: { "require-x": ["error", { days: 31 }] } },
      "The option 'days' of 'require-x' must be a whole number from 7 to 30.",
    ],
    [{ rules: { "require-x": ["error", { other: 1 }] } }, "The rule 'require-x' has no option 'other'."],
    [{ region: "europe" }, "The setting 'region' can't be 'europe': a Region looks like eu-west-1."],
    [{ account: "123" }, "The setting 'account' can't be '123': an account has twelve digits."],
    [{ account: 123 }, "The setting 'account' can't be '123': an account has twelve digits."],
    [
      { trustedAccounts: [12] },
      "The setting 'trustedAccounts' can't have '12': an account has twelve digits.",
    ],
    [
      { trustedAccounts: ["210987654321", "12-34"] },
      "The setting 'trustedAccounts' can't have '12-34': an account has twelve digits.",
    ],
    [
      { trustedAccounts: [null] },
      "The setting 'trustedAccounts' can't have 'null': an account has twelve digits.",
    ],
    [{ trustedAccounts: "210987654321" }, "The setting 'trustedAccounts' must be a list of accounts."],
    [{ parameters: [] }, "The setting 'parameters' must be a map."],
    [{ reportUndecided: "yes" }, "The setting 'reportUndecided' must be true or false."],
    [{ newKey: { policy: "x" } }, "The setting 'newKey.policy' must be account-through-dynamodb or iam."],
    [
      { parameterFiles: "p.json" },
      "The setting 'parameterFiles' must be a map from templates to lists of files, or a list of files.",
    ],
    [
      { parameterFiles: { "a.yaml": [5] } },
      "The paths in 'parameterFiles' must be strings that aren't empty.",
    ],
    [
      { parameterFiles: ["/etc/p.json"] },
      "The path '/etc/p.json' in 'parameterFiles' must be a relative one.",
    ],
    [
      { workspace: { exclude: ["!a"] } },
      "The path '!a' in 'workspace.exclude' can't begin with '!': nothing is taken out of these lists.",
    ],
    [{ workspace: { exclude: "a" } }, "The setting 'workspace.exclude' must be a list of globs."],
    [
      { workspace: { maxFiles: 200_000 } },
      "The setting 'workspace.maxFiles' must be a whole number from 1 to 100000.",
    ],
    [
      { "workspace.maxFileSize": 0 },
      "The setting 'workspace.maxFileSize' must be a number of megabytes from 0.1 to 50.",
    ],
    [{ colour: "red" }, "There is no setting 'colour'."],
  ];
  for (const [raw, problem] of bad) {
    it(`says: ${problem}`, () => assert.deepEqual(problemsOf(raw), [problem]));
  }
});
