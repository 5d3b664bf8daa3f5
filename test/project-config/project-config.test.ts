import assert from "node:assert/strict";
import { Lines } from "../../server/src/core/lines.js";
import type { ProjectConfig } from "../../server/src/project-config/project-config.js";
import { readProjectConfig } from "../../server/src/service.js";

const YAML = "/app/.dynamodb-encryption-lint.yaml";
const JSON_FILE = "/app/.dynamodb-encryption-lint.json";

function configOf(text: string, path = YAML): ProjectConfig {
  const config = readProjectConfig(path, text);
  assert.ok(config);
  return config;
}

/** What is said of a text: `line:column` from 1, what stands there, and the message. */
function problemsOf(text: string, path = YAML): readonly string[] {
  const lines = new Lines(text);
  return configOf(text, path).problems.map(({ message, span }) => {
    const { line, character } = lines.positionAt(span.start);
    return `${line + 1}:${character + 1} [${text.slice(span.start, span.end)}] ${message}`;
  });
}

describe("a configuration file", () => {
  it("gives the settings it has, and is relative to its own folder", () => {
    const config = configOf("region: eu-west-1\nrules:\n  require-key-rotation: off\n");
    assert.deepEqual(config.settings, {
      region: "eu-west-1",
      rules: { "require-key-rotation": "off" },
    });
    assert.deepEqual([config.folder, config.problems], ["/app", []]);
  });

  it("is JSON just as well, with comments and a schema", () => {
    const text = '{\n  // where\n  "$schema": "./x.json",\n  "newKey": { "policy": "iam" }\n}\n';
    const config = configOf(text, JSON_FILE);
    assert.deepEqual([config.settings, config.problems], [{ "newKey.policy": "iam" }, []]);
  });

  it("may be empty, and may have keys without a value", () => {
    for (const text of ["", "# nothing\n", "rules:\noverrides:\nignore:\ncost:\n  prices:\n"]) {
      const config = configOf(text);
      assert.deepEqual([config.settings, config.overrides, config.problems], [{}, [], []], text);
      assert.equal(config.ignores("a.yaml"), false);
    }
  });

  it("may be a key of package.json, whose other content is nobody's business here", () => {
    const path = "/app/package.json";
    const text = '{ "name": "x", "dynamodb-encryption-lint": { "region": "eu-west-1" }, "scripts": 1 }';
    assert.deepEqual(configOf(text, path).settings, { region: "eu-west-1" });
    assert.equal(readProjectConfig(path, '{ "name": "dynamodb-encryption-lint" }'), null);
    assert.equal(readProjectConfig(path, '{ "devDependencies": { "dynamodb-encryption-lint": "1" } }'), null);
    assert.equal(readProjectConfig(path, '{ "dynamodb-encryption-lint": '), null);
    assert.deepEqual(problemsOf('{ "a": 1,\n "dynamodb-encryption-lint": { "regoin": "" } }', path), [
      `2:32 ["regoin"] There is no setting 'regoin'. Did you mean 'region'?`,
    ]);
  });

  it("keeps numbers as they are written where they are texts", () => {
    const text = "parameters:\n  Version: 1.10\nclassification:\n  tags:\n    level: [1.0]\n";
    assert.deepEqual(configOf(text).settings, {
      parameters: { Version: "1.10" },
      "classification.tags": { level: ["1.0"] },
    });
    assert.deepEqual(configOf(text).problems, []);
  });

  it("takes a map that looks like an intrinsic function for a map", () => {
    assert.deepEqual(configOf("parameters:\n  Condition: prod\n").settings, {
      parameters: { Condition: "prod" },
    });
    assert.deepEqual(problemsOf("parameters: { A: !Ref B }\n"), [
      "1:18 [!Ref B] A configuration has no tags; write the value itself.",
    ]);
  });

  it("has settings for some files, of which later ones win", () => {
    const { overrides, problems } = configOf(
      [
        "overrides:",
        "  - files: stacks/prod",
        "    rules: { require-key-rotation: error }",
        '  - files: ["*.yaml", "a/**/b.json"]',
        "    region: eu-west-1",
        "    classification.tags: { data: [pii] }",
      ].join("\n"),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      overrides.map(({ settings }) => settings),
      [
        { rules: { "require-key-rotation": "error" } },
        { region: "eu-west-1", "classification.tags": { data: ["pii"] } },
      ],
    );
    const matching = (path: string): readonly boolean[] => overrides.map(({ matches }) => matches(path));
    assert.deepEqual(matching("stacks/prod/orders.yaml"), [true, false]);
    assert.deepEqual(matching("stacks/production.yaml"), [false, false]);
    assert.deepEqual(matching("orders.yaml"), [false, true]);
    assert.deepEqual(matching("a/x/y/b.json"), [false, true]);
  });

  for (const [ignore, ignored, kept] of [
    ["legacy/", ["legacy/a.yaml", "legacy/b/c.yaml"], ["a/legacy/a.yaml", "legacy.yaml"]],
    ["./legacy", ["legacy/a.yaml"], ["x.yaml"]],
    ['["**/vendor", "*.json"]', ["vendor/a.yaml", "a/vendor/b.yaml", "x.json"], ["a/x.json"]],
    ["cdk.out/**", ["cdk.out/a.template.json"], ["cdk.json"]],
  ] as const) {
    it(`leaves out what ${ignore} matches, with all that lies in a folder that it matches`, () => {
      const { ignores, problems } = configOf(`ignore: ${ignore}\n`);
      assert.deepEqual(problems, []);
      assert.deepEqual(ignored.filter(ignores), ignored);
      assert.deepEqual(kept.filter(ignores), []);
    });
  }
});

describe("what is wrong in a configuration file", () => {
  for (const [text, said] of [
    ["- a\n", "1:1 [- a] A configuration is a map of settings."],
    ["regoin: eu-west-1\n", "1:1 [regoin] There is no setting 'regoin'. Did you mean 'region'?"],
    ["regions: [a]\n", "1:1 [regions] There is no setting 'regions'. Did you mean 'region'?"],
    [
      "region: europe\n",
      "1:9 [europe] The setting 'region' can't be 'europe': a Region looks like eu-west-1.",
    ],
    ["account: '12'\n", "1:10 ['12'] The setting 'account' can't be '12': an account has twelve digits."],
    [
      "trustedAccounts:\n  - '123456789012'\n  - acme\n",
      "3:5 [acme] The setting 'trustedAccounts' can't have 'acme': an account has twelve digits.",
    ],
    [
      "require-key-rotation: off\n",
      "1:1 [require-key-rotation] The rule 'require-key-rotation' belongs below 'rules'.",
    ],
    [
      "rules:\n  require-key-rotatoin: off\n",
      "2:3 [require-key-rotatoin] There is no rule 'require-key-rotatoin'. Did you mean 'require-key-rotation'?",
    ],
    [
      "rules:\n  require-key-rotation: warn\n",
      "2:25 [warn] The severity of 'require-key-rotation' must be error, warning, info or off, not 'warn'.",
    ],
    [
      "rules: { require-key-rotation: [3] }\n",
      "1:33 [3] The severity of 'require-key-rotation' must be error, warning, info or off, not 3.",
    ],
    [
      "rules:\n  require-deletion-window: [error, { minimumDay: 7 }]\n",
      "2:38 [minimumDay] The rule 'require-deletion-window' has no option 'minimumDay'. Did you mean 'minimumDays'?",
    ],
    [
      "rules:\n  require-deletion-window: [error, { minimumDays: 3 }]\n",
      "2:51 [3] The option 'minimumDays' of 'require-deletion-window' must be a whole number from 7 to 30.",
    ],
    ["rules: off\n", "1:8 [off] The setting 'rules' must be a map from rule ids to severities."],
    ["cost: 3\n", "1:7 [3] The setting 'cost' must be a map."],
    [
      "cost:\n  prices:\n    keymonth: 1\n",
      "3:5 [keymonth] The setting 'cost.prices' has no 'keymonth'. It takes keyMonth, rotationMonth, requestsPer10000, freeRequests, asOf.",
    ],
    [
      "cost:\n  activeCallers: -1\n",
      "2:18 [-1] The setting 'cost.activeCallers' must be a whole number from 0 to 1000000.",
    ],
    [
      "newKey:\n  polcy: iam\n",
      "2:3 [polcy] There is no setting 'newKey.polcy'. Did you mean 'newKey.policy'?",
    ],
    [
      "newKey.policy: all\n",
      "1:16 [all] The setting 'newKey.policy' must be account-through-dynamodb or iam.",
    ],
    [
      "codeLens:\n  enabled: true\n",
      "2:3 [enabled] 'codeLens.enabled' belongs to the editor's settings: it is 'dynamodbEncryption.codeLens.enabled' there.",
    ],
    [
      "frameworks: [hipa]\n",
      "1:14 [hipa] There is no framework 'hipa'. There are: security-hub, aws-config, control-tower, cis-aws-foundations, nist-800-53-r5, fedramp, pci-dss, hipaa.",
    ],
    [
      "parameterFiles: [p.json, /etc/p.json]\n",
      "1:26 [/etc/p.json] The path '/etc/p.json' in 'parameterFiles' must be a relative one.",
    ],
    [
      "parameterFiles: { ../a.yaml: p.json }\n",
      "1:19 [../a.yaml] The path '../a.yaml' in 'parameterFiles' leads out of the folder that it is relative to.",
    ],
    [
      "ignore: ['!a.yaml']\n",
      "1:10 ['!a.yaml'] The glob '!a.yaml' can't begin with '!': nothing is taken out of these lists.",
    ],
    ["ignore: 3\n", "1:9 [3] 'ignore' must be a glob or a list of globs."],
    ["overrides: { files: a }\n", "1:12 [{ files: a }] The 'overrides' must be a list of { files, … }."],
    ["overrides: [a.yaml]\n", "1:13 [a.yaml] An override must be a map: { files, rules, … }."],
    ["overrides:\n  - rules: {}\n", "2:5 [rules: {}] An override must say which 'files' it is for."],
    [
      "overrides:\n  - files: ../a\n",
      "2:12 [../a] The glob '../a' leads out of this file's folder, and a configuration is about the files below it.",
    ],
    ["overrides:\n  - files: a\n    rules: { no-such: off }\n", "3:14 [no-such] There is no rule 'no-such'."],
    [
      "overrides:\n  - files: a\n    region: x\n",
      "3:13 [x] The setting 'region' can't be 'x': a Region looks like eu-west-1.",
    ],
    [
      "overrides:\n  - files: a\n    frameworks: []\n",
      "3:5 [frameworks] 'frameworks' can't be set for some files only: it stands at the top of the configuration.",
    ],
    [
      "overrides:\n  - files: a\n    rule: {}\n",
      "3:5 [rule] There is no setting 'rule' for some files. Did you mean 'rules'?",
    ],
  ] as const) {
    it(`stands at its place: ${said}`, () => assert.deepEqual(problemsOf(text), [said]));
  }

  it("is found in JSON just as well", () => {
    assert.deepEqual(problemsOf('{\n\t"rules": { "require-key-rotation": "warn" }\n}', JSON_FILE), [
      `2:37 ["warn"] The severity of 'require-key-rotation' must be error, warning, info or off, not 'warn'.`,
    ]);
    assert.match(problemsOf('{\n  "rules": \n}', JSON_FILE)[0] ?? "", /^3:1 /);
  });

  it("is a problem of the syntax, too, and a key that is there twice", () => {
    assert.match(problemsOf("rules: [a\n")[0] ?? "", /^\d+:\d+ /);
    assert.match(problemsOf("region: eu-west-1\nregion: eu-west-2\n")[0] ?? "", /^2:1 /);
  });

  it("takes nothing else with it: what makes sense holds", () => {
    const { settings } = configOf("region: eu-west-1\ncolour: red\noverrides: 3\n");
    assert.deepEqual(settings, { region: "eu-west-1" });
  });

  it("never is a crash, whatever the text", () => {
    const texts = [
      "\u0000",
      "{",
      "[",
      "&a [*a]",
      "a: &a {b: *a}",
      "__proto__: { x: 1 }",
      "? [a]\n: b",
      "--- a\n--- b\n",
      "rules: { __proto__: off, constructor: off }",
      "overrides: [[], null, {}]",
      "\uFEFFregion: x",
    ];
    for (const text of texts) {
      for (const path of [YAML, JSON_FILE]) assert.doesNotThrow(() => readProjectConfig(path, text), text);
    }
  });
});
