import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { globSync } from "tinyglobby";
import packageJson from "../../package.json";

const ROOT = join(import.meta.dirname, "../..");

/** A bundle of its own, which is loaded when it is asked for. */
const SOURCE_EDITOR = "dist/source-editor.js";

describe("the VSIX", () => {
  const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
  let files: string[] = [];

  before(() => {
    const list = [vsce, "ls", "--no-dependencies"];
    const { stdout, stderr, status } = spawnSync(process.execPath, list, { cwd: ROOT, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    files = stdout.trim().split("\n").sort();
  });

  it("holds bundles, manifest, images, snippets, syntaxes, README, CHANGELOG and LICENSE, and nothing else", () => {
    assert.deepEqual(files, [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/client.browser.js",
      "dist/client.js",
      "dist/server.browser.js",
      "dist/server.js",
      "dist/source-editor.js",
      "images/icon.png",
      "images/inventory.svg",
      "images/walkthrough/fix.svg",
      "images/walkthrough/keys.svg",
      "images/walkthrough/settings.md",
      "images/walkthrough/workspace.md",
      "package.json",
      "package.nls.json",
      "schemas/dynamodb-encryption-lint.schema.json",
      "schemas/package-json.schema.json",
      "snippets/json.json",
      "snippets/yaml.json",
      "syntaxes/keys.tmLanguage.json",
      "syntaxes/suppression-comments.tmLanguage.json",
    ]);
  });

  it("is a download of less than 700 kB, and 110 kB for what mends the source of CDK apps", () => {
    const size = (file: string): number => deflateRawSync(readFileSync(join(ROOT, file))).length;
    const others = files.filter((file) => file !== SOURCE_EDITOR).map(size);
    assert.ok(others.reduce((total, one) => total + one, 0) < 700_000);
    assert.ok(size(SOURCE_EDITOR) < 110_000);
  });

  it("says in each bundle whose code it holds", () => {
    for (const file of files.filter((one) => one.startsWith("dist/"))) {
      const holds =
        file === SOURCE_EDITOR
          ? /\n@babel\/parser [\d.]+ \(MIT\)\n/
          : /\nvscode-languageserver-protocol [\d.]+ \(MIT\)\n/;
      assert.match(readFileSync(join(ROOT, file), "utf8"), holds, file);
    }
  });

  it("contributes the commands that the client registers", () => {
    const sources = globSync("client/src/**/*.ts", { cwd: ROOT, absolute: true });
    const code = sources.map((file) => readFileSync(file, "utf8")).join("\n");
    const registered = [...code.matchAll(/registerCommand\("([^"]+)"/g)].map(([, command]) => command);
    assert.deepEqual(
      packageJson.contributes.commands.map(({ command }) => command).sort(),
      registered.sort(),
    );
  });
});

describe("the manifest's texts", () => {
  const strings = JSON.parse(readFileSync(join(ROOT, "package.nls.json"), "utf8")) as Record<string, string>;
  const contributes = JSON.stringify(packageJson.contributes);
  const used = [...contributes.matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name);

  it("all stand in package.nls.json, and nothing else stands there", () => {
    assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
  });

  it("are references wherever an editor shows them", () => {
    const shown = /"(title|category|description|markdownDescription|altText)":"(?!%)([^"]*)"/g;
    assert.deepEqual(
      [...contributes.matchAll(shown)].map(([text]) => text),
      [],
    );
  });
});

describe("the grammar of suppression comments", () => {
  const path = join(ROOT, packageJson.contributes.grammars[0]?.path ?? "");
  const grammar = JSON.parse(readFileSync(path, "utf8")) as { patterns: { match: string }[] };
  const pattern = new RegExp(grammar.patterns[0]?.match ?? "", "m");

  for (const [comment, parts] of [
    ["# dynamodb-encryption-ignore valid-table-key -- why not", ["valid-table-key", undefined, "why not"]],
    ["#dynamodb-encryption-ignore x1 until 2026-12-31 -- a -- b", ["x1", "2026-12-31", "a -- b"]],
    ["# dynamodb-encryption-ignore valid-table-key", ["valid-table-key", undefined, undefined]],
  ] as const) {
    it(`tells the parts of '${comment}' apart`, () => {
      const match = pattern.exec(comment);
      assert.deepEqual([match?.[2], match?.[4], match?.[6]], parts);
    });
  }

  for (const comment of [
    "# about dynamodb-encryption-ignore",
    "# dynamodb-encryption-ignore",
    "# until 2026-12-31",
  ]) {
    it(`leaves '${comment}' a comment`, () => assert.equal(pattern.exec(comment), null));
  }
});
