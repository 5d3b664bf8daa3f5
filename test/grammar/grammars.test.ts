import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRegistry, loadConfiguration } from "vscode-tmgrammar-test/dist/common/index.js";
import { parseGrammarTestCase, runGrammarTestCase } from "vscode-tmgrammar-test/dist/unit/index.js";

const ROOT = join(import.meta.dirname, "../..");
const CASES = join(import.meta.dirname, "cases");
const VSCODE = join(import.meta.dirname, "vscode");

/** The grammars that ours are injected into, as VS Code ships them. */
const HOSTS = [
  { path: join(VSCODE, "yaml.tmLanguage.json"), scopeName: "source.yaml" },
  { path: join(VSCODE, "yaml-1.2.tmLanguage.json"), scopeName: "source.yaml.1.2" },
  { path: join(VSCODE, "JSON.tmLanguage.json"), scopeName: "source.json" },
];

/** Parts of VS Code's YAML grammar that only directives and Markdown lead to. */
const UNUSED = ["source.yaml.embedded", "source.yaml.1.0", "source.yaml.1.1", "source.yaml.1.3"];

/** A line of expectations: carets or an arrow, then scopes, after a minus those that mustn't be there. */
const EXPECTATION = /^(#|\/\/)\s*(\^[\^ ]*|<~*-+)(( [a-z][\w.-]*)+( -( [a-z][\w.-]*)+)?| -( [a-z][\w.-]*)+)$/;

describe("the injection grammars", () => {
  const own = loadConfiguration(join(ROOT, "package.json"), undefined, undefined).grammars;
  const empty = UNUSED.map((scopeName) => ({ path: join(VSCODE, "none.tmLanguage.json"), scopeName }));
  const registry = createRegistry([...HOSTS, ...empty, ...own]);

  it("are all in the manifest", () => {
    const files = readdirSync(join(ROOT, "syntaxes")).map((name) => join(ROOT, "syntaxes", name));
    assert.deepEqual(own.map(({ path }) => path).sort(), files.sort());
  });

  for (const name of readdirSync(CASES)) {
    it(`give each part its scope in ${name}`, async () => {
      const text = readFileSync(join(CASES, name), "utf8");
      const lines = text.split("\n").filter((line) => /^(#|\/\/)\s*(\^|<-)/.test(line));
      // On a line that it doesn't understand, the parser's expression backtracks without end.
      assert.deepEqual(
        lines.filter((line) => !EXPECTATION.test(line.replace(/ +/g, " "))),
        [],
        "not an expectation",
      );
      const test = parseGrammarTestCase(text);
      assert.equal(test.assertions.flatMap(({ scopeAssertions }) => scopeAssertions).length, lines.length);
      const failures = await runGrammarTestCase(registry, test);
      const told = failures.map(({ srcLine, start, end, missing, unexpected, actual }) => {
        const text = test.source[srcLine]?.slice(start, end) ?? "";
        return `'${text}' in '${test.source[srcLine] ?? ""}' lacks [${missing.join(", ")}], has [${unexpected.join(", ")}]: ${actual.join(" ")}`;
      });
      assert.deepEqual(told, []);
    });
  }
});
