import type { AskedKey } from "../core/edit.js";
import type { FrameworkId } from "../core/frameworks.js";
import { askedKey } from "./asked-key.js";
import { baselineOf, type BaselineRequest } from "./baseline-request.js";
import { UsageError } from "./environment.js";
import { suggestion } from "./nearest.js";
import { oneOf } from "./one-of.js";
import {
  FAIL_ON,
  OPTIONS,
  RULE_SEVERITIES,
  type FailOn,
  type Option,
  type OptionName,
  type RuleSeverity,
} from "./options.js";
import { outputsOf, type OutputRequest } from "./output-requests.js";

const MOST_THREADS = 64;

/** What the command line asks for. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "list-rules"; readonly color: boolean | null }
  | { readonly kind: "explain"; readonly rule: string; readonly color: boolean | null }
  | PrintConfigCommand
  | LintCommand;

/** What decides about settings. */
export interface SettingsArguments {
  /** A configuration file for all templates; "nearest": whichever is nearest to each; null: none. */
  readonly config: { readonly file: string } | "nearest" | null;
  /** null: as many as the settings have by default. */
  readonly activeCallers: number | null;
  readonly rules: ReadonlyMap<string, RuleSeverity>;
  readonly frameworks: readonly FrameworkId[];
  readonly parameterFiles: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
  readonly region: string | null;
  readonly account: string | null;
  readonly partition: string | null;
}

export interface PrintConfigCommand extends SettingsArguments {
  readonly kind: "print-config";
  readonly path: string;
}

export interface LintCommand extends SettingsArguments {
  readonly kind: "lint";
  /** As typed: files, folders, globs, `-`. Empty: the working folder. */
  readonly paths: readonly string[];
  /** At least one; at most one without a file. */
  readonly outputs: readonly OutputRequest[];
  readonly failOn: FailOn;
  /** null: every finding counts. */
  readonly baseline: BaselineRequest | null;
  /** The git ref that findings have to be newer than; null: all count. */
  readonly since: string | null;
  /** null: coloured where a terminal is. */
  readonly color: boolean | null;
  readonly fix: boolean;
  readonly fixRules: readonly string[];
  /** null: a new one. */
  readonly key: AskedKey | null;
  /** Fixes are shown, and nothing is written. */
  readonly dryRun: boolean;
  readonly stdinFilename: string | null;
  /** Threads, the main one included; null: as many as there are processors. */
  readonly concurrency: number | null;
}

/**
 * Reads the arguments behind the command's name.
 *
 * @param ruleIds the rules there are, for `--rule`, `--fix-rule` and `--explain`.
 * @param frameworkIds the frameworks there are, for `--framework`.
 * @throws UsageError
 */
export function parseArguments(
  argv: readonly string[],
  ruleIds: readonly string[],
  frameworkIds: readonly FrameworkId[],
): Command {
  const { paths, given } = split(argv);
  if (given.has("help")) return { kind: "help" };
  if (given.has("version")) return { kind: "version" };
  const color = colorOf(given);
  if (given.has("list-rules")) return { kind: "list-rules", color };
  const explain = given.get("explain")?.at(-1);
  if (explain !== undefined) return { kind: "explain", rule: ruleId(explain, ruleIds), color };

  const text = (name: OptionName): string | null => given.get(name)?.at(-1) ?? null;
  const all = (name: OptionName): readonly string[] => given.get(name) ?? [];
  const settings: SettingsArguments = {
    config: configOf(given),
    activeCallers: wholeNumber("active-callers", text("active-callers")),
    rules: new Map(all("rule").map((value) => ruleSeverity(value, ruleIds))),
    frameworks: [...new Set(all("framework").map((value) => oneOf("framework", value, frameworkIds)))],
    parameterFiles: all("parameters"),
    parameters: new Map(all("parameter").map(parameterValue)),
    region: text("region"),
    account: text("account"),
    partition: text("partition"),
  };
  const printed = text("print-config");
  if (printed !== null) return { kind: "print-config", path: printed, ...settings };
  const command: LintCommand = {
    kind: "lint",
    ...settings,
    paths,
    outputs: outputsOf(all("format"), text("output")),
    failOn: oneOf("fail-on", text("fail-on") ?? "warning", FAIL_ON),
    baseline: baselineOf(text("baseline"), text("write-baseline"), given.has("update-baseline")),
    since: text("since"),
    color,
    fix: given.has("fix"),
    fixRules: [...new Set(all("fix-rule").map((value) => ruleId(value, ruleIds)))],
    key: askedKey(text("key")),
    dryRun: given.has("dry-run"),
    stdinFilename: text("stdin-filename"),
    concurrency: threads(text("concurrency")),
  };
  if (command.stdinFilename !== null && !paths.includes("-")) {
    throw new UsageError("--stdin-filename goes with '-', which reads a template from the standard input.");
  }
  if (command.dryRun && !command.fix && command.fixRules.length === 0) {
    throw new UsageError("--dry-run goes with --fix or --fix-rule.");
  }
  if (command.key !== null && command.fixRules.length === 0) {
    throw new UsageError("--key goes with --fix-rule.");
  }
  refuseTogether(command);
  return command;
}

function refuseTogether({ since, baseline, fix, fixRules, dryRun }: LintCommand): void {
  if (dryRun && baseline !== null && baseline.kind !== "use") {
    throw new UsageError(`A dry run writes nothing, so --${baseline.kind}-baseline doesn't go with it.`);
  }
  if (since === null) return;
  if (baseline?.kind === "write") {
    throw new UsageError("--write-baseline takes all findings, so --since doesn't go with it.");
  }
  if (fix || fixRules.length > 0) {
    throw new UsageError("Fixes are made wherever they can be, so --since doesn't go with them.");
  }
}

type Given = Map<OptionName, string[]>;

/** Tells options from paths. Switches are given with an empty value. */
function split(argv: readonly string[]): { paths: string[]; given: Given } {
  const paths: string[] = [];
  const given: Given = new Map();
  const waiting = [...argv];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (argument === "--") return { paths: [...paths, ...waiting], given };
    if (argument === "-" || !argument.startsWith("-")) {
      if (argument === "") throw new UsageError("A path is empty.");
      paths.push(argument);
      continue;
    }
    const equals = argument.indexOf("=");
    const spelled = equals === -1 ? argument : argument.slice(0, equals);
    const option = optionNamed(spelled);
    const value = equals === -1 ? null : argument.slice(equals + 1);
    given.set(option.name, [...(given.get(option.name) ?? []), valueFor(option, spelled, value, waiting)]);
  }
  return { paths, given };
}

function optionNamed(spelled: string): (typeof OPTIONS)[number] {
  const option = OPTIONS.find(({ name, short }) => spelled === `--${name}` || spelled === `-${short ?? "-"}`);
  if (option !== undefined) return option;
  const names = OPTIONS.map(({ name }) => `--${name}`);
  throw new UsageError(`There is no option ${spelled}.${suggestion(spelled, names)}`);
}

function valueFor(option: Option, spelled: string, attached: string | null, waiting: string[]): string {
  if (option.value === null) {
    if (attached !== null) throw new UsageError(`${spelled} takes no value, but was given '${attached}'.`);
    return "";
  }
  const value = attached ?? (follows(option, waiting[0]) ? waiting.shift() : option.fallback);
  if (value === undefined || value === "") {
    throw new UsageError(`${spelled} needs a value: ${spelled} ${option.value}.`);
  }
  return value;
}

/** Whether the next argument is the option's value. A path to lint is not to be taken for a baseline. */
function follows({ fallback }: Option, next: string | undefined): boolean {
  if (next === undefined) return false;
  if (fallback !== undefined && !next.endsWith(".json")) return false;
  return next === "-" || !next.startsWith("-");
}

function configOf(given: Given): SettingsArguments["config"] {
  const file = given.get("config")?.at(-1);
  if (file === undefined) return given.has("no-config") ? null : "nearest";
  if (given.has("no-config")) throw new UsageError("--config and --no-config don't go together.");
  return { file };
}

function colorOf(given: Given): boolean | null {
  if (given.has("no-color")) return false;
  return given.has("color") ? true : null;
}

function wholeNumber(option: OptionName, value: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(`--${option} takes a whole number, not '${value}'.`);
}

function ruleId(value: string, ruleIds: readonly string[]): string {
  if (ruleIds.includes(value)) return value;
  throw new UsageError(
    `There is no rule '${value}'.${suggestion(value, ruleIds)} The rules are listed by --list-rules.`,
  );
}

function ruleSeverity(value: string, ruleIds: readonly string[]): [string, RuleSeverity] {
  const equals = value.indexOf("=");
  if (equals === -1) {
    throw new UsageError(`--rule takes ID=SEVERITY, for example ${value}=off, not '${value}'.`);
  }
  return [ruleId(value.slice(0, equals), ruleIds), oneOf("rule", value.slice(equals + 1), RULE_SEVERITIES)];
}

function parameterValue(value: string): [string, string] {
  const equals = value.indexOf("=");
  const name = value.slice(0, equals);
  if (equals > 0 && /^[A-Za-z0-9]+$/.test(name)) return [name, value.slice(equals + 1)];
  throw new UsageError(`--parameter takes NAME=VALUE with a name of letters and digits, not '${value}'.`);
}

function threads(value: string | null): number | null {
  if (value === null) return null;
  const count = /^\d+$/.test(value) ? Number(value) : 0;
  if (count >= 1 && count <= MOST_THREADS) return count;
  throw new UsageError(`--concurrency takes a number from 1 to ${MOST_THREADS}, not '${value}'.`);
}
