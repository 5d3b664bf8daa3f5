import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json";

const ROOT = join(import.meta.dirname, "../..");

describe("the VSIX", () => {
  it("holds bundles, manifest, icon, syntaxes, README, CHANGELOG and LICENSE, and nothing else", () => {
    const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
    const { stdout, stderr } = spawnSync(process.execPath, [vsce, "ls", "--no-dependencies"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.deepEqual(
      stdout.trim().split("\n").sort(),
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "dist/client.js",
        "dist/server.js",
        "dist/third-party-licences.txt",
        "images/icon.png",
        "package.json",
        "syntaxes/suppression-comments.tmLanguage.json",
      ],
      stderr,
    );
  });

  it("contributes the commands that the client registers", () => {
    const source = readFileSync(join(ROOT, "client/src/client.ts"), "utf8");
    const registered = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map(([, command]) => command);
    assert.deepEqual(
      packageJson.contributes.commands.map(({ command }) => command).sort(),
      registered.sort(),
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
