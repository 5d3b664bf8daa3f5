import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "../..");

export interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** What a run of the action has left behind. */
export interface Ran {
  /** Of the last script: the job's. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Names of the steps that were begun. */
  readonly steps: readonly string[];
  /** The outputs of the step `lint`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** The action as it stands in `action.yml`. */
export function readAction(): Action {
  return parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Action;
}

/**
 * Runs the action's scripts as GitHub's runner does: in bash, in the workspace, inputs as environment
 * variables, a step's outputs read from the file it writes them to. Steps that use other actions are
 * only named.
 *
 * @param inputs those that aren't at their defaults.
 * @param folder has the workspace in `workspace`; the rest is made beside it.
 * @param machine environment variables of the runner, beside those of this process.
 */
export function runAction(
  { inputs: declared, runs }: Action,
  inputs: Readonly<Record<string, string>>,
  folder: string,
  machine: Readonly<Record<string, string>> = {},
): Ran {
  const temp = join(folder, "temp");
  const file = (name: string): string => join(temp, name);
  mkdirSync(temp, { recursive: true });
  const files = { GITHUB_OUTPUT: file("output"), GITHUB_STEP_SUMMARY: file("summary") };
  for (const path of Object.values(files)) writeFileSync(path, "");
  const outputs = (): Record<string, string> => {
    const lines = readFileSync(files.GITHUB_OUTPUT, "utf8")
      .split("\n")
      .filter((line) => line.includes("="));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  };
  const steps: string[] = [];
  let ended: { status: number | null; stdout: string; stderr: string } = {
    status: 0,
    stdout: "",
    stderr: "",
  };
  for (const step of runs.steps) {
    if (step.uses !== undefined && inputs["upload-sarif"] === "false") continue;
    steps.push(step.name);
    if (step.run === undefined) continue;
    const resolved = Object.entries(step.env ?? {}).map(([name, value]) => [
      name,
      expression(value, { ...defaultsOf(declared), ...inputs }, outputs()),
    ]);
    const env = {
      ...process.env,
      ...machine,
      RUNNER_TEMP: temp,
      GITHUB_ACTION_PATH: ROOT,
      ...files,
      ...(Object.fromEntries(resolved) as Record<string, string>),
    };
    const one = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      cwd: join(folder, "workspace"),
      encoding: "utf8",
      env,
    });
    ended = { status: one.status, stdout: ended.stdout + one.stdout, stderr: ended.stderr + one.stderr };
    if (one.status !== 0) break;
  }
  return { ...ended, steps, outputs: outputs(), summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
}

function defaultsOf(inputs: Action["inputs"]): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default]));
}

/** The two kinds of expression that the action hands to its scripts. */
function expression(
  value: string,
  inputs: Readonly<Record<string, string>>,
  outputs: Readonly<Record<string, string>>,
): string {
  const [, source, name = ""] = /^\$\{\{ (inputs|steps\.lint\.outputs)\.([\w-]+) \}\}$/.exec(value) ?? [];
  if (source === undefined) throw new Error(`An expression that isn't known here: ${value}`);
  return (source === "inputs" ? inputs[name] : outputs[name]) ?? "";
}
