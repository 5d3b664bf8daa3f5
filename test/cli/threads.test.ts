import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { writeInput } from "../../bench/input/workspace.js";
import type { WorkerThread } from "../../server/src/cli/crew.js";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type Workspace } from "./workspace.js";

const ROOT = join(import.meta.dirname, "../..");
/** Threads run what is built, as they do in earnest. */
const PROGRAM = join(ROOT, "dist/cli-program.js");

describe("threads", () => {
  afterEach(removeWorkspaces);

  it("say the same as one alone, in the same order, of examples and of templates linked in every way", async () => {
    const files = workspace();
    cpSync(join(ROOT, "examples"), files.path("examples"), { recursive: true });
    for (const name of ["links", "cdk"]) {
      cpSync(join(ROOT, "test/fixtures", name), files.path(name), { recursive: true });
    }
    await isSameForAll(files, ["json"], [2, 4]);
    await isSameForAll(files, ["text", "github", "sarif", "markdown"], [2]);
  }).timeout(120_000);

  it("say the same as one alone of a large workspace with an assembly", async () => {
    const files = workspace();
    writeInput(files.folder, {
      seed: 3,
      files: 60,
      share: 60,
      assemblyBytes: 50_000,
      templateBytes: 10,
      resources: 2,
    });
    await isSameForAll(files, ["json"], [2, 4]);
  }).timeout(120_000);

  it("that fail are told about, and what they were at is checked without them", async () => {
    const files = linked();
    const alone = await checked(files, "json", 1);
    const failing = await checked(
      files,
      "json",
      3,
      () => new Worker("throw new Error('oops')", { eval: true }),
    );
    assert.equal(failing.stdout, alone.stdout);
    assert.equal(failing.code, alone.code);
    assert.match(failing.stderr, /A thread failed, .*: oops\./);
  });

  it("that end in the middle leave nothing unchecked", async () => {
    const files = linked();
    const alone = await checked(files, "json", 1);
    const leaving = `require("node:worker_threads").parentPort.on("message", ({ kind }) => kind === "judge" && process.exit(0))`;
    const left = await checked(files, "json", 2, () => new Worker(leaving, { eval: true }));
    assert.equal(left.stdout, alone.stdout);
    assert.match(left.stderr, /A thread failed, .*: it ended with code 0\./);
  });

  it("aren't started for fixes, for little, or where one is asked for", async () => {
    const files = linked();
    const never = (): WorkerThread => assert.fail("A thread is started.");
    await checked(files, "json", 1, never);
    await files.run(["--fix", "--concurrency=4"], {
      analyser: service,
      threads: { start: never, processors: 8, worth: 0 },
    });
    await files.run(["--concurrency=4"], {
      analyser: service,
      threads: { start: never, processors: 8, worth: 1e6 },
    });
    await files.run([], { analyser: service, threads: { start: never, processors: 2, worth: 0 } });
  });

  it("judge each file with its own settings", async () => {
    const files = linked();
    const rule = "require-customer-managed-key";
    files.write(
      ".dynamodb-encryption-lint.yaml",
      "rules: { require-key-rotation: error }\nparameterFiles: [p.json]\noverrides:\n  - files: table-1*.yaml\n    region: eu-west-1\n",
    );
    files.write("p.json", '{ "Stage": "dev" }');
    for (const name of ["a", "b"]) {
      files.write(
        `${name}/.dynamodb-encryption-lint.yaml`,
        `rules: { ${rule}: ${name === "a" ? "info" : "off"} }\n`,
      );
      for (let index = 0; index < 8; index++) {
        files.write(`${name}/${index}.yaml`, "Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n");
      }
    }
    await isSameForAll(files, ["json"], [3]);
    const { stdout } = await checked(files, "json", 3);
    const { findings } = JSON.parse(stdout) as {
      readonly findings: readonly {
        readonly path: string;
        readonly rule: string;
        readonly severity: string;
      }[];
    };
    const found = findings.filter((one) => one.rule === rule);
    assert.deepEqual(
      [...new Set(found.map(({ path, severity }) => `${path[0] ?? ""} ${severity}`))],
      ["a info"],
    );
    assert.ok(findings.some((one) => one.rule === "require-key-rotation" && one.severity === "error"));
  });

  for (const value of ["0", "-1", "65", "two", "1.5"]) {
    it(`can't be ${value}`, async () => {
      const { code, stderr } = await workspace().run([`--concurrency=${value}`]);
      assert.equal(code, 2);
      assert.match(stderr, /--concurrency takes a number from 1 to 64, not '/);
    });
  }
});

async function isSameForAll(files: Workspace, formats: readonly string[], counts: readonly number[]) {
  for (const format of formats) {
    const alone = await checked(files, format, 1);
    assert.ok(alone.stdout.length > 1000);
    for (const count of counts) {
      const { code, stdout, stderr } = await checked(files, format, count);
      assert.deepEqual([code, stderr], [alone.code, alone.stderr]);
      // Not as a difference: these are long.
      assert.ok(stdout === alone.stdout, `${count} threads write another report (${format})`);
    }
  }
}

/** A run with real rules, in threads for however little. */
function checked(
  files: Workspace,
  format: string,
  count: number,
  start: (data: unknown) => WorkerThread = (workerData) => new Worker(PROGRAM, { workerData }),
): Promise<Ran> {
  return files.run([`--format=${format}`, `--concurrency=${count}`], {
    analyser: service,
    threads: { start, processors: 1, worth: 0 },
  });
}

function linked(): Workspace {
  const table = (key: string): string =>
    `Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue ${key} }\n`;
  const names = Array.from({ length: 30 }, (_, index) => `table-${index}.yaml`);
  return workspace({
    "key.yaml":
      "Resources:\n  Key:\n    Type: AWS::KMS::Key\nOutputs:\n  Arn:\n    Value: !GetAtt Key.Arn\n    Export: { Name: the-key }\n",
    ...Object.fromEntries(names.map((name) => [name, table("the-key")])),
  });
}
