import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json";
import { NO_FLAGS, recommendedFlags } from "./flags.js";
import { AppProject, type Outcome } from "./plugin/app-project.js";
import { inShort, sourcesOf, type PluginReport, type ReportedViolation } from "./plugin/validation-report.js";
import type { Report } from "./report.js";

const HERE = import.meta.dirname;
const CLI = join(HERE, "../../dist/cli.js");
const SOURCE = readFileSync(join(HERE, "plugin/app/shop.ts"), "utf8").split("\n");
const KEY = "require-customer-managed-key";
/** What has to be found in the app of the tests. */
const FOUND = [
  `Prod/Tables/StagePlain/Resource: ${KEY}`,
  "Tables/DisabledKey/Resource: valid-table-key",
  `Tables/Foreign: ${KEY}`,
  `Tables/Nested/NestedPlain/Resource: ${KEY}`,
  `Tables/OtherPlain/Resource: ${KEY}`,
  `Tables/Overridden/Resource: ${KEY}`,
  `Tables/Plain/Resource: ${KEY}`,
];

type CliFinding = Report["findings"][number] & { readonly suppressed: object | null };

describe("the packed plugin in an app of the newest CDK", function () {
  this.timeout(60_000);
  const made: { project?: AppProject; types?: string } = {};
  const synthesise = (...how: Parameters<AppProject["synthesise"]>): Outcome => {
    if (made.project === undefined) throw new Error("The app's project has not been made.");
    return made.project.synthesise(...how);
  };

  before(function () {
    this.timeout(180_000);
    made.project = new AppProject(join(HERE, "node_modules"));
    made.types = made.project.compile("app.ts", ["--module", "nodenext"]);
  });
  after(() => made.project?.remove());

  it("has types that fit both interfaces of the CDK", () => assert.equal(made.types, ""));

  for (const [kind, context] of [
    ["weak references between stacks", recommendedFlags],
    ["exports between stacks", () => NO_FLAGS],
  ] as const) {
    it(`finds what there is in stacks, nested stacks, stages and other templates, with ${kind}`, () => {
      const { status, output, report } = synthesise("app.js", {}, { context: context() });
      const plugin = ours(report);
      assert.equal(status, 1);
      assert.equal(plugin.conclusion, "failure");
      assert.equal(plugin.pluginVersion, packageJson.version);
      assert.deepEqual(inShort(plugin.violations), FOUND);
      for (const { description, ruleName } of plugin.violations) {
        assert.ok(output.includes(description), description);
        assert.ok(output.includes(`Acknowledge with 'dynamodb-encryption-lint::${ruleName}'`), ruleName);
      }
      const disabled = plugin.violations.find(({ ruleName }) => ruleName === "valid-table-key");
      assert.match(
        disabled?.description ?? "",
        /key 'Disabled\w+' of Keys\.template\.json, which is disabled/,
      );
    });
  }

  it("names the property, and the CDK the line and column that made each table", () => {
    for (const violation of ours(synthesise("app.js").report).violations) {
      const [at] = violation.violatingConstructs;
      assert.match(at?.cloudFormationResource?.propertyPaths?.[0] ?? "", /^Properties\.SSESpecification/);
      const [, line = 0, column = 0] = (sourcesOf(violation)[0] ?? "").split(":").map(Number);
      const id = at?.constructPath
        .replace(/\/Resource$/, "")
        .split("/")
        .at(-1);
      const isForeign = id === "Foreign";
      const expected = isForeign ? "new CfnStack(scope, id, " : `new Table(`;
      const text = SOURCE[line - 1]?.slice(column - 1) ?? "";
      assert.ok(text.startsWith(expected) && (isForeign || text.includes(`"${id}"`)), `${id}: ${text}`);
    }
  });

  it("has the place of an override joined where the synthesis records it", () => {
    const { output, report } = synthesise("app.js", {}, { debug: true });
    const overridden = ours(report).violations.find((one) => inShort([one])[0]?.includes("Overridden"));
    const [, override = 0] = (sourcesOf(overridden as ReportedViolation)[1] ?? "").split(":").map(Number);
    assert.match(SOURCE[override - 1] ?? "", /addPropertyOverride\("SSESpecification\.SSEEnabled"/);
    assert.ok(output.includes(`or shop.ts:${override}:`), output.slice(0, 2000));
  });

  it("finds what the command line finds in the same assembly", () => {
    const { folder, report } = synthesise("app.js");
    const run = spawnSync(process.execPath, [CLI, "--format=json", "."], { cwd: folder, encoding: "utf8" });
    const { findings } = JSON.parse(run.stdout) as { readonly findings: readonly CliFinding[] };
    const inPlugin = ours(report).violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ cloudFormationResource: at }) =>
        [at?.templatePath, at?.logicalId, ruleName].join(" "),
      ),
    );
    const inCli = findings
      .filter(({ suppressed }) => suppressed === null)
      .map(({ path, resource, rule }) => [path, resource, rule].join(" "));
    assert.equal(inCli.length, FOUND.length);
    assert.deepEqual(inPlugin.sort(), inCli.sort());
  });

  it("sets aside what is acknowledged: at the table, at the stack above, at a template that no construct made", () => {
    const acknowledged = {
      "Tables/Plain": KEY,
      "Tables/Nested": KEY,
      "Tables/Foreign": KEY,
      "Tables/DisabledKey": "valid-table-key",
    };
    const { status, report } = synthesise("app.js", { acknowledged });
    const { conclusion, violations, suppressedViolations } = ours(report);
    const isAcknowledged = (found: string): boolean =>
      Object.keys(acknowledged).some((path) => found.startsWith(`${path}:`) || found.startsWith(`${path}/`));
    assert.deepEqual(
      inShort(violations),
      FOUND.filter((found) => !isAcknowledged(found)),
    );
    assert.deepEqual(inShort(suppressedViolations), FOUND.filter(isAcknowledged));
    for (const { acknowledgedId, ruleName, reason } of suppressedViolations ?? []) {
      assert.deepEqual([acknowledgedId, reason], [`dynamodb-encryption-lint::${ruleName}`, "Known."]);
    }
    // The one error is acknowledged.
    assert.deepEqual([conclusion, status], ["success", 0]);
  });

  it("goes by what is acknowledged now, whatever the report of the last synthesis says", () => {
    const acknowledged = { "Tables/Plain": KEY };
    const { folder } = synthesise("app.js", { acknowledged });
    const again = ours(synthesise("app.js", { acknowledged }, { into: folder }).report);
    assert.deepEqual(inShort(again.suppressedViolations), [`Tables/Plain/Resource: ${KEY}`]);
    const withdrawn = ours(synthesise("app.js", {}, { into: folder }).report);
    assert.deepEqual(inShort(withdrawn.violations), FOUND);
  });

  it("keeps to failOn, also where the CDK counts anew because something is acknowledged", () => {
    const acknowledged = { "Tables/Plain": KEY };
    const statusWith = (options: object, more: object = {}): number | null =>
      synthesise("app.js", { options, ...more }).status;
    assert.equal(statusWith({ failOn: "never" }, { acknowledged }), 0);
    const warningsOnly = { rules: { "valid-table-key": "off" } };
    assert.equal(statusWith(warningsOnly), 0);
    assert.equal(statusWith({ ...warningsOnly, failOn: "warning" }, { acknowledged }), 1);
  });

  it("judges the stacks of the stage that it is registered at", () => {
    const { status, report } = synthesise("app.js", { registeredBy: "stage" });
    assert.deepEqual(inShort(ours(report).violations), [`Prod/Tables/StagePlain/Resource: ${KEY}`]);
    assert.equal(status, 0);
  });

  it("still serves the deprecated property policyValidationBeta1", () => {
    const { status, report } = synthesise("app.js", { registeredBy: "policyValidationBeta1" });
    assert.deepEqual(inShort(ours(report).violations), FOUND);
    assert.equal(status, 1);
  });

  it("fails in one sentence where its options make no sense", () => {
    const { status, output, report } = synthesise("app.js", { options: { rules: { "no-rule": "off" } } });
    const sentence = "The DynamoDB encryption lint has checked nothing: There is no rule 'no-rule'.";
    assert.equal(status, 1);
    // The cdk command passes over a plugin that fails without a violation.
    assert.deepEqual(
      ours(report).violations.map(({ ruleName, description, severity }) => [ruleName, description, severity]),
      [["not-checked", sentence, "error"]],
    );
    assert.ok(output.includes(`ERROR ${sentence}`), output.slice(0, 500));
    assert.ok(!/\bdist\/cdk\.js\b/.test(output), "no stack trace of the plugin");
  });

  for (const [language, program] of [
    ["CommonJS", "plain.cjs"],
    ["an ES module", "module.mjs"],
  ] as const) {
    it(`serves ${language}`, () => {
      const { status, report } = synthesise(program);
      assert.deepEqual(inShort(ours(report).violations), [`Tables/Plain/Resource: ${KEY}`]);
      assert.equal(status, 0);
    });
  }
});

function ours(report: Outcome["report"]): PluginReport {
  const found = report?.pluginReports.find(({ pluginName }) => pluginName === "dynamodb-encryption-lint");
  assert.ok(found !== undefined, "the plugin is in the report");
  return found;
}
