/**
 * The façade: the only door for `lsp/` and `cli/`. Pure: texts and settings in, results out.
 * Nothing here reads a file, a clock or the environment.
 */
import { mapCases, type Assumption } from "./core/cases.js";
import type { TextEdit } from "./core/edit.js";
import { judge } from "./core/engine.js";
import type { Finding } from "./core/finding.js";
import type { Dialect, Encryption, Replica, Table } from "./core/model.js";
import type { Problem } from "./core/problem.js";
import { parseSettings as parseRawSettings, type RawSettings, type Settings } from "./core/settings.js";
import { spanOf, type Span } from "./core/span.js";
import { nameOfText } from "./core/text.js";
import { TemplateEditor } from "./dialects/cloudformation/editor.js";
import { hoverTarget } from "./dialects/cloudformation/hover-target.js";
import { IGNORE_MARKER } from "./dialects/cloudformation/ignores.js";
import { mayBeTemplate, recognise, wasMeantAsTemplate } from "./dialects/cloudformation/recognise.js";
import { suppress } from "./dialects/cloudformation/suppress.js";
import { readTemplate, type ReadTemplate } from "./dialects/cloudformation/template.js";
import { formatOf } from "./formats/detect.js";
import type { Format, Outline } from "./formats/format.js";
import { hoverFor } from "./render/hover.js";
import { rulePage } from "./render/rule-page.js";
import { rules } from "./rules/index.js";

export { describeCase } from "./core/cases.js";
export { Lines } from "./core/lines.js";
export { nearestName } from "./core/nearest.js";
export { rules, mayBeTemplate };

/** A text to be judged. */
export interface Source {
  /** Path or URI; its extension helps to tell YAML from JSON, the content decides. */
  readonly path: string;
  readonly text: string;
}

export interface AnalyseOptions {
  readonly settings: Settings;
  /** ISO date `YYYY-MM-DD`: suppressions that ended before it are expired. */
  readonly today: string;
  /**
   * The analysis of an earlier version of the same document: unchanged blocks aren't parsed again.
   * It must not be used for fixes, hovers or suppressions afterwards.
   */
  readonly previous?: Analysis;
}

/** What is known about one document. */
export interface Analysis {
  readonly source: Source;
  /** Null where the text is no template: then all lists but `problems` are empty. */
  readonly dialect: Dialect | null;
  /** What can't be read, in document order. */
  readonly problems: readonly Problem[];
  /** In document order; suppressed ones included and marked. */
  readonly findings: readonly Finding[];
  readonly tables: readonly TableSummary[];
  /** The names of the parameters that the template declares. */
  readonly parameters: readonly string[];
  /** Rules that failed on this document: defects of ours, to be logged. The other rules have run. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[];
}

/** One table, or one replica of a global table, and its key case by case. */
export interface TableSummary {
  readonly resource: string;
  readonly type: string;
  /** The replica's Region as the template gives it ("eu-west-1", "AWS::Region"); null for other tables. */
  readonly replica: string | null;
  readonly span: Span;
  readonly cases: readonly TableCase[];
}

export interface TableCase {
  readonly when: readonly Assumption[];
  readonly key: "aws-owned" | "aws-managed" | "customer-managed" | "undecided" | "invalid";
  /** What the key property says, as in the template; null where it says nothing. */
  readonly reference: string | null;
  /** Why it is undecided or invalid; null otherwise. */
  readonly reason: string | null;
}

/** A fix with its edits worked out: applying them to the analysed text gives text that parses. */
export interface ResolvedFix {
  readonly id: string;
  readonly title: string;
  readonly applicability: "safe" | "review";
  /** The one a bulk fix would take. */
  readonly bulk: boolean;
  /** In document order, not overlapping. */
  readonly edits: readonly TextEdit[];
}

/** What an analysis keeps for fixes and hovers. */
interface Internals {
  readonly options: AnalyseOptions;
  readonly format: Format;
  readonly outline: Outline;
  readonly read: ReadTemplate;
}

const internals = new WeakMap<Analysis, Internals>();

/** Judges one document. Never throws for whatever text. */
export function analyse(source: Source, options: AnalyseOptions): Analysis {
  const nothing: Analysis = {
    source,
    dialect: null,
    problems: [],
    findings: [],
    tables: [],
    parameters: [],
    failures: [],
  };
  if (!mayBeTemplate(source.text)) return nothing;
  const format = formatOf(source.path, source.text);
  const previous = options.previous === undefined ? undefined : internals.get(options.previous);
  const outline = format.outline(source.text, previous?.format === format ? previous.outline : undefined);
  const dialect = recognise(outline);
  if (dialect === null) {
    return wasMeantAsTemplate(source.text) ? { ...nothing, problems: outline.problems() } : nothing;
  }
  const comments = source.text.includes(IGNORE_MARKER) ? format.comments(source.text, IGNORE_MARKER) : [];
  const read = readTemplate(outline, dialect, comments, options.settings);
  const { findings, failures } = judge(read.template, rules, options.settings, options.today);
  const analysis: Analysis = {
    source,
    dialect,
    problems: read.template.problems,
    findings,
    tables: read.template.tables.flatMap(summaries),
    parameters: [...read.declarations.sections.Parameters.keys()],
    failures,
  };
  internals.set(analysis, { options, format, outline, read });
  return analysis;
}

/** The fixes of one finding that can be written, the preferred one first. */
export function fixesFor(analysis: Analysis, finding: Finding): readonly ResolvedFix[] {
  return finding.fixes.flatMap((fix): ResolvedFix[] => {
    const editor = editorOf(analysis);
    if (editor === null || !editor.attempt(fix.edits) || editor.edits.length === 0) return [];
    if (editor.needsCheck && !mends(analysis, finding, editor.edits)) return [];
    const { id, title, applicability, bulk } = fix;
    return [{ id, title, applicability, bulk, edits: editor.edits }];
  });
}

/**
 * One set of edits that fixes everything the filter takes: `rule` null takes the safe fixes of
 * every rule; with a rule's id also its review fixes (a new key is made once and shared). A fix
 * that somebody has to choose (`bulk` is false) is never among them.
 * Suppressed findings are left alone. `fixed` are the findings that the edits mend.
 */
export function fixAll(
  analysis: Analysis,
  filter: { readonly rule: string | null },
): { readonly edits: readonly TextEdit[]; readonly fixed: readonly Finding[] } {
  const editor = editorOf(analysis);
  const fixed: Finding[] = [];
  if (editor === null) return { edits: [], fixed };
  for (const finding of analysis.findings) {
    if (finding.suppressed !== null || (filter.rule !== null && finding.rule !== filter.rule)) continue;
    const fix = finding.fixes.find((one) => isWanted(one, filter.rule));
    if (fix === undefined) continue;
    const checked = fixesFor(analysis, finding).some((one) => one.id === fix.id);
    if (checked && editor.attempt(fix.edits)) fixed.push(finding);
  }
  if (fixed.length === 0 || clears(analysis, fixed, editor.edits)) return { edits: editor.edits, fixed };
  return fixFirst(analysis, fixed, filter.rule);
}

/** Edits that suppress a finding, by comment (YAML) or metadata (JSON); null where the text doesn't allow it. */
export function suppressionEdits(
  analysis: Analysis,
  finding: Finding,
  suppression: { readonly reason: string; readonly until: string | null },
): readonly TextEdit[] | null {
  const inner = internals.get(analysis);
  return inner === undefined
    ? null
    : suppress(inner.read, inner.format, analysis.source.text, finding, suppression);
}

/** What there is to say about the text at an offset, as Markdown; null for nothing. */
export function hoverAt(
  analysis: Analysis,
  offset: number,
): { readonly markdown: string; readonly span: Span } | null {
  const inner = internals.get(analysis);
  const target = inner === undefined ? null : hoverTarget(inner.read, offset);
  return target === null ? null : { markdown: hoverFor(target.subject), span: target.span };
}

/** The page of a rule, as a URL. */
export function docsUrl(ruleId: string): string {
  return `https://github.com/dynamodb-encryption-lint/dynamodb-encryption-lint/blob/main/docs/rules/${ruleId}.md`;
}

/** The page of a rule as Markdown, the same that `docs/rules/<id>.md` holds; null for no rule. */
export function explainRule(ruleId: string): string | null {
  const rule = rules.find((one) => one.id === ruleId);
  return rule === undefined ? null : rulePage(rule);
}

/** Settings from several sources, the later ones winning; see `core/settings.ts`. */
export function parseSettings(...sources: readonly RawSettings[]): {
  readonly settings: Settings;
  readonly problems: readonly string[];
} {
  return parseRawSettings(sources, rules);
}

/** Applies edits to a text. They must be in document order and not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let rest = 0;
  for (const { span, newText } of edits) {
    result += text.slice(rest, span.start) + newText;
    rest = span.end;
  }
  return result + text.slice(rest);
}

function editorOf(analysis: Analysis): TemplateEditor | null {
  const inner = internals.get(analysis);
  if (inner === undefined) return null;
  return new TemplateEditor(
    inner.read,
    inner.format,
    analysis.source.text,
    inner.options.settings.newKeyPolicy,
  );
}

/** The fix of the first finding whose edits hold good by themselves, where all together don't. */
function fixFirst(
  analysis: Analysis,
  findings: readonly Finding[],
  rule: string | null,
): { readonly edits: readonly TextEdit[]; readonly fixed: readonly Finding[] } {
  for (const finding of findings) {
    const fix = fixesFor(analysis, finding).find((one) => isWanted(one, rule));
    if (fix !== undefined && mends(analysis, finding, fix.edits))
      return { edits: fix.edits, fixed: [finding] };
  }
  return { edits: [], fixed: [] };
}

function isWanted(
  fix: { readonly applicability: string; readonly bulk: boolean },
  rule: string | null,
): boolean {
  return fix.bulk && (rule !== null || fix.applicability === "safe");
}

/** Whether the edits rid the text of every one of the findings and bring no problems. */
function clears(analysis: Analysis, findings: readonly Finding[], edits: readonly TextEdit[]): boolean {
  const after = reanalyse(analysis, edits);
  if (after.problems.length > analysis.problems.length) return false;
  return findings.every(
    (finding) => count(after, finding) <= count(analysis, finding) - countIn(findings, finding),
  );
}

/** Whether the edits rid the text of the finding and bring neither problems nor errors. */
function mends(analysis: Analysis, finding: Finding, edits: readonly TextEdit[]): boolean {
  const after = reanalyse(analysis, edits);
  if (after.problems.length > analysis.problems.length) return false;
  const errors = (one: Analysis): number => one.findings.filter((each) => each.severity === "error").length;
  return count(after, finding) < count(analysis, finding) && errors(after) <= errors(analysis);
}

function reanalyse(analysis: Analysis, edits: readonly TextEdit[]): Analysis {
  const options = internals.get(analysis)?.options;
  if (options === undefined) return analysis;
  const { settings, today } = options;
  return analyse({ ...analysis.source, text: applyEdits(analysis.source.text, edits) }, { settings, today });
}

function count(analysis: Analysis, finding: Finding): number {
  return countIn(analysis.findings, finding);
}

function countIn(findings: readonly Finding[], finding: Finding): number {
  return findings.filter((one) => one.rule === finding.rule && one.resource === finding.resource).length;
}

function summaries(table: Table): readonly TableSummary[] {
  return table.replicas.map((replica) => summary(table, replica));
}

function summary(table: Table, replica: Replica): TableSummary {
  const cases = mapCases(replica.encryption, caseOf, (one) => [one.key, one.reference, one.reason].join("|"));
  return {
    resource: table.logicalId,
    type: table.type,
    replica: replica.region === null ? null : nameOfText(replica.region),
    span: spanOf(table.kind === "global-table" ? replica.at : table.typeAt),
    cases: cases.map(({ when, value }) => ({ ...value, when })),
  };
}

function caseOf({ verdict, key, reason }: Encryption): Omit<TableCase, "when"> {
  return { key: verdict, reference: key?.text ?? null, reason };
}
