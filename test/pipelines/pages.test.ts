import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parseDocument } from "yaml";
import { version } from "../../package.json";
import { parseArguments, type LintCommand } from "../../server/src/cli/arguments.js";
import { CONFIG_FILES, FRAMEWORKS, readProjectConfig, rules } from "../../server/src/service.js";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/ci.md"), "utf8");
const RULES = rules.map(({ id }) => id);
const FRAMEWORK_IDS = FRAMEWORKS.map(({ id }) => id);
/** What templates add to YAML. */
const TAGS = ["!Ref", "!GetAtt"].map((tag) => ({ tag, resolve: (value: string) => value }));

describe("the page about pipelines", () => {
  const blocks = [...PAGE.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));

  it("has an example for each pipeline", () => {
    const languages = new Set(blocks.map(({ language }) => language));
    assert.deepEqual([...languages].sort(), ["groovy", "sh", "ts", "yaml"]);
  });

  for (const [index, { language, text }] of blocks.entries()) {
    if (language === "yaml") {
      it(`has YAML that can be read: example ${index + 1}`, () => {
        const { errors, warnings } = parseDocument(text, { customTags: TAGS });
        assert.deepEqual([...errors, ...warnings], []);
      });
    }
    if (language === "ts") {
      it(`has TypeScript that can be read: example ${index + 1}`, () => {
        assert.deepEqual(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics, []);
      });
    }
    for (const command of commandsIn(text)) {
      it(`has commands that the tool takes: ${command}`, () => {
        const words = command.split(/\s+/).filter((word) => word !== "");
        const parsed = parseArguments(words, RULES, FRAMEWORK_IDS);
        assert.equal(parsed.kind, "lint");
      });
    }
  }

  it("names this version, and no other", () => {
    const named = [...PAGE.matchAll(/(?:lint@v?|rev: v)(\d+\.\d+\.\d+)/g)].map(([, number]) => number);
    assert.ok(named.length >= 6);
    assert.deepEqual([...new Set(named)], [version]);
  });

  it("has options for the action and the hook that the tool takes", () => {
    const { failOn, frameworks, region } = parseArguments(
      ["--fail-on=error", "--region=eu-west-1", "--framework=security-hub"],
      RULES,
      FRAMEWORK_IDS,
    ) as LintCommand;
    assert.deepEqual([failOn, frameworks, region], ["error", ["security-hub"], "eu-west-1"]);
    for (const option of ["--fail-on=error", "--region=eu-west-1", "--framework=security-hub"]) {
      assert.ok(PAGE.includes(option), option);
    }
  });

  it("has a baseline, a comparison and a configuration that the tool takes", () => {
    const [, since = ""] = /args: (--since=\S+ ?\{\{[^}]*\}\})/.exec(PAGE) ?? [];
    const filledIn = since.replace(/\$\{\{ github\.base_ref \}\}/, "main");
    const options = parseArguments([filledIn, "--baseline"], RULES, FRAMEWORK_IDS) as LintCommand;
    assert.equal(options.since, "origin/main");
    assert.match(PAGE, /args: --baseline\n/);
    const [, config = ""] = /```yaml\n(rules:\n[^]*?)```/.exec(PAGE) ?? [];
    const read = readProjectConfig(`/app/${CONFIG_FILES[0]}`, config);
    assert.deepEqual(read?.problems, []);
  });
});

/** What stands behind the name of the tool where it is run. */
function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/npx --yes dynamodb-encryption-lint@[\d.]+([^\n'"]*)/g)].map(([, options = ""]) =>
    options.trim(),
  );
}
