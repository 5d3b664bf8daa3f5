import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { fingerprints } from "../service.js";
import type { BaselineRequest } from "./baseline-request.js";
import { NoBaseline, parsedBaseline, writtenBaseline, type BaselineEntry } from "./baseline.js";
import { BaselineMatch, type BaselineOutcome } from "./baseline-match.js";
import { UsageError } from "./environment.js";
import { readSource } from "./read-source.js";
import type { FileReport } from "./report.js";
import { writeWhole, WriteRefused } from "./write-file.js";

/** The baseline of a run. */
export interface BaselineUse {
  /** Marks what the baseline holds. */
  mark(file: FileReport): FileReport;
  /** To be called when all files are marked; writes the baseline where that was asked for. @throws UsageError */
  end(run: JudgedRun): BaselineEnd;
}

/** What a run has looked at; paths as reports show them. */
export interface JudgedRun {
  /** Files that were judged, those without findings included. */
  readonly judged: ReadonlySet<string>;
  /** Fixes were shown and not written: the findings are those that would be left. */
  readonly isTrial: boolean;
  /** Whether a rule isn't asked about a file. */
  readonly isOff: (rule: string, path: string) => boolean;
}

/** What there is to say of the baseline after the run. */
export interface BaselineEnd {
  readonly gone: readonly BaselineEntry[];
  /** Sentences. */
  readonly notes: readonly string[];
}

/** Opens the baseline that was asked for. @throws UsageError where it can't be read, or isn't to be written over. */
export function openBaseline({ kind, file }: BaselineRequest, cwd: string): BaselineUse {
  const whole = resolve(cwd, file);
  const folder = dirname(whole);
  const pathOf = (shown: string): string => relative(folder, resolve(cwd, shown)).split(sep).join("/");
  if (kind === "write") return written(file, whole, pathOf);
  const match = new BaselineMatch(entriesIn(file, whole), {
    pathOf,
    exists: (path) => existsSync(resolve(folder, path)),
  });
  return {
    mark: (report) => match.mark(report),
    end: ({ judged, isTrial, isOff }) => {
      const paths = new Set([...judged].map(pathOf));
      const outcome = match.outcome(
        (path) => paths.has(path),
        (rule, path) => isOff(rule, resolve(folder, path)),
      );
      if (kind !== "update")
        return { gone: outcome.gone, notes: notesOf(file, outcome, isTrial ? TRIED : USED) };
      const changes = outcome.gone.length + outcome.renamed.length > 0;
      if (changes) write(file, whole, outcome.kept);
      return { gone: outcome.gone, notes: notesOf(file, outcome, UPDATED) };
    },
  };
}

/** Every open finding goes into the baseline, so it counts as known in this very run. */
function written(file: string, whole: string, pathOf: (shown: string) => string): BaselineUse {
  // Nobody wants a template written over by a slip.
  if (existsSync(whole)) entriesIn(file, whole, "isn't written over");
  const entries: BaselineEntry[] = [];
  return {
    mark: (report) => {
      const path = pathOf(report.path);
      const open = report.findings.filter(({ suppressed }) => suppressed === null);
      const names = fingerprints(path, open);
      open.forEach(({ resource, rule }, index) =>
        entries.push({ path, resource, rule, fingerprint: names[index] ?? "" }),
      );
      const findings = report.findings.map((one) => ({ ...one, inBaseline: one.suppressed === null }));
      return { ...report, findings };
    },
    end: () => {
      write(file, whole, entries);
      return { gone: [], notes: [`The baseline ${file} holds ${counted(entries.length)} now.`] };
    },
  };
}

/** For whoever has put a template there, or a folder. */
const PATHS_GO_BEFORE = " (What follows the option is its file; paths to lint go before it.)";

function entriesIn(file: string, whole: string, refusal = "can't be used"): readonly BaselineEntry[] {
  if (!existsSync(whole)) throw new UsageError(`There is no baseline ${file}; --write-baseline makes one.`);
  const source = readSource(whole);
  if (source.kind === "unreadable") {
    throw new UsageError(`The baseline ${file} ${refusal}. ${source.message}${PATHS_GO_BEFORE}`);
  }
  try {
    return parsedBaseline(source.text);
  } catch (error) {
    if (!(error instanceof NoBaseline)) throw error;
    throw new UsageError(`The baseline ${file} ${refusal}: ${error.message}.${PATHS_GO_BEFORE}`);
  }
}

function write(file: string, whole: string, entries: readonly BaselineEntry[]): void {
  try {
    writeWhole(whole, writtenBaseline(entries));
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    throw new UsageError(`The baseline ${file} can't be written: ${error.message}.`);
  }
}

const MOST_NAMED = 5;
const USED = (gone: string, file: string): string =>
  `${gone} of the baseline ${file} can't be found any more; --update-baseline takes what is gone out.`;
const TRIED = (gone: string, file: string): string => `${gone} of the baseline ${file} would be gone:`;
const UPDATED = (gone: string, file: string): string =>
  `${gone} that can't be found any more left the baseline ${file}.`;

function notesOf(
  file: string,
  { gone, renamed }: BaselineOutcome,
  sentence: (gone: string, file: string) => string,
): readonly string[] {
  const named = gone.slice(0, MOST_NAMED).map(({ path, resource, rule }) => {
    const where = resource === null ? path : `${path}, ${resource}`;
    return `  ${where}: ${rule}`;
  });
  const more = gone.length > MOST_NAMED ? [`  and ${gone.length - MOST_NAMED} more`] : [];
  return [
    ...renamed.map(
      ({ from, to }) => `${to} is taken for ${from}, which the baseline knows and which is gone.`,
    ),
    ...(gone.length === 0 ? [] : [sentence(counted(gone.length), file), ...named, ...more]),
  ];
}

function counted(count: number): string {
  return count === 1 ? "1 finding" : `${count} findings`;
}
