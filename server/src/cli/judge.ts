import type { Related } from "../core/finding.js";
import { Lines, type Position } from "../core/lines.js";
import type { Problem } from "../core/problem.js";
import type { Settings } from "../core/settings.js";
import type { Span } from "../core/span.js";
import { fingerprints, type Analysis, type ReaderSummary, type TemplateWorkspace } from "../service.js";
import type { Analyser } from "./analyser.js";
import type { FileProblem, FileReport, Location, Range, ReportedFinding, ReportedReader } from "./report.js";

/** What judging needs besides the text. */
export interface JudgeOptions {
  /** The other templates of the run. */
  readonly workspace: TemplateWorkspace;
  /** What holds for the report as a whole. */
  readonly settings: Settings;
  /** What holds for a file, by its path as reports show it. */
  readonly settingsOf: (path: string) => Settings;
  /** ISO date. */
  readonly today: string;
  /** Work out the edits of the fixes; it takes time that not every format has a use for. */
  readonly withFixes: boolean;
  /** The format shows who may read each table. */
  readonly withReaders: boolean;
  /** The format shows all templates together. */
  readonly withInventory: boolean;
}

/** Analyses a text, or says at little cost that it is no template. */
export function judge(
  source: { readonly path: string; readonly text: string },
  analyser: Analyser,
  { settingsOf, today, workspace }: JudgeOptions,
): Analysis | null {
  if (!analyser.mayBeTemplate(source.text)) return null;
  const analysis = analyser.analyse(source, { settings: settingsOf(source.path), today, workspace });
  return analysis.dialect === null && analysis.problems.length === 0 ? null : analysis;
}

/** An analysis in the words of a report: lines and columns instead of offsets, and nothing kept that isn't shown. */
export function reportOf(
  analysis: Analysis,
  analyser: Analyser,
  {
    withFixes,
    withReaders,
    withInventory,
    workspace,
  }: Omit<JudgeOptions, "settings" | "settingsOf" | "today">,
): FileReport {
  const { source, dialect, problems, tables, keys } = analysis;
  const lines = new Lines(source.text);
  const names = fingerprints(source.path, analysis.findings);
  const findings = analysis.findings.map((finding, index): ReportedFinding => ({
    ...rangeOf(finding.span, lines),
    rule: finding.rule,
    messageId: finding.messageId,
    message: finding.message,
    severity: finding.severity,
    resource: finding.resource,
    replica: finding.replica,
    case: finding.case,
    suppressed: finding.suppressed,
    madeBy: finding.resource === null ? null : analysis.madeBy(finding.resource),
    related: finding.related.flatMap((one) => relatedOf(one, source.path, lines, workspace)),
    fixes: (withFixes ? analyser.fixesFor(analysis, finding) : []).map((fix) => ({
      title: fix.title,
      applicability: fix.applicability,
      bulk: fix.bulk,
      edits: fix.edits.map(({ span, newText }) => ({ ...rangeOf(span, lines), newText })),
    })),
    docs: analyser.docsUrl(finding.rule),
    controls: analyser.controlsOf(finding.rule, analysis.frameworks).map(({ id }) => id),
    fingerprint: names[index] ?? "",
    inBaseline: null,
  }));
  const pointedAt = findings.length > 0 || problems.length > 0;
  return {
    path: source.path,
    dialect,
    text: pointedAt ? source.text : "",
    problems: [
      ...problems.map((problem) => problemOf(problem, lines)),
      ...analysis.failures.map(({ rule, error }) => failureOf(rule, error)),
    ],
    findings,
    tables: tables.map(({ readers, ...table }) => ({
      ...table,
      readers: (withReaders ? readers() : []).map((one) => readerOf(one, source.path, lines, workspace)),
      madeBy: analysis.madeBy(table.resource),
    })),
    keys: keys.map((key) => ({ ...key, madeBy: analysis.madeBy(key.resource) })),
    part: withInventory ? analyser.inventoryPart(analysis) : null,
    fixed: [],
    fixing: null,
  };
}

/** A report that says nothing but what can't be read in a file. */
export function problemReport(
  path: string,
  text: string,
  problems: readonly Problem[],
  lines: Lines,
): FileReport {
  return { ...NOTHING, path, text, problems: problems.map((problem) => problemOf(problem, lines)) };
}

/** The report of a file that nothing can be said of. */
export function unreadableFile(path: string, message: string): FileReport {
  const problems = [{ message, range: null }];
  return { ...NOTHING, path, text: "", problems };
}

const NOTHING = {
  dialect: null,
  findings: [],
  tables: [],
  keys: [],
  part: null,
  fixed: [],
  fixing: null,
} as const;

/** Said aloud: without that rule the file would pass for clean. */
function failureOf(rule: string, error: unknown): FileProblem {
  const what = error instanceof Error ? error.message : String(error);
  const message = `The rule '${rule}' failed here, which is a fault of the linter: ${what}.`;
  return { message, range: null };
}

/** A reader with the lines of the statements that let it in; those of files that aren't known are left out. */
function readerOf(
  reader: ReaderSummary,
  own: string,
  lines: Lines,
  workspace: TemplateWorkspace,
): ReportedReader {
  const through = reader.through.flatMap(({ path, span }) => {
    if (path === own) return [{ path, line: locationOf(span.start, lines).line }];
    const place = workspace.locate(path, span);
    return place === null ? [] : [{ path: place.path, line: place.start.line + 1 }];
  });
  return { ...reader, through };
}

/** A related place, in the file itself or in another; left out where that one isn't known. */
function relatedOf(
  { span, message, path }: Related,
  own: string,
  lines: Lines,
  workspace: TemplateWorkspace,
): readonly ReportedFinding["related"][number][] {
  if (path === undefined) return [{ ...rangeOf(span, lines), message, path: own }];
  const place = workspace.locate(path, span);
  if (place === null) return [];
  const at = ({ line, character }: Position, offset: number): Location => ({
    line: line + 1,
    column: character + 1,
    offset,
  });
  return [{ start: at(place.start, span.start), end: at(place.end, span.end), message, path: place.path }];
}

function problemOf({ message, span }: Problem, lines: Lines): FileProblem {
  return { message, range: rangeOf(span, lines) };
}

function rangeOf({ start, end }: Span, lines: Lines): Range {
  return { start: locationOf(start, lines), end: locationOf(end, lines) };
}

function locationOf(offset: number, lines: Lines): Location {
  const { line, character } = lines.positionAt(offset);
  return { line: line + 1, column: character + 1, offset };
}
