import {
  GUARDRAIL_FORMATS,
  GUARDRAIL_KINDS,
  GUARDRAILS,
  type GuardrailFormat,
  type GuardrailInput,
  type GuardrailInputName,
  type GuardrailKind,
} from "../guardrails/index.js";
import { UsageError } from "./environment.js";
import { suggestion } from "./nearest.js";

/** What `guardrail …` asks for. */
export type GuardrailCommand =
  | { readonly kind: "list" }
  | {
      readonly kind: "print";
      readonly guardrail: GuardrailKind;
      readonly input: GuardrailInput;
      readonly format: GuardrailFormat;
      /** null: the standard output. */
      readonly output: string | null;
    };

/** One option of `guardrail`. */
export interface GuardrailOption {
  readonly name: string;
  readonly value: string;
  /** What it fills in; null where it is about the output. */
  readonly input: GuardrailInputName | null;
  readonly help: string;
}

/** Every option, in the order of the help. */
export const GUARDRAIL_OPTIONS = [
  {
    name: "key-arn",
    value: "ARN",
    input: "keyArns",
    help: "A key that tables may use, or that is to be kept. Repeatable.",
  },
  { name: "region", value: "REGION", input: "regions", help: "A Region to deploy to. Repeatable." },
  {
    name: "classification",
    value: "TAG=VALUE",
    input: "classification",
    help: "The tag of the tables, and of their keys.",
  },
  { name: "email", value: "ADDRESS", input: "email", help: "Who is told." },
  { name: "topic-arn", value: "ARN", input: "topicArn", help: "An SNS topic that is there already." },
  {
    name: "admin-arn",
    value: "ARN",
    input: "adminArns",
    help: "A role that administers the key. Repeatable.",
  },
  {
    name: "user-arn",
    value: "ARN",
    input: "userArns",
    help: "A role that uses the key through DynamoDB; otherwise everybody in the account. Repeatable.",
  },
  {
    name: "exempt-arn",
    value: "ARN",
    input: "exemptArns",
    help: "A role that a denial leaves alone, with * for any account. Repeatable.",
  },
  {
    name: "target",
    value: "ID",
    input: "targets",
    help: "A root, organisational unit or account that the policy is attached to. Repeatable.",
  },
  {
    name: "format",
    value: "FORMAT",
    input: null,
    help: "yaml (default) or json: a CloudFormation template; policy: the policy document alone (scp).",
  },
  { name: "output", value: "FILE", input: null, help: "Write it to FILE, whole or not at all." },
] as const satisfies readonly GuardrailOption[];

type Given = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the arguments behind `guardrail`.
 *
 * @throws UsageError
 */
export function parseGuardrailArguments(argv: readonly string[]): GuardrailCommand {
  if (argv.length === 0 || argv.some((argument) => argument === "--help" || argument === "-h")) {
    return { kind: "list" };
  }
  const { kinds, given } = split(argv);
  const [kind, ...more] = kinds;
  if (kind === undefined) throw new UsageError(`Which guardrail? There are ${GUARDRAIL_KINDS.join(", ")}.`);
  if (more.length > 0) throw new UsageError(`One guardrail at a time, not '${kinds.join(" ")}'.`);
  const guardrail = GUARDRAILS.find((one) => one.kind === kind);
  if (guardrail === undefined) {
    throw new UsageError(
      `There is no guardrail '${kind}'; there are ${GUARDRAIL_KINDS.join(", ")}.${suggestion(kind, GUARDRAIL_KINDS)}`,
    );
  }
  for (const option of GUARDRAIL_OPTIONS) {
    const { input, name } = option;
    if (!given.has(name) || input === null || guardrail.input.includes(input)) continue;
    const takes = GUARDRAIL_OPTIONS.filter(
      (one) => one.input === null || guardrail.input.includes(one.input),
    );
    throw new UsageError(
      `The guardrail ${kind} has no use for --${name}; it takes ${takes.map((one) => `--${one.name}`).join(", ")}.`,
    );
  }
  const last = (name: string): string | null => given.get(name)?.at(-1) ?? null;
  const output = last("output");
  return {
    kind: "print",
    guardrail: guardrail.kind,
    input: inputOf(given),
    format: formatOf(last("format") ?? "yaml"),
    output: output === "-" ? null : output,
  };
}

function inputOf(given: Given): GuardrailInput {
  const all = (name: string): readonly string[] => given.get(name) ?? [];
  const last = (name: string): string | null => all(name).at(-1) ?? null;
  return {
    keyArns: all("key-arn"),
    regions: [...new Set(all("region"))],
    classification: classificationOf(last("classification")),
    email: last("email"),
    topicArn: last("topic-arn"),
    adminArns: all("admin-arn"),
    userArns: all("user-arn"),
    exemptArns: all("exempt-arn"),
    targets: all("target"),
  };
}

function split(argv: readonly string[]): { kinds: readonly string[]; given: Given } {
  const kinds: string[] = [];
  const given = new Map<string, string[]>();
  const waiting = [...argv];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (!argument.startsWith("-")) {
      kinds.push(argument);
      continue;
    }
    const [, spelled = "", attached] = /^([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const { name, value: shape } = optionNamed(spelled);
    const value = attached ?? (waiting[0]?.startsWith("--") === true ? undefined : waiting.shift());
    if (value === undefined || value === "")
      throw new UsageError(`${spelled} needs a value: ${spelled} ${shape}.`);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  return { kinds, given };
}

function optionNamed(spelled: string): GuardrailOption {
  const option = GUARDRAIL_OPTIONS.find(
    ({ name }) => spelled === `--${name}` || (spelled === "-o" && name === "output"),
  );
  if (option !== undefined) return option;
  const names = GUARDRAIL_OPTIONS.map(({ name }) => `--${name}`);
  throw new UsageError(`guardrail has no option ${spelled}.${suggestion(spelled, names)}`);
}

function classificationOf(value: string | null): GuardrailInput["classification"] {
  if (value === null) return null;
  const equals = value.indexOf("=");
  if (equals > 0 && equals < value.length - 1) {
    return { tag: value.slice(0, equals), value: value.slice(equals + 1) };
  }
  throw new UsageError(
    `--classification takes TAG=VALUE, such as data-classification=restricted, not '${value}'.`,
  );
}

function formatOf(value: string): GuardrailFormat {
  const format = GUARDRAIL_FORMATS.find((one) => one === value);
  if (format !== undefined) return format;
  throw new UsageError(
    `guardrail --format takes yaml, json or policy, not '${value}'.${suggestion(value, GUARDRAIL_FORMATS)}`,
  );
}
