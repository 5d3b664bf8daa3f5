/**
 * `npm run bench`: makes the input, bundles the code, and measures each subject in a process of its
 * own. Figures are printed, never asserted: machines are noisy, so compare the ratios within a run.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { writeInput, type InputOptions } from "./input/workspace.js";
import { MEGABYTE, timed } from "./measuring.js";
import { machine, tableOf } from "./report.js";
import type { Figure, Input, Subject } from "./subject.js";
import { SUBJECTS } from "./subjects.js";

const ROOT = join(import.meta.dirname, "..");
const USAGE = `Usage: npm run bench -- [options]

  --files <n>     files in the workspace (10000)
  --share <n>     percent of them that are templates with tables and keys (10)
  --assembly <n>  megabytes of the CDK assembly (50)
  --template <n>  megabytes of the long template (1)
  --seed <n>      of the input: equal seeds give equal files (1)
  --filter <text> only the subjects whose name holds the text
  --keep          leave the input where it was made, and say where

Subjects: ${SUBJECTS.map(({ name }) => name).join(", ")}`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      files: { type: "string", default: "10000" },
      share: { type: "string", default: "10" },
      assembly: { type: "string", default: "50" },
      template: { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      filter: { type: "string", default: "" },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const options: InputOptions = {
    seed: numberFrom("seed", values.seed),
    files: numberFrom("files", values.files),
    share: numberFrom("share", values.share),
    assemblyBytes: numberFrom("assembly", values.assembly) * MEGABYTE,
    templateBytes: numberFrom("template", values.template) * MEGABYTE,
  };
  const subjects = SUBJECTS.filter(({ name }) => name.includes(values.filter));
  if (subjects.length === 0) throw new Error(`No subject has '${values.filter}' in its name.\n\n${USAGE}`);
  console.log(`${machine()}\n`);
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-bench-"));
  try {
    await measureAll(folder, options, subjects);
  } finally {
    if (values.keep) console.log(`The input is in ${folder}.`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(
  folder: string,
  options: InputOptions,
  subjects: readonly Subject[],
): Promise<void> {
  const [bundle, commandLine] = [join(folder, "bench.cjs"), join(folder, "cli.cjs")];
  await Promise.all([
    bundled("bench/subject-process.ts", bundle),
    bundled("server/src/cli/main.ts", commandLine),
  ]);
  const { milliseconds } = await timed(() => writeInput(folder, options));
  const { files, share, seed } = options;
  console.log(
    `Input: ${files} files, ${share} % linked templates, seed ${seed}; made in ${(milliseconds / 1000).toFixed(1)} s.\n`,
  );
  for (const subject of subjects) {
    try {
      const figures = await measuredApart(bundle, subject.name, { folder, options, commandLine });
      console.log(tableOf(subject, figures));
    } catch (error) {
      failed(error);
    }
  }
}

/** As the language server is bundled, so that the same code is measured that users run. */
async function bundled(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    define: { "import.meta.url": "__filename" },
    logLevel: "warning",
  });
}

function measuredApart(bundle: string, name: string, input: Input): Promise<readonly Figure[]> {
  return new Promise((resolve, reject) => {
    const child = fork(bundle, [name, JSON.stringify(input)], { execArgv: ["--expose-gc"] });
    child.on("message", (figures) => resolve(figures as readonly Figure[]));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`The subject '${name}' has ended with the code ${code}.`)));
  });
}

function numberFrom(option: string, written: string): number {
  const value = Number(written);
  if (written === "" || !(value >= 0)) throw new Error(`--${option} takes a number, not '${written}'.`);
  return value;
}

function failed(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

main().catch(failed);
