import { realpathSync } from "node:fs";
import type { Analysis } from "../service.js";
import type { Analyser } from "./analyser.js";
import { shownPath, type Candidate } from "./files.js";
import type { FixChoice } from "./fix.js";
import { FixRun, type Planned } from "./fix-run.js";
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
 * Fixes the files of a run: all are noted, then planned one after the other, as each may change what
 * the next rests on, and only then written.
 */
export class FileFixer {
  private readonly run: FixRun;
  /** The reports of files in which nothing is to be fixed. */
  private readonly noted = new Map<string, FileReport>();
  private readonly remarks: string[] = [];
  private readonly wanted: Fixable[] = [];
  /** The tables and keys of the files in `wanted`, before anything is fixed. */
  private readonly before = new Map<
    string,
    { readonly tables: readonly string[]; readonly keys: readonly string[] }
  >();

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
  note(one: Fixable): Analysis | null {
    const { path, source } = one;
    const analysis = this.judged(path, source.text);
    if (analysis === null) return null;
    if (this.run.note(analysis)) this.wanted.push(one);
    else this.noted.set(path, reportOf(analysis, this.analyser, this.options));
    return analysis;
  }

  /** Works out the fixes of all that was noted; nothing is written yet. */
  plan(tick: (path: string, done: number, total: number) => void): void {
    for (const [index, { path, source, candidate }] of this.wanted.entries()) {
      tick(path, index + 1, this.wanted.length);
      const analysis = this.judged(path, source.text);
      if (analysis === null) continue;
      this.before.set(path, {
        tables: analysis.tables.map(({ resource }) => resource),
        keys: analysis.keys.map(({ resource }) => resource),
      });
      const isByCdk =
        candidate !== null &&
        (candidate.assembly !== null || (analysis.dialect === "cdk" && !candidate.outright));
      if (!isByCdk) {
        this.run.plan(analysis);
        continue;
      }
      this.run.refuse(analysis, BY_CDK);
      // The plan of a dry run says so itself.
      if (this.asked.dryRun) continue;
      this.remarks.push(`${path}: CDK writes this file, so it isn't fixed; change the app instead.`);
    }
    this.run.settle();
  }

  /**
   * Fixes a text as it was planned, and writes the file it is from.
   *
   * @returns the report, and the bytes with the fixes in them (null for none); null where it is no template.
   */
  fix(one: Fixable): { readonly report: FileReport; readonly content: Uint8Array | null } | null {
    const { path, source, candidate } = one;
    const noted = this.noted.get(path);
    if (noted !== undefined) return { report: noted, content: null };
    const plan = this.run.planOf(path);
    if (plan === null) return null;
    const content = plan.after === null ? null : encodeLike(source.bytes, plan.after);
    const isWritten = content !== null && candidate !== null && !this.asked.dryRun;
    const objection = isWritten ? written(candidate.path, source.bytes, content) : null;
    if (objection === null) return this.result(one, plan, content);
    const result = this.result(one, this.run.takeBack(plan, objection), null);
    if (result === null) return null;
    const problem = { message: `Not fixed: ${objection}.`, range: null };
    return { ...result, report: { ...result.report, problems: [...result.report.problems, problem] } };
  }

  /** The report of a file, made anew where a fix in another has changed what it rests on. */
  renewed(report: FileReport): FileReport {
    const text = this.run.isAffected(report.path) ? this.options.workspace.textOf(report.path) : undefined;
    const analysis = text === undefined ? null : this.judged(report.path, text);
    if (analysis === null) return report;
    const { problems, fixed, fixing } = report;
    return { ...reportOf(analysis, this.analyser, this.options), problems, fixed, fixing };
  }

  private judged(path: string, text: string): Analysis | null {
    return judge({ path, text }, this.analyser, this.options);
  }

  private result(
    one: Fixable,
    { before, after, fixed, refused }: Planned,
    content: Uint8Array | null,
  ): { readonly report: FileReport; readonly content: Uint8Array | null } | null {
    const analysis = this.judged(one.path, after ?? before.text);
    if (analysis === null) return null;
    const { tables, keys } = this.before.get(one.path) ?? { tables: [], keys: [] };
    const mended = new Set(
      fixed.flatMap(({ resource }) => resource ?? []).filter((id) => tables.includes(id)),
    );
    const added = analysis.keys
      .map(({ resource }) => resource)
      .filter((resource) => !keys.includes(resource));
    const fixing: FileFixing = {
      changed: content !== null,
      tables: [...mended],
      keysAdded: [...new Set(added)],
      withGivenKey: withGivenKey(analysis, mended),
      refused,
      diff: content === null || !this.asked.dryRun ? null : this.diff(one, content),
    };
    return { report: { ...reportOf(analysis, this.analyser, this.options), fixed, fixing }, content };
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
