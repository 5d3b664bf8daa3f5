/**
 * `npm run bench`: makes the input, builds the programs, and measures each subject in a process of
 * its own. Figures are printed and written down, never asserted: machines are noisy, so compare the
 * ratios within a run. `npm run bench:check` does that, with those of the baseline.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePrograms, measuredApart, type Bench } from "./apart.js";
import { writeInput } from "./input/workspace.js";
import { timed } from "./measuring.js";
import { readOptions, USAGE, type Options } from "./options.js";
import { better, incomparable, regressions, regressionsAsText } from "./regressions.js";
import { machineAsText, targetsOf, thisMachine } from "./report.js";
import { baselineOf, resultsAsJson, type Baseline, type MeasuredFigure, type Results } from "./results.js";

/** So often what seems to have become worse is measured again before it is said to have. */
const SECOND_LOOKS = 2;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return console.log(USAGE);
  const baseline = options.check ? readBaseline(options) : null;
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-bench-"));
  try {
    await run(folder, options, baseline);
  } finally {
    if (options.keep) console.log(`The input is in ${folder}.`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder: string, options: Options, baseline: Baseline | null): Promise<void> {
  const { input, seconds, subjects } = options;
  const about = { date: new Date().toISOString(), machine: thisMachine(), input };
  console.log(`${machineAsText(about.machine)}\n`);
  const bench = await makePrograms(folder, { options: input, seconds }, options.build);
  const { milliseconds } = await timed(() => writeInput(folder, input));
  console.log(
    `Input: ${input.files} files, ${input.share} % linked templates, seed ${input.seed}; made in ${(milliseconds / 1000).toFixed(1)} s.\n`,
  );
  const first = await measuredApart(bench, subjects);
  const figures = baseline === null ? first : await lookedAtAgain(bench, options, baseline, first);
  const results: Results = { ...about, figures };
  console.log(targetsOf(figures));
  writeFileSync(options.results, resultsAsJson(results));
  if (options.save) writeFileSync(options.baseline, `${JSON.stringify(baselineOf(results), null, 2)}\n`);
  if (baseline !== null) report(options, baseline, figures);
}

/** Measures those subjects again that seem to have become worse, and takes the better of their figures. */
async function lookedAtAgain(
  bench: Bench,
  { subjects }: Options,
  baseline: Baseline,
  first: readonly MeasuredFigure[],
): Promise<readonly MeasuredFigure[]> {
  let figures = first;
  for (let look = 0; look < SECOND_LOOKS; look++) {
    const found = regressions(
      baseline,
      figures,
      subjects.map(({ name }) => name),
    );
    const doubtful = subjects.filter(({ name }) => found.some(({ subject }) => subject === name));
    if (doubtful.length === 0) break;
    console.log(`${regressionsAsText(found)}\n\nMeasured again:\n`);
    figures = better(figures, await measuredApart(bench, doubtful));
  }
  return figures;
}

function report({ subjects }: Options, baseline: Baseline, figures: readonly MeasuredFigure[]): void {
  const found = regressions(
    baseline,
    figures,
    subjects.map(({ name }) => name),
  );
  console.log(regressionsAsText(found));
  if (found.length > 0) process.exitCode = 1;
}

/** @throws Error where there is none, or none that this run can be compared with. */
function readBaseline({ baseline: path, input }: Options): Baseline {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new Error(`There is no baseline at ${path}: --save-baseline makes one.`);
  }
  const baseline = JSON.parse(text) as Baseline;
  const problem = incomparable(baseline, { input });
  if (problem !== null) throw new Error(problem);
  return baseline;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
