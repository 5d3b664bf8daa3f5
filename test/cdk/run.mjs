/**
 * `npm run test:cdk`: installs the CDK into this folder, and an
 * earlier one into `earlier`, where they aren't there, checks the types of the
 * tests and runs them. Where the CDK can't be had, that is said; it is a failure where `CI` is set.
 *
 * With `--counts=<file>`, writes `{ "passed": n, "failed": n, "skipped": n }` there.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installIn, installPackages, root } from "../../scripts/install.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TYPES = ["node_modules/typescript/bin/tsc", "--noEmit", "--project", "test/cdk"];
const MOCHA = ["node_modules/mocha/bin/mocha.js", "--reporter", "scripts/test-reporter.cjs"];
const countsFile = process.argv.find((one) => one.startsWith("--counts="))?.slice("--counts=".length);

installPackages();
const failure = installIn(HERE) ?? installIn(join(HERE, "earlier"));
if (failure === null) runTests();
else giveUp(failure);

function runTests() {
  const types = run(TYPES);
  if (types !== 0) console.log("✖ types (tsc --project test/cdk)");
  const counts = countsFile === undefined ? [] : ["--reporter-option", `counts=${countsFile}`];
  const tests = run([...MOCHA, ...counts, "test/cdk/*.test.ts"]);
  process.exitCode = types || tests;
}

function giveUp(reason) {
  const isFailure = Boolean(process.env.CI);
  console.log(
    `${isFailure ? "✖" : "-"} ${reason} The tests with the CDK need the packages of test/cdk, about 350 MB.`,
  );
  const counts = { passed: 0, failed: isFailure ? 1 : 0, skipped: isFailure ? 0 : 1 };
  if (countsFile !== undefined) writeFileSync(countsFile, JSON.stringify(counts));
  process.exitCode = isFailure ? 1 : 0;
}

function run(command) {
  return (
    spawnSync(process.execPath, command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).status ?? 1
  );
}
