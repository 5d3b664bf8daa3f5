import { join } from "node:path";
import { parseArgs } from "node:util";
import type { InputOptions } from "./input/workspace.js";
import { MEGABYTE } from "./measuring.js";
import type { Subject } from "./subject.js";
import { SUBJECTS } from "./subjects.js";

/** What a run is asked for. */
export interface Options {
  readonly input: InputOptions;
  readonly seconds: number;
  readonly subjects: readonly Subject[];
  /** Compares the ratios with the baseline's. */
  readonly check: boolean;
  /** Makes the run the new baseline. */
  readonly save: boolean;
  readonly build: boolean;
  readonly keep: boolean;
  readonly baseline: string;
  readonly results: string;
}

const FOLDER = import.meta.dirname;

export const USAGE = `Usage: npm run bench -- [options]
       npm run bench:check -- [options]

  --check          fail where a ratio is worse than the baseline's by over 25 %
  --save-baseline  make this run the baseline
  --filter <text>  only the subjects whose name holds the text

  --files <n>      files in the workspace (10000)
  --share <n>      percent of them that are templates with tables and keys (5)
  --assembly <n>   megabytes of the CDK assembly (50)
  --template <n>   megabytes of the long template (1)
  --resources <n>  resources of the largest templates (500)
  --seed <n>       of the input: equal seeds give equal files (1)

  --seconds <n>    about how long each figure is measured (5)
  --baseline <f>   where the baseline lies (bench/baseline.json)
  --results <f>    where the figures are written (bench/results.json)
  --no-build       measure dist/ as it is
  --keep           leave the input where it was made, and say where

Subjects: ${SUBJECTS.map(({ name }) => name).join(", ")}`;

/**
 * Reads the arguments of `npm run bench`; null where help is asked for.
 *
 * @throws Error in words for the person who has typed them.
 */
export function readOptions(argv: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      files: { type: "string", default: "10000" },
      share: { type: "string", default: "5" },
      assembly: { type: "string", default: "50" },
      template: { type: "string", default: "1" },
      resources: { type: "string", default: "500" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "5" },
      filter: { type: "string", default: "" },
      baseline: { type: "string", default: join(FOLDER, "baseline.json") },
      results: { type: "string", default: join(FOLDER, "results.json") },
      check: { type: "boolean", default: false },
      "save-baseline": { type: "boolean", default: false },
      "no-build": { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const subjects = SUBJECTS.filter(({ name }) => name.includes(values.filter));
  if (subjects.length === 0) throw new Error(`No subject has '${values.filter}' in its name.\n\n${USAGE}`);
  const save = values["save-baseline"];
  if (save && values.filter !== "") throw new Error("A baseline is of all subjects: leave out --filter.");
  return {
    input: {
      seed: numberFrom("seed", values.seed),
      files: numberFrom("files", values.files),
      share: numberFrom("share", values.share),
      assemblyBytes: numberFrom("assembly", values.assembly) * MEGABYTE,
      templateBytes: numberFrom("template", values.template) * MEGABYTE,
      resources: numberFrom("resources", values.resources),
    },
    seconds: numberFrom("seconds", values.seconds),
    subjects,
    check: values.check,
    save,
    build: !values["no-build"],
    keep: values.keep,
    baseline: values.baseline,
    results: values.results,
  };
}

function numberFrom(option: string, written: string): number {
  const value = Number(written);
  if (written === "" || !(value >= 0)) throw new Error(`--${option} takes a number, not '${written}'.`);
  return value;
}
