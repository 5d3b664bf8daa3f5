import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";

const PROGRAM = join(import.meta.dirname, "../../dist/cli.js");

/** Says at the end which of the files that belong to us have been loaded. */
const TRACE = `process.on("exit", () => {
  const loaded = Object.keys(require.cache).map((path) => require("node:path").basename(path));
  process.stderr.write(loaded.filter((name) => name.startsWith("cli")).join(" "));
});`;

describe("the start of the program", () => {
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-"));
  const trace = join(folder, "trace.cjs");
  const run = (...argv: readonly string[]) =>
    spawnSync(process.execPath, ["--require", trace, PROGRAM, ...argv], { cwd: folder, encoding: "utf8" });

  before(() => writeFileSync(trace, TRACE));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const option of ["--version", "-v"]) {
    it(`says the version without loading anything else: ${option}`, () => {
      const { status, stdout, stderr } = run(option);
      assert.deepEqual([status, stdout, stderr], [0, `${version}\n`, "cli.js"]);
    });
  }

  it("loads the program for everything else", () => {
    const { status, stdout, stderr } = run("--list-rules", "--version");
    assert.deepEqual([status, stdout], [0, `${version}\n`]);
    assert.deepEqual(new Set(stderr.split(" ")), new Set(["cli.js", "cli-program.js"]));
  });
});
