/** What VS Code calls inside its extension host to run the tests. */
import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import { env, UIKind, version } from "vscode";

/** The host's console is full of VS Code's own words; the report goes into a file. */
const report = process.env["EXTENSION_TEST_REPORT"];
const counts = process.env["EXTENSION_TEST_COUNTS"];

/**
 * Runs every test bundle beside this one.
 *
 * @throws Error where a test failed; VS Code then ends with exit code 1.
 */
export async function run(): Promise<void> {
  if (report !== undefined) {
    Mocha.reporters.Base.consoleLog = (...parts: unknown[]) =>
      appendFileSync(report, `${format(...parts)}\n`);
  }
  const mocha = new Mocha({ ui: "bdd", timeout: 20_000, slow: 5000, color: false, forbidOnly: true });
  mocha.suite.beforeAll(() => Mocha.reporters.Base.consoleLog(`  In ${whereThisIs()}`));
  // By name: what happens before the extension is active can only be seen first.
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.js")) mocha.addFile(join(__dirname, name));
  }
  const failed = await new Promise<number>((done) => {
    const runner = mocha.run(done);
    runner.once("end", () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (counts === undefined) return;
      writeFileSync(counts, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}

function whereThisIs(): string {
  const kind = env.uiKind === UIKind.Web ? "the VS Code server, its window in Chromium" : "a desktop VS Code";
  return `VS Code ${version} (${kind}), Node ${process.versions.node}`;
}
