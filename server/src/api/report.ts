import type { Assumption as FoundAssumption } from "../core/cases.js";
import type { Finding as Found, Related } from "../core/finding.js";
import { Lines, type Position } from "../core/lines.js";
import type { Span } from "../core/span.js";
import { docsUrl, fixesFor, plainPath, type Analysis, type TemplateWorkspace } from "../service.js";
import type {
  Assumption,
  DocumentAnalysis,
  Finding,
  Location,
  Problem,
  Range,
  RelatedPlace,
  Table,
} from "./types.js";

/** An analysis as plain data: only what the package promises, and places as people count them. */
export function reportOf(
  analysis: Analysis,
  workspace: TemplateWorkspace,
  withFixes: boolean,
): DocumentAnalysis {
  const { source, dialect } = analysis;
  const lines = new Lines(source.text);
  return {
    path: source.path,
    dialect,
    problems: problemsOf(analysis, workspace, lines),
    findings: analysis.findings.map((finding) => findingOf(finding, analysis, workspace, lines, withFixes)),
    tables: analysis.tables.map(tableOf),
    keys: analysis.keys.map(({ resource, type, region, usable, rotation, retained }) => ({
      resource,
      type,
      region,
      usable,
      rotation,
      retained,
    })),
  };
}

function problemsOf(
  { source, problems, failures }: Analysis,
  workspace: TemplateWorkspace,
  lines: Lines,
): readonly Problem[] {
  const path = plainPath(source.path);
  const ofDeployment = workspace.deploymentProblems.filter((one) => one.path === path);
  return [
    ...[...problems, ...ofDeployment.map(({ problem }) => problem)].map(({ message, span }) => ({
      message,
      range: rangeOf(span, lines),
    })),
    ...failures.map(({ rule, error }) => ({ message: failureOf(rule, error), range: null })),
  ];
}

/** Without it, the document would pass for clean. */
function failureOf(rule: string, error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  return `The rule '${rule}' failed here, which is a fault of the linter: ${what}.`;
}

function findingOf(
  finding: Found,
  analysis: Analysis,
  workspace: TemplateWorkspace,
  lines: Lines,
  withFixes: boolean,
): Finding {
  const { rule, messageId, message, severity, resource, replica, suppressed } = finding;
  const { path } = analysis.source;
  return {
    rule,
    messageId,
    message,
    severity,
    resource,
    replica,
    case: assumptionsOf(finding.case),
    suppressed:
      suppressed === null ? null : { by: suppressed.by, reason: suppressed.reason, until: suppressed.until },
    ...rangeOf(finding.span, lines),
    related: finding.related.flatMap((one) => relatedOf(one, path, lines, workspace)),
    fixes: (withFixes ? fixesFor(analysis, finding) : []).map(({ title, applicability, edits }) => ({
      title,
      applicability,
      edits: edits.map(({ span, newText }) => ({ ...rangeOf(span, lines), newText })),
    })),
    docs: docsUrl(rule),
  };
}

function relatedOf(
  { path, span, message }: Related,
  own: string,
  lines: Lines,
  workspace: TemplateWorkspace,
): readonly RelatedPlace[] {
  if (path === undefined) return [{ path: own, message, ...rangeOf(span, lines) }];
  const place = workspace.locate(path, span);
  if (place === null) return [];
  const start = locationAt(place.start, span.start);
  return [{ path: place.path, message, start, end: locationAt(place.end, span.end) }];
}

function tableOf({ resource, type, replica, cases }: Analysis["tables"][number]): Table {
  return {
    resource,
    type,
    replica,
    cases: cases.map(({ when, key, reference, reason, keyAt }) => ({
      when: assumptionsOf(when),
      key,
      reference,
      reason,
      keyAt: keyAt === null ? null : { path: keyAt.path, resource: keyAt.resource },
    })),
  };
}

/** What follows from something else that is said goes without saying. */
function assumptionsOf(when: readonly FoundAssumption[]): readonly Assumption[] {
  return when
    .filter(({ implied }) => implied !== true)
    .map(({ kind, name, is, of }) => ({ kind, name, is, ...(of === undefined ? {} : { of }) }));
}

function rangeOf({ start, end }: Span, lines: Lines): Range {
  return { start: locationAt(lines.positionAt(start), start), end: locationAt(lines.positionAt(end), end) };
}

function locationAt({ line, character }: Position, offset: number): Location {
  return { line: line + 1, column: character + 1, offset };
}
