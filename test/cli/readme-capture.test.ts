import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../server/src/cli/run.js";
import * as service from "../../server/src/service.js";
import { NO_THREADS } from "./workspace.js";

const ROOT = join(import.meta.dirname, "../..");

describe("the capture in the README", () => {
  it("shows what the command really prints", async () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const capture = /<!-- capture:start -->\n```text\n\$ dynamodb-encryption-lint (\S+)\n([^]*?)```/.exec(
      readme,
    );
    assert.ok(capture, "README.md has a capture");
    let printed = "";
    const ignored = { write: () => undefined, isTerminal: false, columns: null };
    const environment = {
      cwd: ROOT,
      stdout: { ...ignored, write: (content: string | Uint8Array) => void (printed += content.toString()) },
      stderr: ignored,
      readStdin: () => Promise.resolve(new Uint8Array()),
      env: {},
      now: () => new Date("2026-01-15"),
      threads: NO_THREADS,
    };
    assert.equal(await run([capture[1] ?? ""], environment, service, "0.0.0"), 1);
    const shown = (capture[2] ?? "").split("\n\n").map((paragraph) => paragraph.trimEnd());
    for (const paragraph of shown.filter((one) => one.trim() !== "…")) {
      assert.ok(printed.includes(paragraph), `the command prints:\n${paragraph}`);
    }
  });
});
