import { resolve } from "node:path";
import type { LintCommand } from "./arguments.js";
import { UsageError, type Environment, type Output } from "./environment.js";
import { asksForFixes } from "./fix.js";
import type { OutputRequest } from "./output-requests.js";
import type { FileReport, Report, ReportParts } from "./report.js";
import { partsIn, wholeReport, type PartsFormat, type WholeFormat } from "./reporters/formats.js";
import { diffOf, planReport } from "./reporters/plan.js";
import { lineWidth, paletteFor, printable, type Palette } from "./reporters/style.js";
import { verdictLine } from "./reporters/text.js";
import { WriteRefused, writeWhole } from "./write-file.js";

/** What a report in a file is written for: no terminal. */
const NOWHERE: Output = { write: () => undefined, isTerminal: false, columns: null };

/**
 * The reports of one run. Of the formats that can be written file by file only their text is kept,
 * and nothing of the one that goes to the standard output.
 */
export class Delivery {
  private readonly reports: readonly OpenReport[];
  private readonly stderr: Output;
  private readonly cwd: string;

  constructor(command: LintCommand, { stdout, stderr, env, cwd }: Environment) {
    this.stderr = stderr;
    this.cwd = cwd;
    const fixing = asksForFixes(command);
    // With fixes for the standard input, the fixed text is the output and the report steps aside.
    const fixesStdin = fixing && !command.dryRun && command.paths.includes("-");
    const output = fixesStdin ? stderr : stdout;
    this.reports = command.outputs.map(({ format, file }) => {
      if (format === "text" && command.dryRun) {
        const look = { width: lineWidth(stderr), palette: paletteFor(command.color, stderr, env) };
        return new PlanReport(file, output, stderr, look);
      }
      const target = file === null ? output : NOWHERE;
      const palette = paletteFor(command.color, target, file === null ? env : {});
      const text = { width: lineWidth(target), palette, fixing, failOn: command.failOn };
      const parts = partsIn(format, text);
      if (parts === null) return new WholeReport(file, output, format as WholeFormat);
      return new PartedReport(file, output, format as PartsFormat, parts);
    });
  }

  /** Takes the report of the next file. */
  file(file: FileReport): void {
    for (const report of this.reports) report.file(file);
  }

  /** Writes all that has not been written. @throws UsageError where a file can't be; the others are. */
  end(report: Report): void {
    const refused: string[] = [];
    const written: string[] = [];
    const judged = report.files.filter(({ dialect }) => dialect !== null);
    const templates = new Set(judged.map(({ path }) => resolve(this.cwd, path)));
    for (const one of this.reports) {
      const text = one.end(report);
      if (one.to === null) continue;
      try {
        // Nobody wants a template written over by a slip.
        if (templates.has(resolve(this.cwd, one.to))) throw new WriteRefused("it is one of the templates");
        writeWhole(resolve(this.cwd, one.to), text);
        written.push(printable(one.to));
      } catch (error) {
        if (!(error instanceof WriteRefused)) throw error;
        refused.push(`${one.to}: the report can't be written: ${error.message}.`);
      }
    }
    this.say(report, written);
    if (refused.length > 0) throw new UsageError(refused.join(" "));
  }

  /** Where the reports are, and the verdict for whoever doesn't read it in one of them. */
  private say(report: Report, written: readonly string[]): void {
    const shown = this.reports.some((one) => one.to === null && one.showsVerdict);
    const verdict = verdictLine(report);
    if (written.length === 0 || (verdict === "" && !shown)) return;
    const where =
      written.length === 1
        ? `The report is in ${written[0] ?? ""}.`
        : `The reports are in ${written.slice(0, -1).join(", ")} and ${written.at(-1) ?? ""}.`;
    this.stderr.write(`${shown ? where : `${verdict} ${where}`}\n`);
  }
}

/** One report of a run. */
interface OpenReport {
  /** The file it goes to, as typed; null for the standard output. */
  readonly to: OutputRequest["file"];
  /** People read in it how the run has ended. */
  readonly showsVerdict: boolean;
  file(file: FileReport): void;
  /** What belongs into the file. */
  end(report: Report): string;
}

class PartedReport implements OpenReport {
  readonly showsVerdict: boolean;
  private readonly chunks: string[] = [];
  private begun = false;

  constructor(
    readonly to: string | null,
    private readonly output: Output,
    format: PartsFormat,
    private readonly parts: ReportParts,
  ) {
    this.showsVerdict = format === "text" || format === "github";
  }

  file(file: FileReport): void {
    this.write(this.parts.file(file));
  }

  end(report: Report): string {
    this.write(this.parts.end(report));
    return this.chunks.join("");
  }

  private write(part: string): void {
    const text = this.begun ? part : this.parts.begin + part;
    this.begun = true;
    if (text === "") return;
    if (this.to === null) this.output.write(text);
    else this.chunks.push(text);
  }
}

class WholeReport implements OpenReport {
  readonly showsVerdict = false;

  constructor(
    readonly to: string | null,
    private readonly output: Output,
    private readonly format: WholeFormat,
  ) {}

  file(): void {
    // It is made when all is known.
  }

  end(report: Report): string {
    const text = wholeReport(this.format, report);
    if (this.to === null) this.output.write(text);
    return text;
  }
}

/** A dry run for people: the diff goes where a report does, and what there is to say about it to stderr. */
class PlanReport implements OpenReport {
  readonly showsVerdict = true;

  constructor(
    readonly to: string | null,
    private readonly output: Output,
    private readonly stderr: Output,
    private readonly look: { readonly width: number; readonly palette: Palette },
  ) {}

  file(): void {
    // The plan is made when all is known.
  }

  end(report: Report): string {
    this.stderr.write(planReport(report, this.look));
    const diff = diffOf(report);
    if (this.to === null) this.output.write(diff);
    return diff;
  }
}
