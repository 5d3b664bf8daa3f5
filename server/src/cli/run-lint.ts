import type { Analyser } from "./analyser.js";
import type { LintCommand } from "./arguments.js";
import { openBaseline } from "./baseline-use.js";
import { Delivery } from "./delivery.js";
import { EXIT, type Environment, type ExitCode } from "./environment.js";
import { lint, stdinPath, type Linted } from "./lint.js";
import { fails, type FileReport, type Report } from "./report.js";
import { needsOf } from "./reporters/formats.js";
import { printable } from "./reporters/style.js";
import { RunSettings } from "./run-settings.js";
import { ChangedOnly, type NarrowedRun } from "./since.js";

/** Lints, writes the reports, and says on stderr what there is to say about the run itself. */
export async function runLint(
  command: LintCommand,
  environment: Environment,
  analyser: Analyser,
  version: string,
): Promise<ExitCode> {
  const runSettings = new RunSettings(command, environment.cwd, analyser);
  const settings = runSettings.ofReport;
  const today = environment.now().toISOString().slice(0, 10);
  const options = { settings, today, ...needsOf(command.outputs.map(({ format }) => format)) };
  const baseline = command.baseline === null ? null : openBaseline(command.baseline, environment.cwd);
  const delivery = new Delivery(command, environment);
  const changed = changedOnly(command, environment.cwd, analyser, {
    ...options,
    settingsOf: (path) => runSettings.of(path),
  });
  const linted = await lint(command, environment, analyser, options, runSettings, {
    keep: (found) => {
      const marked = baseline === null ? found : withPartMarked(baseline.mark(found));
      const file = changed === null ? marked : changed.narrow(marked);
      delivery.file(file);
      // Excerpts alone need the text, and all texts together may be large.
      return { ...file, text: "" };
    },
    link: (call) => changed?.link(call),
  });
  const { files, fixedStdin } = linted;
  const isOff = (rule: string, path: string): boolean => runSettings.isOff(rule, path);
  const compared = baseline?.end({ judged: judgedIn(linted), isTrial: command.dryRun, isOff }) ?? null;
  const notes = [...linted.notes, ...(compared?.notes ?? []), ...hiddenNote(changed)];
  const parts = files.flatMap(({ part }) => part ?? []);
  const inventory = analyser.takeInventory(parts, settings);
  const problems = files.flatMap(reportProblems);
  const frame = {
    settings,
    today,
    version,
    problems,
    reservations: reservationsOf(changed, command),
    nameOf: (path: string) => path,
  };
  const exitCode = exitCodeOf(files, command);
  const report: Report = {
    version,
    files,
    rules: analyser.rules,
    docsUrl: analyser.docsUrl,
    explainRule: analyser.explainRule,
    inventory,
    inventoryReport: (format) => analyser.inventoryReport(format, inventory, frame),
    frameworks: analyser.FRAMEWORKS.filter(({ id }) => runSettings.frameworks.has(id)),
    controlsOf: analyser.controlsOf,
    describeCase: analyser.describeCase,
    baseline: compared === null ? null : { file: command.baseline?.file ?? "", gone: compared.gone },
    since: changed === null ? null : { ref: changed.ref, commit: changed.commit, hidden: changed.hidden },
    failOn: command.failOn,
    exitCode,
    fixing: linted.fixing,
  };
  const { stdout, stderr } = environment;
  for (const note of notes) stderr.write(`${printable(note)}\n`);
  if (!files.some((file) => file.dialect !== null))
    stderr.write(`${noTemplate(command.paths, linted.ignored)}\n`);
  if (fixedStdin !== null) stdout.write(fixedStdin);
  delivery.end(report);
  return exitCode;
}

function changedOnly(
  command: LintCommand,
  cwd: string,
  analyser: Analyser,
  options: NarrowedRun["options"],
): ChangedOnly | null {
  const { since, paths } = command;
  if (since === null) return null;
  const stdin = paths.includes("-") ? stdinPath(command) : null;
  return new ChangedOnly(since, { cwd, paths, stdinPath: stdin, analyser, options });
}

function hiddenNote(changed: ChangedOnly | null): readonly string[] {
  if (changed === null || changed.hidden === 0) return [];
  const { ref, hidden } = changed;
  const what =
    hidden === 1
      ? "1 finding that was there before isn't"
      : `${hidden} findings that were there before aren't`;
  return [`${what} reported (--since ${ref}).`];
}

/** What a report that shows all tables is to say about what it shows. */
function reservationsOf(changed: ChangedOnly | null, { dryRun }: LintCommand): readonly string[] {
  return [
    ...(changed === null ? [] : [`Only findings since ${changed.ref} are shown.`]),
    ...(dryRun ? ["Templates are shown as fixes would make them; nothing has been written."] : []),
  ];
}

/** The files of which all is known: in one that can't be read there may be more to find. */
function judgedIn({ files, looked }: Linted): ReadonlySet<string> {
  const unsure = new Set(files.filter(({ problems }) => problems.length > 0).map(({ path }) => path));
  return new Set([...looked].filter((path) => !unsure.has(path)));
}

/** The inventory's findings are those of the file, in the same order. */
function withPartMarked(file: FileReport): FileReport {
  if (file.part === null) return file;
  const findings = file.part.findings.map((one, index) =>
    file.findings[index]?.inBaseline === true ? { ...one, inBaseline: true as const } : one,
  );
  return { ...file, part: { ...file.part, findings } };
}

function reportProblems({ path, problems }: FileReport) {
  return problems.map(({ message, range }) => ({ path, message, line: range?.start.line ?? null }));
}

function exitCodeOf(files: readonly FileReport[], { failOn, dryRun }: LintCommand): ExitCode {
  if (files.some((file) => file.problems.length > 0)) return EXIT.trouble;
  if (dryRun && failOn !== "never" && files.some(({ fixing }) => fixing?.changed)) return EXIT.findings;
  const failing = files.some((file) => file.findings.some((finding) => fails(finding, failOn)));
  return failing ? EXIT.findings : EXIT.clean;
}

function noTemplate(paths: readonly string[], ignored: number): string {
  const named = paths.map((path) => (path === "-" ? "the standard input" : printable(path)));
  const where = paths.length === 0 ? "the working folder" : named.join(", ");
  const count = ignored === 1 ? "1 file is ignored" : `${ignored} files are ignored`;
  return `No template found in ${where}${ignored === 0 ? "" : `; ${count} by the configuration`}.`;
}
