/**
 * Asks an independent evaluator of AWS policies (@cloud-copilot/iam-simulate) about made-up
 * policies and requests, and writes its verdicts as a fixture that a test holds ours against. Its
 * licence is the AGPL, so it is no dependency: it is installed into a temporary folder outside the
 * repository and removed again, and nothing but its verdicts is kept. Needs a package registry.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { tsImport } from "tsx/esm/api";

const EVALUATOR = "@cloud-copilot/iam-simulate";
const VERSION = "0.1.173";
const SEED = 20_260_926;
const COUNT = 3000;
const FIXTURE = join(dirname(fileURLToPath(import.meta.url)), "../test/fixtures/policy/cross-check.json");

const LETTERS = { Allowed: "A", ExplicitlyDenied: "D", ImplicitlyDenied: "I" };

const folder = mkdtempSync(join(tmpdir(), "cross-check-"));
try {
  const runSimulation = install(folder);
  const verdicts = await askAll((await runSimulation).runSimulation);
  const lines = verdicts.match(/.{1,100}/g);
  mkdirSync(dirname(FIXTURE), { recursive: true });
  const fixture = { by: `${EVALUATOR} ${VERSION}`, seed: SEED, count: COUNT, verdicts: lines };
  writeFileSync(FIXTURE, `${JSON.stringify(fixture, null, 1)}\n`);
  console.log(`Wrote ${COUNT} verdicts: ${tally(verdicts)}.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function install(into) {
  writeFileSync(join(into, "package.json"), JSON.stringify({ private: true }));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${EVALUATOR}@${VERSION}`];
  execFileSync(npm, options, { cwd: into, stdio: ["ignore", "ignore", "inherit"] });
  return import(pathToFileURL(join(into, "node_modules", EVALUATOR, "dist/esm/index.js")).href);
}

/** One letter for each case, in the order of the generator. */
async function askAll(runSimulation) {
  const { ACCOUNT, generatedCases, KEY_ARN } = await tsImport(
    "../test/policy/generated-cases.ts",
    import.meta.url,
  );
  let verdicts = "";
  for (const made of generatedCases(SEED, COUNT)) {
    const result = await runSimulation(
      {
        request: {
          principal: made.principal,
          action: made.action,
          resource: { resource: KEY_ARN, accountId: ACCOUNT },
          contextVariables: made.context,
        },
        resourcePolicy: made.keyPolicy,
        identityPolicies: made.identityPolicies.map((policy, index) => ({ name: `policy${index}`, policy })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    verdicts += LETTERS[result.overallResult];
  }
  return verdicts;
}

function tally(verdicts) {
  return Object.entries(LETTERS)
    .map(([name, letter]) => `${verdicts.split(letter).length - 1} ${name}`)
    .join(", ");
}
