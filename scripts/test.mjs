/**
 * `npm test`: installs what is missing, builds, checks the code and runs every test: first those
 * that need nothing but Node, then those with the real CDK (`test/cdk/run.mjs`) and, beside them, the
 * hooks in a git repository (`test/hooks`), then those in real editors (`test/extension/run.mjs`);
 * beside all these, the sequences of edits (`test/edits`), which take minutes. All of it runs even where a part fails; the last line counts what passed and failed,
 * the checks included.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages, root } from "./install.mjs";

/** For what has time. */
const PRIORITY_LOW = constants.priority.PRIORITY_BELOW_NORMAL;
const CHECKS = [
  { name: "types (tsc)", command: ["node_modules/typescript/bin/tsc", "--noEmit"] },
  {
    name: "lint (eslint)",
    command: ["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."],
  },
  {
    name: "format (prettier)",
    command: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
  },
];
const MOCHA = ["node_modules/mocha/bin/mocha.js", "--reporter", "scripts/test-reporter.cjs"];
const PLAIN = [...MOCHA, "--ignore", "test/{cdk,edits,extension,hooks}/**", "test/**/*.test.ts"];
const EDITS = [...MOCHA, "test/edits/*.test.ts"];
const HOOKS = [...MOCHA, "test/hooks/*.test.ts"];

installPackages();
const build = await check({ name: "build (esbuild)", command: ["scripts/build.mjs"] });
const checks = [build, ...(await Promise.all(CHECKS.map(check)))];
const tests = await counted((file) => [...PLAIN, "--reporter-option", `counts=${file}`]);
const edits = counted((file) => [...EDITS, "--reporter-option", `counts=${file}`], "pipe");
// What waits for packages to come is done while others work; apt-get takes one at a time.
const hooks = counted((file) => [...HOOKS, "--reporter-option", `counts=${file}`], "pipe");
const withCdk = await counted((file) => ["test/cdk/run.mjs", `--counts=${file}`]);
const withHooks = await hooks;
const inEditors = await counted((file) => ["test/extension/run.mjs", `--counts=${file}`]);
close([...checks, tests, withCdk, withHooks, inEditors, await edits]);

/** Runs one check and prints what it says only if it fails. */
async function check({ name, command }) {
  const { status, output } = await run(command, "pipe");
  const passed = status === 0;
  console.log(`${passed ? "✔" : "✖"} ${name}`);
  if (!passed) console.log(output.trimEnd());
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/**
 * Runs tests that write their counts to the file that is named to them. With "pipe", what they print
 * follows when they have ended, and they leave the processor to others.
 */
async function counted(commandFor, output = "inherit") {
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-"));
  const file = join(folder, "counts.json");
  try {
    const { status, output: printed } = await run(commandFor(file), output);
    if (printed !== "") console.log(printed.trimEnd());
    const { passed, failed, skipped } = JSON.parse(readFileSync(file, "utf8"));
    // Mocha also fails where no test did, for instance on an error after the last one.
    return { passed, failed: status !== 0 && failed === 0 ? 1 : failed, skipped };
  } catch {
    console.log("✖ The tests could not be run.");
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, output) {
  const child = spawn(process.execPath, command, { cwd: root, stdio: ["ignore", output, output] });
  if (output === "pipe" && child.pid !== undefined) setPriority(child.pid, PRIORITY_LOW);
  const chunks = [];
  child.stdout?.on("data", (chunk) => chunks.push(chunk));
  child.stderr?.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

function close(results) {
  const sum = (count) => results.reduce((total, result) => total + result[count], 0);
  const skipped = sum("skipped");
  const failed = sum("failed");
  console.log(`${sum("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 ? 1 : 0;
}
