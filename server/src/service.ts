/**
 * The façade: the only door for `lsp/` and `cli/`. Pure: texts and settings in, results out.
 * Nothing here reads a file, a clock or the environment.
 */
import type { Fix, TextEdit } from "./core/edit.js";
import { judge } from "./core/engine.js";
import type { Finding } from "./core/finding.js";
import type { FrameworkId } from "./core/frameworks.js";
import type { Dialect } from "./core/model.js";
import type { Problem } from "./core/problem.js";
import { parseSettings as parseRawSettings, type RawSettings, type Settings } from "./core/settings.js";
import { Lines } from "./core/lines.js";
import { spanOf, type Place, type Span } from "./core/span.js";
import { TemplateEditor } from "./dialects/cloudformation/editor.js";
import { hoverTarget } from "./dialects/cloudformation/hover-target.js";
import { IGNORE_MARKER } from "./dialects/cloudformation/ignores.js";
import {
  policyCompletions,
  principalsIn,
  type Completion,
  type NamedPrincipal,
} from "./dialects/cloudformation/policy-completion.js";
import {
  couldBeTemplate,
  mayBeTemplate,
  mayMatter,
  namesModelledType,
  recognise,
  wasMeantAsTemplate,
} from "./dialects/cloudformation/recognise.js";
import { suppress } from "./dialects/cloudformation/suppress.js";
import { ALONE } from "./dialects/cloudformation/surroundings.js";
import { readTemplate, type ReadTemplate } from "./dialects/cloudformation/template.js";
import { formatOf } from "./formats/detect.js";
import type { Format, Outline } from "./formats/format.js";
import type { CostInput } from "./pricing/priced.js";
import { pricesOf } from "./pricing/prices.js";
import { hoverFor } from "./render/hover.js";
import { rules } from "./rules/index.js";
import { costInputOf } from "./costs.js";
import { partOf, type InventoryPart } from "./inventory/part.js";
import { keySummary, summaries, type KeySummary, type TableSummary } from "./summaries.js";
import { TemplateWorkspace, type MadeBy } from "./workspace.js";

export type { Control } from "./compliance/controls.js";
export { describeCase } from "./core/cases.js";
export { FRAMEWORKS } from "./core/frameworks.js";
export { Lines } from "./core/lines.js";
export { nearestName } from "./core/nearest.js";
export { rules, mayBeTemplate, mayMatter, namesModelledType };
export { plainPath } from "./core/paths.js";
export { isSamConfig } from "./deployments/deployment-files.js";
export { readCdkJson } from "./deployments/cdk-json.js";
export { parameterFileFormat, readParameterFile } from "./deployments/parameter-file.js";
export { globMatcher } from "./deployments/globs.js";
export { openAssembly, type AssemblyAccess, type AssemblyRemark, type OpenedAssembly } from "./assemblies.js";
export type { Completion } from "./dialects/cloudformation/policy-completion.js";
export { TemplateWorkspace, type GeneratedTemplate, type MadeBy } from "./workspace.js";
export { basisOf, joinedCosts } from "./costs.js";
export { estimateCosts, type Costs, type Estimate } from "./pricing/estimate.js";
export type { CostInput } from "./pricing/priced.js";
export { inventoryReport, type ReportFrame } from "./reports.js";
export { controlsOf, docsUrl, explainRule } from "./rule-catalogue.js";
export { monthlyInShort, monthlyRange, priceSource } from "./pricing/words.js";
export { takeInventory } from "./inventory/take.js";
export { canWork, verdictOf, VERDICTS, type EncryptionVerdict } from "./inventory/verdict.js";
export type * from "./inventory/inventory.js";
export type { InventoryPart, PartFinding, PartSuppression, Spot } from "./inventory/part.js";
export type { KeySummary, ReaderSummary, TableCase, TableSummary } from "./summaries.js";

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
  /** The other templates that its values may come from. */
  readonly workspace?: TemplateWorkspace;
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
  readonly keys: readonly KeySummary[];
  /** CDK has written it into an assembly: it isn't edited by hand. */
  readonly generated: boolean;
  /** The frameworks whose controls are to stand beside its findings, as the settings have them. */
  readonly frameworks: readonly FrameworkId[];
  /** The construct that made a resource of a generated template. */
  readonly madeBy: (resource: string) => MadeBy | null;
  /** The names of the parameters that the template declares. */
  readonly parameters: readonly string[];
  /** Rules that failed on this document: defects of ours, to be logged. The other rules have run. */
  readonly failures: readonly { readonly rule: string; readonly error: unknown }[];
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
    keys: [],
    generated: false,
    frameworks: options.settings.frameworks,
    madeBy: () => null,
    parameters: [],
    failures: [],
  };
  if (!mayBeTemplate(source.text) || !couldBeTemplate(source.text)) return nothing;
  const format = formatOf(source.path, source.text);
  const previous = options.previous === undefined ? undefined : internals.get(options.previous);
  const outline = format.outline(source.text, previous?.format === format ? previous.outline : undefined);
  const dialect = recognise(outline);
  if (dialect === null) {
    return wasMeantAsTemplate(source.text) ? { ...nothing, problems: outline.problems() } : nothing;
  }
  const comments = source.text.includes(IGNORE_MARKER) ? format.comments(source.text, IGNORE_MARKER) : [];
  const { settings, today, workspace } = options;
  const surroundings = workspace?.surroundingsOf(source.path, settings) ?? ALONE;
  const look = () => {
    const read = readTemplate(outline, dialect, comments, settings, surroundings);
    const { findings, failures } = judge(read.template, rules, settings, today);
    return { read, findings, failures };
  };
  const { read, findings, failures } = workspace?.judging(source.path, look) ?? look();
  const analysis: Analysis = {
    ...nothing,
    dialect,
    problems: read.template.problems,
    findings,
    tables: read.template.tables.flatMap((table) => summaries(table, read.template, source.path)),
    generated: workspace?.isGenerated(source.path) ?? false,
    madeBy: (resource) => workspace?.madeBy(source.path, resource) ?? null,
    keys: read.template.keys.map((key) => keySummary(key, read.template.context)),
    parameters: [...read.declarations.sections.Parameters.keys()],
    failures,
  };
  internals.set(analysis, { options, format, outline, read });
  return analysis;
}

/** The fixes of one finding that can be written, the preferred one first. */
export function fixesFor(analysis: Analysis, finding: Finding): readonly ResolvedFix[] {
  return finding.fixes.flatMap((fix) => resolved(analysis, finding, fix) ?? []);
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
    if (resolved(analysis, finding, fix) !== null && editor.attempt(fix.edits)) fixed.push(finding);
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
  // As with fixes: the next synthesis would lose it.
  return inner === undefined || analysis.generated
    ? null
    : suppress(inner.read, inner.format, analysis.source.text, finding, suppression);
}

/** What there is to say about the text at an offset, as Markdown; null for nothing. */
export function hoverAt(
  analysis: Analysis,
  offset: number,
): { readonly markdown: string; readonly span: Span } | null {
  const inner = internals.get(analysis);
  if (inner === undefined) return null;
  const target = hoverTarget(inner.read, offset);
  if (target === null) return null;
  const lines = new Lines(analysis.source.text);
  const lineOf = (place: Place): number => lines.positionAt(spanOf(place).start).line + 1;
  const prices = pricesOf(inner.options.settings.cost);
  return { markdown: hoverFor(target.subject, lineOf, prices), span: target.span };
}

/**
 * What can be written at an offset; only inside key policies is there anything to offer. The text
 * may be half typed.
 */
export function completionsAt(analysis: Analysis, offset: number): readonly Completion[] {
  const inner = internals.get(analysis);
  if (inner === undefined || analysis.generated) return [];
  const principals = (): readonly NamedPrincipal[] => principalsIn(inner.read.declarations);
  return policyCompletions(analysis.source.text, offset, inner.format.id, principals);
}

/** What was read of a template, to follow its names; null where the text is none. */
export function readOf(analysis: Analysis): ReadTemplate | null {
  return internals.get(analysis)?.read ?? null;
}

/** What the template adds to the costs of a workspace; null where the text is none. */
export function costInput(analysis: Analysis): CostInput | null {
  const inner = internals.get(analysis);
  return inner === undefined
    ? null
    : costInputOf(inner.read.template, analysis.source.path, inner.options.settings);
}

/** The template's part of an inventory, to be kept without its text; null where the text is no template. */
export function inventoryPart(analysis: Analysis): InventoryPart | null {
  const inner = internals.get(analysis);
  if (inner === undefined) return null;
  const { source, findings, generated, madeBy } = analysis;
  const { settings, today } = inner.options;
  const constructOf = (resource: string): string | null => madeBy(resource)?.construct ?? null;
  const { template } = inner.read;
  return partOf({ source, template, findings, generated, constructOf, settings, today });
}

/** Settings from several sources, the later ones winning; see `core/settings.ts`. */
export function parseSettings(...sources: readonly RawSettings[]): {
  readonly settings: Settings;
  readonly problems: readonly string[];
} {
  return parseRawSettings(sources, rules);
}

/** A workspace without documents; `nameOf` as in `TemplateWorkspace`. */
export function openWorkspace(nameOf?: (path: string) => string): TemplateWorkspace {
  return new TemplateWorkspace(nameOf);
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

/** One fix with its edits worked out; null where it can't be written. */
function resolved(analysis: Analysis, finding: Finding, fix: Fix): ResolvedFix | null {
  // What CDK has written, it writes again: a fix would be lost.
  const editor = analysis.generated ? null : editorOf(analysis);
  if (editor === null || !editor.attempt(fix.edits) || editor.edits.length === 0) return null;
  if (editor.needsCheck && !mends(analysis, finding, editor.edits)) return null;
  const { id, title, applicability, bulk } = fix;
  return { id, title, applicability, bulk, edits: editor.edits };
}

/** The fix of the first finding whose edits hold good by themselves, where all together don't. */
function fixFirst(
  analysis: Analysis,
  findings: readonly Finding[],
  rule: string | null,
): { readonly edits: readonly TextEdit[]; readonly fixed: readonly Finding[] } {
  for (const finding of findings) {
    const wanted = finding.fixes.find((one) => isWanted(one, rule));
    const fix = wanted === undefined ? null : resolved(analysis, finding, wanted);
    if (fix !== null && mends(analysis, finding, fix.edits)) return { edits: fix.edits, fixed: [finding] };
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
  const { settings, today, workspace } = options;
  const source = { ...analysis.source, text: applyEdits(analysis.source.text, edits) };
  if (workspace === undefined) return analyse(source, { settings, today });
  return workspace.trying(() => analyse(source, { settings, today, workspace }));
}

function count(analysis: Analysis, finding: Finding): number {
  return countIn(analysis.findings, finding);
}

function countIn(findings: readonly Finding[], finding: Finding): number {
  return findings.filter((one) => one.rule === finding.rule && one.resource === finding.resource).length;
}
