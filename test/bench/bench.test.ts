import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { inputFiles, type InputOptions } from "../../bench/input/workspace.js";
import { SUBJECTS } from "../../bench/subjects.js";
import { analyse, openWorkspace, parseSettings } from "../../server/src/service.js";

const ROOT = join(import.meta.dirname, "../..");
const SMALL: InputOptions = {
  seed: 7,
  files: 60,
  share: 50,
  assemblyBytes: 60_000,
  templateBytes: 10_000,
};

describe("the benchmark's input", () => {
  it("is the same for the same seed, byte by byte, and another for another", () => {
    assert.equal(digest(SMALL), digest({ ...SMALL }));
    assert.notEqual(digest(SMALL), digest({ ...SMALL, seed: 8 }));
  });

  it("has as many files as were asked for, and the share of templates among them", () => {
    const paths = [...inputFiles(SMALL)].map(({ path }) => path);
    assert.equal(paths.filter((path) => path.startsWith("workspace/")).length, 60);
    assert.equal(paths.filter((path) => path.startsWith("workspace/apps/")).length, 30);
    assert.equal(new Set(paths).size, paths.length);
  });

  it("links every table of its templates with a customer managed key", () => {
    const files = [...inputFiles(SMALL)].filter(({ path }) => path.startsWith("workspace/apps/"));
    const workspace = openWorkspace();
    for (const { path, text } of files) workspace.put(path, text);
    const { settings } = parseSettings();
    const tables = files.flatMap(
      (file) => analyse(file, { settings, today: "2026-01-31", workspace }).tables,
    );
    assert.ok(tables.length > 20);
    const keys = tables.flatMap(({ cases }) => cases.map(({ key }) => key));
    assert.deepEqual([...new Set(keys)], ["customer-managed"]);
  });
});

describe("npm run bench", () => {
  it("prints figures of every subject, also for a tiny input", function () {
    this.timeout(120_000);
    const options = ["--files", "20", "--assembly", "0.2", "--template", "0.02"];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "bench/main.ts", ...options],
      { cwd: ROOT, encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    for (const { name } of SUBJECTS) assert.match(stdout, new RegExp(`^${name}: .*\n  \\S.* \\d`, "m"));
  });

  it("says which option it can't read", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "bench/main.ts", "--files", "many"],
      { cwd: ROOT, encoding: "utf8" },
    );
    assert.equal(status, 1);
    assert.match(stderr, /--files takes a number, not 'many'/);
  });
});

function digest(options: InputOptions): string {
  const hash = createHash("sha256");
  for (const { path, text } of inputFiles(options)) hash.update(`${path}\n${text}\n`);
  return hash.digest("hex");
}
