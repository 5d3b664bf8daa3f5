import { statSync } from "node:fs";
import type { Analyser } from "./analyser.js";
import type { PrintConfigCommand } from "./arguments.js";
import { EXIT, type Environment, type ExitCode } from "./environment.js";
import { shownPath } from "./files.js";
import { absolute, RunSettings } from "./run-settings.js";
import { printable } from "./reporters/style.js";

/**
 * Writes the settings that hold for a path as JSON, with the file they come from. What is wrong in
 * that file is said on stderr, and makes the exit code 2.
 */
export function printConfig(
  command: PrintConfigCommand,
  { cwd, stdout, stderr }: Environment,
  analyser: Analyser,
): ExitCode {
  const settings = new RunSettings(command, cwd, analyser);
  const whole = absolute(cwd, command.path);
  const isFolder = statSync(whole, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = `${shownPath(whole, cwd)}${isFolder ? "/" : ""}`;
  const inForce = settings.of(path);
  const config = settings.configOf(path);
  const answer = { path, config, ignored: inForce.ignored, settings: analyser.printSettings(inForce) };
  stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  const reports = settings.reports();
  for (const { path: file, problems } of reports) {
    for (const { message, range } of problems) {
      const { line, column } = range?.start ?? { line: 1, column: 1 };
      stderr.write(`${printable(`${file}:${line}:${column} ${message}`)}\n`);
    }
  }
  return reports.length > 0 ? EXIT.trouble : EXIT.clean;
}
