import { realpathSync } from "node:fs";
import type { Analysis } from "../service.js";
import type { Analyser } from "./analyser.js";
import { shownPath, type Candidate } from "./files.js";
import type { FixChoice, Fixed } from "./fix.js";
import { FixRun } from "./fix-run.js";
import { judge, reportOf, type JudgeOptions } from "./judge.js";
import { encodeLike, type ReadText } from "./read-source.js";
import type { FileFixing, FileReport, RunFixing } from "./report.js";
import { unifiedDiff } from "./unified-diff.js";
import { WriteRefused, replaceFile } from "./write-file.js";

/** A text of the run that may be a template. */
export interface Fixable {
  /** As reports show it. */
  readonly path: string;
  readonly source: ReadText;
  /** The file it was read from; null for the standard input. */
  readonly candidate: Candidate | null;
}

/** How the fixes of a run are made: which, and whether files are written. */
export interface Fixing extends FixChoice {
  readonly dryRun: boolean;
}

const BY_CDK = "CDK writes this file; change the app instead";

/**
 * Fixes the files of a run, one after the other: each may change what the next rests on. All are
 * noted before the first is fixed.
 */
export class FileFixer {
  private readonly run: FixRun;
  /** The reports of files in which nothing is to be fixed. */
  private readonly noted = new Map<string, FileReport>();
  private readonly remarks: string[] = [];

  constructor(
    private readonly asked: Fixing,
    private readonly analyser: Analyser,
    private readonly options: JudgeOptions,
    private readonly cwd: string,
  ) {
    this.run = new FixRun(asked, analyser, options);
  }

  /** Sentences about files that aren't fixed. */
  get notes(): readonly string[] {
    return this.remarks;
  }

  /** What became of all fixes so far. */
  get fixing(): RunFixing {
    return { dryRun: this.asked.dryRun, cost: this.run.cost };
  }

  /** Judges a text before anything is fixed; null where it is no template. */
  note({ path, source }: Fixable): Analysis | null {
    const analysis = this.judged(path, source.text);
    if (analysis === null) return null;
    if (!this.run.note(analysis)) this.noted.set(path, reportOf(analysis, this.analyser, this.options));
    return analysis;
  }

  /**
   * Fixes a text that was noted, and writes the file it is from.
   *
   * @returns the report, and the bytes with the fixes in them (null for none); null where it is no template.
   */
  fix(one: Fixable): { readonly report: FileReport; readonly content: Uint8Array | null } | null {
    const { path, source, candidate } = one;
    const noted = this.noted.get(path);
    if (noted !== undefined) return { report: noted, content: null };
    const before = this.judged(path, source.text);
    if (before === null) return null;
    const isByCdk =
      candidate !== null &&
      (candidate.assembly !== null || (before.dialect === "cdk" && !candidate.outright));
    // The plan of a dry run says so itself.
    if (isByCdk && !this.asked.dryRun) {
      this.remarks.push(`${path}: CDK writes this file, so it isn't fixed; change the app instead.`);
    }
    const done = isByCdk ? this.run.refuse(before, BY_CDK) : this.run.fix(before);
    const content = done.analysis === before ? null : encodeLike(source.bytes, done.analysis.source.text);
    if (content === null || candidate === null || this.asked.dryRun) {
      return { report: this.report(one, before, done, content), content };
    }
    const objection = written(candidate.path, source.bytes, content);
    if (objection === null) return { report: this.report(one, before, done, content), content };
    // Nothing was written, so what holds is the text as it was read.
    this.run.takeBack(before);
    const report = this.report(one, before, this.run.refuse(before, objection), null);
    const problem = { message: `Not fixed: ${objection}.`, range: null };
    return { report: { ...report, problems: [...report.problems, problem] }, content: null };
  }

  /** The report of a file, made anew where a fix in another has changed what it rests on. */
  renewed(report: FileReport): FileReport {
    const analysis = this.run.renewed(report.path);
    if (analysis === null) return report;
    const { problems, fixed, fixing } = report;
    return { ...reportOf(analysis, this.analyser, this.options), problems, fixed, fixing };
  }

  private judged(path: string, text: string): Analysis | null {
    return judge({ path, text }, this.analyser, this.options);
  }

  private report(one: Fixable, before: Analysis, done: Fixed, content: Uint8Array | null): FileReport {
    const { fixed, refused, analysis } = done;
    const tables = new Set(before.tables.map(({ resource }) => resource));
    const mended = new Set(fixed.flatMap(({ resource }) => resource ?? []).filter((id) => tables.has(id)));
    const known = new Set(before.keys.map(({ resource }) => resource));
    const fixing: FileFixing = {
      changed: content !== null,
      tables: [...mended],
      keysAdded: [
        ...new Set(analysis.keys.map(({ resource }) => resource).filter((resource) => !known.has(resource))),
      ],
      withGivenKey: withGivenKey(analysis, mended),
      refused,
      diff: content === null || !this.asked.dryRun ? null : this.diff(one, content),
    };
    return { ...reportOf(analysis, this.analyser, this.options), fixed, fixing };
  }

  /** A link can't be patched, so the diff names the file that it leads to. */
  private diff({ path, source, candidate }: Fixable, content: Uint8Array): string {
    const real = candidate === null ? path : shownPath(realpathSync(candidate.path), realpathSync(this.cwd));
    return unifiedDiff(real, source.bytes, content);
  }
}

/** Writes a file; or says why that couldn't be done, as a clause. */
function written(path: string, expected: Uint8Array, content: Uint8Array): string | null {
  try {
    replaceFile(path, expected, content);
    return null;
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    return error.message;
  }
}

/** How many of these tables have a key that shows only when the template is deployed. */
function withGivenKey({ tables }: Analysis, resources: ReadonlySet<string>): number {
  const given = tables.filter(({ resource, cases }) => resources.has(resource) && cases.some(isGiven));
  return new Set(given.map(({ resource }) => resource)).size;
}

function isGiven({ key, reference, keyAt }: Analysis["tables"][number]["cases"][number]): boolean {
  return key === "undecided" && reference !== null && keyAt === null;
}
