import type { Analyser } from "./analyser.js";
import { parseArguments } from "./arguments.js";
import { EXIT, UsageError, type Environment, type ExitCode } from "./environment.js";
import { guardrail } from "./guardrail.js";
import { helpText } from "./help.js";
import { printConfig } from "./print-config.js";
import { explanation, ruleList } from "./reporters/catalogue.js";
import { lineWidth, paletteFor, printable } from "./reporters/style.js";
import { runLint } from "./run-lint.js";

export const NAME = "dynamodb-encryption-lint";

/**
 * Runs the command line tool.
 *
 * @param argv what stands behind the command's name.
 * @returns the exit code. Errors of the user are said on stderr; this throws for errors of ours alone.
 */
export async function run(
  argv: readonly string[],
  environment: Environment,
  analyser: Analyser,
  version: string,
): Promise<ExitCode> {
  try {
    return await runCommand(argv, environment, analyser, version);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const help = argv[0] === "guardrail" ? "guardrail --help" : "--help";
    environment.stderr.write(`${NAME}: ${printable(error.message)}\nAll options are shown by ${help}.\n`);
    return EXIT.trouble;
  }
}

async function runCommand(
  argv: readonly string[],
  environment: Environment,
  analyser: Analyser,
  version: string,
): Promise<ExitCode> {
  const { stdout, env } = environment;
  if (argv[0] === "guardrail") return guardrail(argv.slice(1), environment);
  const ruleIds = analyser.rules.map(({ id }) => id);
  const frameworkIds = analyser.FRAMEWORKS.map(({ id }) => id);
  const command = parseArguments(argv, ruleIds, frameworkIds);
  switch (command.kind) {
    case "help":
      stdout.write(helpText(lineWidth(stdout)));
      return EXIT.clean;
    case "version":
      stdout.write(`${version}\n`);
      return EXIT.clean;
    case "list-rules":
      stdout.write(ruleList(analyser.rules, lineWidth(stdout), paletteFor(command.color, stdout, env)));
      return EXIT.clean;
    case "explain":
      stdout.write(
        explanation(
          analyser.explainRule(command.rule) ?? "",
          lineWidth(stdout),
          paletteFor(command.color, stdout, env),
        ),
      );
      return EXIT.clean;
    case "print-config":
      return printConfig(command, environment, analyser);
    case "lint":
      return runLint(command, environment, analyser, version);
  }
}
