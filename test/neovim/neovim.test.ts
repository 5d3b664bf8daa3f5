import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyse, parseSettings } from "../../server/src/service.js";
import { ONE_TABLE, RULE } from "../lsp/templates.js";
import { findProgram } from "../support/debian-program.js";

const SERVER = join(import.meta.dirname, "../../dist/server.js");
const SESSION = join(import.meta.dirname, "session.lua");
const SESSION_MILLISECONDS = 60_000;

/** What the session prints. */
interface Seen {
  readonly failed?: string;
  readonly server: string;
  readonly diagnostics: number;
  readonly line: number;
  readonly column: number;
  readonly source: string;
  readonly code: string;
  readonly hover: string;
  readonly actions: readonly string[];
}

describe("Neovim", function () {
  this.timeout(400_000);
  let folder = "";

  before(function () {
    const neovim = findProgram("nvim", "neovim", /^NVIM v(\S+)/);
    if (neovim.version === null) {
      assert.ok(process.env["CI"] === undefined, `Neovim is needed in CI: ${neovim.reason}.`);
      console.log(`    SKIPPED: ${neovim.reason}.`);
      return this.skip();
    }
    console.log(`    Neovim ${neovim.version}`);
    folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-neovim-"));
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("attaches, shows the diagnostic and the hover, applies a code action and writes the file", async () => {
    const file = join(folder, "template.yaml");
    writeFileSync(file, ONE_TABLE);
    const seen = await runSession(folder, file);
    assert.equal(seen.failed, undefined);
    assert.equal(seen.server, "dynamodb_encryption");
    assert.deepEqual([seen.diagnostics, seen.source, seen.code], [1, "dynamodb-encryption", RULE]);
    assert.deepEqual([seen.line, seen.column], [2, "    Type: ".length]);
    assert.match(seen.hover, /AWS owned/);
    assert.ok(seen.actions.length > 1, "there is a choice of actions");
    const written = readFileSync(file, "utf8");
    assert.match(written, /SSESpecification:/);
    const { settings } = parseSettings();
    const { findings } = analyse({ path: file, text: written }, { settings, today: "2026-01-31" });
    assert.deepEqual(
      findings.filter(({ rule }) => rule === RULE),
      [],
    );
  });
});

/** Runs the session and ends all that it has started, however it goes. */
async function runSession(cwd: string, file: string): Promise<Seen> {
  const options = ["--headless", "-u", "NONE", "-i", "NONE", "-n", file, "-S", SESSION];
  const neovim = spawn("nvim", options, {
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      LANGUAGE_SERVER: JSON.stringify([process.execPath, SERVER, "--stdio"]),
      XDG_CACHE_HOME: cwd,
      XDG_DATA_HOME: cwd,
      XDG_STATE_HOME: cwd,
    },
  });
  const output = { stdout: "", stderr: "" };
  neovim.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString("utf8")));
  neovim.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString("utf8")));
  const timer = setTimeout(() => endGroup(neovim.pid), SESSION_MILLISECONDS);
  try {
    await once(neovim, "close");
  } finally {
    clearTimeout(timer);
    endGroup(neovim.pid);
  }
  const line = output.stdout.split(/\r?\n/).find((one) => one.startsWith("{"));
  assert.ok(line, `Neovim said nothing of use: ${JSON.stringify(output)}`);
  return JSON.parse(line) as Seen;
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
