import { resolve } from "node:path";
import type { Analyser } from "./analyser.js";
import { parseArguments, type LintCommand } from "./arguments.js";
import { EXIT, UsageError, type Environment, type ExitCode, type Output } from "./environment.js";
import { asksForFixes } from "./fix.js";
import { helpText } from "./help.js";
import { lint, type Linted } from "./lint.js";
import { printConfig } from "./print-config.js";
import { fails, inOnePiece, type FileReport, type Report, type ReportParts } from "./report.js";
import { explanation, ruleList } from "./reporters/catalogue.js";
import { githubReport } from "./reporters/github.js";
import { jsonReport } from "./reporters/json.js";
import { sarifReport } from "./reporters/sarif.js";
import { paletteFor, printable } from "./reporters/style.js";
import { textReport, verdictLine } from "./reporters/text.js";
import { RunSettings } from "./run-settings.js";
import { WriteRefused, writeWhole } from "./write-file.js";

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
    environment.stderr.write(`${NAME}: ${printable(error.message)}\nAll options are shown by --help.\n`);
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
  const ruleIds = analyser.rules.map(({ id }) => id);
  const frameworkIds = analyser.FRAMEWORKS.map(({ id }) => id);
  const command = parseArguments(argv, ruleIds, frameworkIds);
  switch (command.kind) {
    case "help":
      stdout.write(helpText(widthOf(stdout)));
      return EXIT.clean;
    case "version":
      stdout.write(`${version}\n`);
      return EXIT.clean;
    case "list-rules":
      stdout.write(ruleList(analyser.rules, widthOf(stdout), paletteFor(command.color, stdout, env)));
      return EXIT.clean;
    case "explain":
      stdout.write(
        explanation(
          analyser.explainRule(command.rule) ?? "",
          widthOf(stdout),
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

async function runLint(
  command: LintCommand,
  environment: Environment,
  analyser: Analyser,
  version: string,
): Promise<ExitCode> {
  const runSettings = new RunSettings(command, environment.cwd, analyser);
  const options = {
    settings: runSettings.ofReport,
    today: environment.now().toISOString().slice(0, 10),
    withFixes: !["github", "html", "markdown"].includes(command.format),
    withReaders: command.format === "json",
    withInventory: ["json", "html", "markdown"].includes(command.format),
  };
  const { stdout, stderr, env } = environment;
  const streamed = isStreamed(command) ? partsOf(command, stdout, env) : null;
  const linted = await lint(command, environment, analyser, options, runSettings, (file) => {
    const written = streamed?.file(file) ?? "";
    if (written !== "") stdout.write(written);
    // Excerpts alone need the text, and all texts together may be large.
    return streamed === null && command.format === "text" ? file : { ...file, text: "" };
  });
  const { settings, today } = options;
  const parts = linted.files.flatMap(({ part }) => part ?? []);
  const inventory = analyser.takeInventory(parts, settings);
  const problems = linted.files.flatMap(reportProblems);
  const frame = { settings, today, version, problems, reservations: [], nameOf: (path: string) => path };
  const report: Report = {
    version,
    files: linted.files,
    rules: analyser.rules,
    docsUrl: analyser.docsUrl,
    explainRule: analyser.explainRule,
    inventory,
    inventoryReport: (format) => analyser.inventoryReport(format, inventory, frame),
    frameworks: analyser.FRAMEWORKS.filter(({ id }) => runSettings.frameworks.has(id)),
    controlsOf: analyser.controlsOf,
    describeCase: analyser.describeCase,
    failOn: command.failOn,
    exitCode: exitCodeOf(linted.files, command),
  };
  if (streamed === null) return deliver(report, linted, command, environment);
  writeNotes(report, linted, command, stderr);
  stdout.write(streamed.end(report));
  return report.exitCode as ExitCode;
}

/** The report as it is written file by file, in the formats that can be. */
function partsOf(command: LintCommand, target: Output, env: Environment["env"]): ReportParts {
  if (command.format === "github") return githubReport;
  return textReport({
    width: widthOf(target),
    palette: paletteFor(command.color, target, env),
    fixing: asksForFixes(command),
  });
}

/** Whether files can be reported as they are done: nothing that comes later changes what is said of them. */
function isStreamed(command: LintCommand): boolean {
  return ["text", "github"].includes(command.format) && command.output === null && !asksForFixes(command);
}

function writeNotes(report: Report, { notes }: Linted, { paths }: LintCommand, stderr: Output): void {
  for (const note of notes) stderr.write(`${printable(note)}\n`);
  if (!report.files.some((file) => file.dialect !== null)) stderr.write(`${noTemplate(paths)}\n`);
}

/** Writes the report where it belongs, and what there is to say about the run itself on stderr. */
function deliver(report: Report, linted: Linted, command: LintCommand, environment: Environment): ExitCode {
  const { cwd, stdout, stderr, env } = environment;
  writeNotes(report, linted, command, stderr);

  // With fixes for the standard input, the fixed text is the output and the report steps aside.
  const fixingStdin = linted.fixedStdin !== null;
  if (linted.fixedStdin !== null) stdout.write(linted.fixedStdin);
  const target = fixingStdin ? stderr : stdout;
  if (command.output === null) {
    target.write(formatted(report, command, target, env));
    return report.exitCode as ExitCode;
  }
  const file: Output = { write: () => undefined, isTerminal: false, columns: null };
  try {
    writeWhole(resolve(cwd, command.output), formatted(report, command, file, {}));
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    throw new UsageError(`${command.output}: the report can't be written: ${error.message}.`);
  }
  const verdict = verdictLine(report);
  if (verdict !== "") stderr.write(`${verdict} The report is in ${printable(command.output)}.\n`);
  return report.exitCode as ExitCode;
}

function formatted(report: Report, command: LintCommand, target: Output, env: Environment["env"]): string {
  switch (command.format) {
    case "json":
      return jsonReport(report);
    case "sarif":
      return sarifReport(report);
    case "html":
    case "markdown":
      return report.inventoryReport(command.format);
    case "github":
    case "text":
      return inOnePiece(partsOf(command, target, env), report);
  }
}

function reportProblems({ path, problems }: FileReport) {
  return problems.map(({ message, range }) => ({ path, message, line: range?.start.line ?? null }));
}

function exitCodeOf(files: readonly FileReport[], { failOn }: LintCommand): ExitCode {
  if (files.some((file) => file.problems.length > 0)) return EXIT.trouble;
  const failing = files.some((file) => file.findings.some((finding) => fails(finding, failOn)));
  return failing ? EXIT.findings : EXIT.clean;
}

function noTemplate(paths: readonly string[]): string {
  const where = paths.length === 0 ? "the working folder" : paths.map(printable).join(", ");
  return `No template found in ${where}.`;
}

/** Cells of a line to fill: prose that is wider reads badly. */
function widthOf(output: Output): number {
  return Math.max(40, Math.min(output.columns ?? 100, 120));
}
