import { Lines } from "../core/lines.js";
import type { Problem } from "../core/problem.js";
import type { Settings } from "../core/settings.js";
import type { Span } from "../core/span.js";
import type { Analysis } from "../service.js";
import type { Analyser } from "./analyser.js";
import type { FileProblem, FileReport, Location, Range, ReportedFinding } from "./report.js";

/** What judging needs besides the text. */
export interface JudgeOptions {
  readonly settings: Settings;
  /** ISO date. */
  readonly today: string;
  /** Work out the edits of the fixes; it takes time that not every format has a use for. */
  readonly withFixes: boolean;
}

/** Analyses a text, or says at little cost that it is no template. */
export function judge(
  source: { readonly path: string; readonly text: string },
  analyser: Analyser,
  { settings, today }: JudgeOptions,
): Analysis | null {
  if (!analyser.mayBeTemplate(source.text)) return null;
  const analysis = analyser.analyse(source, { settings, today });
  return analysis.dialect === null && analysis.problems.length === 0 ? null : analysis;
}

/** An analysis in the words of a report: lines and columns instead of offsets, and nothing kept that isn't shown. */
export function reportOf(
  analysis: Analysis,
  analyser: Analyser,
  { withFixes }: Pick<JudgeOptions, "withFixes">,
): FileReport {
  const { source, dialect, problems, tables } = analysis;
  const lines = new Lines(source.text);
  const findings = analysis.findings.map((finding): ReportedFinding => ({
    ...rangeOf(finding.span, lines),
    rule: finding.rule,
    messageId: finding.messageId,
    message: finding.message,
    severity: finding.severity,
    resource: finding.resource,
    replica: finding.replica,
    case: finding.case,
    suppressed: finding.suppressed,
    related: finding.related.map(({ span, message }) => ({ ...rangeOf(span, lines), message })),
    fixes: (withFixes ? analyser.fixesFor(analysis, finding) : []).map((fix) => ({
      title: fix.title,
      applicability: fix.applicability,
      bulk: fix.bulk,
      edits: fix.edits.map(({ span, newText }) => ({ ...rangeOf(span, lines), newText })),
    })),
    docs: analyser.docsUrl(finding.rule),
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
    tables,
    fixed: [],
  };
}

/** The report of a file that nothing can be said of. */
export function unreadableFile(path: string, message: string): FileReport {
  const problems = [{ message, range: null }];
  return { path, dialect: null, text: "", problems, findings: [], tables: [], fixed: [] };
}

/** Said aloud: without that rule the file would pass for clean. */
function failureOf(rule: string, error: unknown): FileProblem {
  const what = error instanceof Error ? error.message : String(error);
  const message = `The rule '${rule}' failed here, which is a fault of the linter: ${what}.`;
  return { message, range: null };
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
