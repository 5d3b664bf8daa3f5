import { resolve } from "node:path";
import { GUARDRAILS, GuardrailRefused, guardrailText } from "../guardrails/index.js";
import { EXIT, UsageError, type Environment, type ExitCode } from "./environment.js";
import { GUARDRAIL_OPTIONS, parseGuardrailArguments, type GuardrailOption } from "./guardrail-arguments.js";
import { lineWidth, printable } from "./reporters/style.js";
import { wrap } from "./reporters/width.js";
import { WriteRefused, writeWhole } from "./write-file.js";

/**
 * Runs `guardrail …`: prints a template that goes with the linter, or, without a kind, which there are.
 *
 * @param argv what stands behind `guardrail`.
 * @throws UsageError
 */
export function guardrail(argv: readonly string[], { cwd, stdout, stderr }: Environment): ExitCode {
  const command = parseGuardrailArguments(argv);
  if (command.kind === "list") {
    stdout.write(guardrailHelp(lineWidth(stdout)));
    return EXIT.clean;
  }
  const text = textOf(command);
  if (command.output === null) {
    stdout.write(text);
    return EXIT.clean;
  }
  try {
    writeWhole(resolve(cwd, command.output), text);
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    throw new UsageError(`${command.output}: the guardrail can't be written: ${error.message}.`);
  }
  stderr.write(`The guardrail is in ${printable(command.output)}.\n`);
  return EXIT.clean;
}

function textOf({
  guardrail: kind,
  input,
  format,
}: Extract<ReturnType<typeof parseGuardrailArguments>, { kind: "print" }>): string {
  try {
    const text = guardrailText(kind, input, format);
    if (text !== null) return text;
  } catch (error) {
    if (error instanceof GuardrailRefused) throw new UsageError(error.message);
    throw error;
  }
  throw new UsageError(
    kind === "scp"
      ? "A policy document has no parameters: name the keys by --key-arn or --classification."
      : `The guardrail ${kind} is no policy document; --format policy goes with scp.`,
  );
}

const COLUMN = 30;

function guardrailHelp(width: number): string {
  const kinds = GUARDRAILS.map(({ kind, summary }) => row(`  ${kind}`, summary, width));
  const options = GUARDRAIL_OPTIONS.map((option) =>
    row(`  --${option.name} ${option.value}`, `${option.help}${takers(option)}`, width),
  );
  return `dynamodb-encryption-lint guardrail KIND [options]

Prints a template that goes with the linter: what watches, or forbids, what no
template shows. Your keys and Regions are filled in; what you don't give becomes
a parameter of the template. Each says in its comments what it does, what it
doesn't do, and how to deploy it.

Kinds
${kinds.join("")}
Options
${options.join("")}
Examples
  dynamodb-encryption-lint guardrail config-rule --region eu-west-1
  dynamodb-encryption-lint guardrail eventbridge --email keys@example.com
  dynamodb-encryption-lint guardrail key-policy --classification level=restricted
  dynamodb-encryption-lint guardrail scp --classification level=restricted
`;
}

function takers({ input }: GuardrailOption): string {
  if (input === null) return "";
  const kinds = GUARDRAILS.filter((one) => one.input.includes(input)).map(({ kind }) => kind);
  return kinds.length === GUARDRAILS.length ? "" : ` (${kinds.join(", ")})`;
}

function row(left: string, right: string, width: number): string {
  const lines = wrap(right, Math.max(30, width - COLUMN));
  const indent = " ".repeat(COLUMN);
  return `${left.padEnd(COLUMN - 1)} ${lines.join(`\n${indent}`)}\n`;
}
