import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Baseline, Results } from "../../bench/results.js";
import { SUBJECTS } from "../../bench/subjects.js";

const ROOT = join(import.meta.dirname, "../..");
/** Next to nothing, of the programs that the tests are run on. */
const TINY = "--no-build --files 20 --assembly 0.1 --template 0.02 --resources 4 --seconds 0.01".split(" ");

describe("npm run bench", function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-bench-"));
  const [results, baseline] = [join(folder, "results.json"), join(folder, "baseline.json")];
  const files = ["--results", results, "--baseline", baseline];
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("prints figures and targets of every subject, and writes them down", () => {
    const { status, stdout, stderr } = bench(...TINY, ...files, "--save-baseline");
    assert.equal(status, 0, stderr);
    for (const { name } of SUBJECTS) assert.match(stdout, new RegExp(`^${name}: .*\n  \\S.* \\d`, "m"));
    assert.match(stdout, /^Targets: \d+ of \d+ hold$/m);
    const written = read<Results>(results);
    assert.deepEqual(
      [...new Set(written.figures.map(({ subject }) => subject))],
      SUBJECTS.map(({ name }) => name),
    );
    assert.equal(written.machine.node, process.version);
    const wrong = written.figures.filter(({ value }) => !Number.isFinite(value));
    assert.deepEqual(wrong, []);
  });

  it("fails a check where a ratio is worse than the baseline's, also when it is measured again", () => {
    const known = read<Baseline>(baseline);
    const names = Object.keys(known.ratios).filter((name) => name.startsWith("key-policy: "));
    assert.equal(names.length, 1);
    save({ ...known, ratios: Object.fromEntries(names.map((name) => [name, 1e-9])) });
    const { status, stdout } = bench(...TINY, ...files, "--filter", "key-policy", "--check");
    assert.equal(status, 1, stdout);
    assert.equal(stdout.match(/^Measured again:$/gm)?.length, 2);
    assert.match(stdout, /% worse than the baseline's/);
  });

  it("passes a check where none is", () => {
    const known = read<Baseline>(baseline);
    const ratios = Object.fromEntries(Object.keys(known.ratios).map((name) => [name, 1e9]));
    save({ ...known, ratios });
    const { status, stdout, stderr } = bench(...TINY, ...files, "--filter", "key-policy", "--check");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^No ratio is worse than the baseline's by over 25 %\.$/m);
  });

  it("says that a baseline of other input tells nothing of this one", () => {
    const other = join(folder, "other.json");
    writeFileSync(other, JSON.stringify({ input: { files: 7 }, ratios: {} }));
    const { status, stderr } = bench("--check", "--baseline", other);
    assert.equal(status, 1);
    assert.match(stderr, /The baseline was measured on other input/);
  });

  const mistakes: readonly [options: readonly string[], message: RegExp][] = [
    [["--files", "many"], /--files takes a number, not 'many'/],
    [["--filter", "nothing of ours"], /No subject has 'nothing of ours' in its name/],
    [["--check", "--baseline", join(folder, "none.json")], /There is no baseline at .*none\.json/],
    [["--filter", "typing", "--save-baseline"], /A baseline is of all subjects/],
  ];
  for (const [options, message] of mistakes) {
    it(`says what is wrong with ${options.slice(0, 2).join(" ")}`, () => {
      const { status, stderr } = bench(...options);
      assert.equal(status, 1);
      assert.match(stderr, message);
    });
  }

  function bench(...options: readonly string[]) {
    return spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...options], {
      cwd: ROOT,
      encoding: "utf8",
    });
  }

  function save(changed: Baseline): void {
    writeFileSync(baseline, JSON.stringify(changed));
  }
});

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
