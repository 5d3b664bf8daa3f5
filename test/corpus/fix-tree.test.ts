import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../server/src/cli/run.js";
import * as service from "../../server/src/service.js";
import { hasShared, sharedFiles } from "../support/shared.js";

const RULE = "require-customer-managed-key";
const FIX = ["--fix-rule", RULE];

interface Output {
  readonly files: readonly {
    readonly path: string;
    readonly fixing?: {
      readonly changed: boolean;
      readonly fixed: readonly { readonly resource: string }[];
      readonly refused: readonly { readonly resource: string; readonly reason: string }[];
      readonly diff?: string;
    };
  }[];
  readonly findings: readonly Found[];
}

interface Found {
  readonly path: string;
  readonly rule: string;
  readonly resource: string | null;
  readonly severity: string;
  readonly suppressed: unknown;
}

(hasShared("corpus") ? describe : describe.skip)("fixing a tree of real templates", function () {
  this.timeout(0);
  const folders: string[] = [];
  after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  /** A copy of the real templates. */
  const copy = (): string => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "fix-tree-")));
    folders.push(folder);
    for (const { path, text } of sharedFiles("corpus/relevant")) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };

  it("writes what the dry run shows and nothing else, and leaves no such finding nor a new one", async () => {
    const patched = copy();
    const fixed = copy();
    const before = JSON.parse((await lint(fixed, ["--format", "json"])).stdout) as Output;
    const untouched = textsIn(fixed);
    const plan = JSON.parse((await lint(fixed, [...FIX, "--dry-run", "--format", "json"])).stdout) as Output;
    assert.deepEqual(textsIn(fixed), untouched);

    const { stdout: diff } = await lint(fixed, [...FIX, "--dry-run"]);
    execFileSync("git", ["init", "-q"], { cwd: patched });
    execFileSync("git", ["apply", "-"], { cwd: patched, input: diff, maxBuffer: 1 << 28 });
    await lint(fixed, FIX);
    assert.deepEqual(textsIn(patched), textsIn(fixed));

    const changed = plan.files.filter(({ fixing }) => fixing?.changed === true);
    assert.ok(changed.length > 100, `${changed.length} files changed`);
    const written = Object.entries(textsIn(fixed)).filter(([path, text]) => untouched[path] !== text);
    assert.deepEqual(written.map(([path]) => path).sort(), changed.map(({ path }) => path).sort());

    const after = JSON.parse((await lint(fixed, ["--format", "json"])).stdout) as Output;
    assert.deepEqual(weightyNotIn(before, after), []);
    const refused = plan.files.flatMap(({ path, fixing }) =>
      (fixing?.refused ?? []).map(({ resource, reason }) => {
        assert.notEqual(reason, "");
        return `${path} ${resource}`;
      }),
    );
    const left = after.findings.filter(({ rule, suppressed }) => rule === RULE && suppressed === null);
    assert.deepEqual(
      new Set(left.map(({ path, resource }) => `${path} ${resource ?? ""}`)),
      new Set(refused),
    );
  });

  for (const key of ["parameter", "new-per-classification:Environment", "NoSuchKey"]) {
    it(`brings no new error or warning with --key ${key}`, async () => {
      const folder = copy();
      const before = JSON.parse((await lint(folder, ["--format", "json"])).stdout) as Output;
      await lint(folder, [...FIX, "--key", key]);
      const after = JSON.parse((await lint(folder, ["--format", "json"])).stdout) as Output;
      assert.deepEqual(weightyNotIn(before, after), []);
    });
  }
});

/** The errors and warnings of a report that another doesn't have. */
function weightyNotIn(before: Output, after: Output): readonly string[] {
  const named = ({ findings }: Output): readonly string[] =>
    findings
      .filter(({ severity, suppressed }) => severity !== "info" && suppressed === null)
      .map(({ path, rule, resource, severity }) => `${path} ${rule} ${resource ?? ""} ${severity}`);
  const known = new Set(named(before));
  return named(after).filter((one) => !known.has(one));
}

async function lint(cwd: string, argv: readonly string[]): Promise<{ readonly stdout: string }> {
  const written: Uint8Array[] = [];
  const silent = { write: () => undefined, isTerminal: false, columns: null };
  await run(
    argv,
    {
      cwd,
      stdout: { ...silent, write: (content) => void written.push(Buffer.from(content)) },
      stderr: silent,
      readStdin: () => Promise.resolve(Buffer.from("")),
      env: {},
      now: () => new Date("2026-11-21T00:00:00Z"),
      threads: { start: () => assert.fail(), processors: 1, worth: Number.POSITIVE_INFINITY },
    },
    service,
    "1.2.3",
  );
  return { stdout: Buffer.concat(written).toString("utf8") };
}

function textsIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith(".git/") && statSync(join(folder, path)).isFile())
    .sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
