/**
 * Runs the suites that need a real editor: every folder beside this file, in mocha or by its own
 * `run.ts`, or the ones that are named: `node test/extension/run.mjs host user`.
 *
 * A suite is given `--counts=<file>` (mocha: the reporter option of that name) and writes
 * `{ "passed": n, "failed": n, "skipped": n }` there; with `--counts=<file>` this script does, too.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages, root } from "../../scripts/install.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const NO_SUITES = ["screenshots", "vscode"];
/** An installation from scratch is part of the first suite. */
const SUITE_SECONDS = 420;
const MOCHA = ["node_modules/mocha/bin/mocha.js", "--reporter", "scripts/test-reporter.cjs"];

installPackages();
const named = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const total = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites(named)) {
  console.log(`\n▶ test/extension/${suite}`);
  const started = Date.now();
  const counts = await runSuite(suite);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`◼ test/extension/${suite}: ${inWords(counts)} (${seconds} s)`);
  for (const count of Object.keys(total)) total[count] += counts[count];
}
const countsFile = process.argv.find((one) => one.startsWith("--counts="))?.slice("--counts=".length);
if (countsFile === undefined) console.log(`\n${inWords(total)}`);
else writeFileSync(countsFile, JSON.stringify(total));
process.exitCode = total.failed > 0 ? 1 : 0;

function suites(wanted) {
  const folders = readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_SUITES.includes(entry.name))
    .map((entry) => entry.name)
    .sort();
  const unknown = wanted.filter((name) => !folders.includes(name));
  if (unknown.length === 0) return wanted.length > 0 ? wanted : folders;
  console.error(`There is no suite ${unknown.join(", ")}. There are: ${folders.join(", ")}.`);
  process.exit(2);
}

async function runSuite(suite) {
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-"));
  const file = join(folder, "counts.json");
  try {
    const own = join("test/extension", suite, "run.ts");
    const command = existsSync(join(root, own))
      ? ["--import=tsx", own, `--counts=${file}`]
      : [...MOCHA, "--reporter-option", `counts=${file}`, `test/extension/${suite}/**/*.test.ts`];
    const status = await run(command);
    const { passed, failed, skipped } = JSON.parse(readFileSync(file, "utf8"));
    return { passed, failed: status !== 0 && failed === 0 ? 1 : failed, skipped };
  } catch {
    console.log(`✖ The suite ${suite} could not be run.`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a suite as a group of its own, so that nothing of it outlives its time. */
function run(command) {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const forward = () => stop(child, "SIGTERM");
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  const late = setTimeout(() => {
    console.log(`✖ No end after ${SUITE_SECONDS} s.`);
    stop(child, "SIGTERM");
    setTimeout(() => stop(child, "SIGKILL"), 5000);
  }, SUITE_SECONDS * 1000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => {
      clearTimeout(late);
      for (const signal of signals) process.off(signal, forward);
      stop(child, "SIGKILL");
      resolve(status ?? 1);
    });
  });
}

function stop(child, signal) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} SKIPPED` : ""}`;
}
