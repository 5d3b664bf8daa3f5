import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { version } from "../../package.json";
import { removeWorkspaces, workspace } from "./workspace.js";

const ROOT = join(import.meta.dirname, "../..");
const MAIN = join(ROOT, "server/src/cli/main.ts");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program, wired to the real analysis. */
function start(argv: readonly string[], input: string | null, hangUp = false): Promise<Ended> {
  const child = spawn(process.execPath, ["--import=tsx", MAIN, ...argv], { cwd: ROOT });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  if (hangUp) child.stdout.destroy();
  child.stdin.end(input ?? "");
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

describe("the program", () => {
  afterEach(removeWorkspaces);

  it("knows the version of its package", async () => {
    assert.deepEqual(await start(["--version"], null), { code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("judges the standard input with the real rules, and sets the exit code", async () => {
    const template = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
    const ran = await start(["--format=json", "-"], template);
    assert.equal(ran.code, 1, ran.stderr);
    const report = JSON.parse(ran.stdout) as { findings: { rule: string; resource: string }[] };
    assert.deepEqual(
      report.findings.map(({ rule, resource }) => [rule, resource]),
      [["require-customer-managed-key", "Orders"]],
    );
  });

  it("doesn't mind a reader that has seen enough", async () => {
    const table = (index: number): string => `  T${index}:\n    Type: AWS::DynamoDB::Table\n`;
    const files = workspace({
      "t.yaml": `Resources:\n${Array.from({ length: 500 }, (_, index) => table(index)).join("")}`,
    });
    const ran = await start(["--format=json", files.path("t.yaml")], null, true);
    assert.deepEqual([ran.code, ran.stderr], [1, ""]);
  });
});
