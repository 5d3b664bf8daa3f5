/** The façade's part for changes of a text: fixes, suppressions, and what comes of them. */
import { EditRefused, type Fix, type TextEdit } from "./core/edit.js";
import type { Finding } from "./core/finding.js";
import { peerOf } from "./core/peers.js";
import { TemplateEditor } from "./dialects/cloudformation/editor.js";
import { suppress } from "./dialects/cloudformation/suppress.js";
import {
  SUPPRESSION_SYNTAXES,
  type SuppressionSyntax,
  type SuppressionWords,
} from "./dialects/cloudformation/suppression-syntax.js";
import { analyse, equivalentsUnder, internalsOf, type Analysis } from "./analysis.js";

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

/** One set of edits, in document order and not overlapping, and the findings that it mends. */
export interface FixedTogether {
  readonly edits: readonly TextEdit[];
  readonly fixed: readonly Finding[];
}

/** One way to write a suppression. */
export interface SuppressionOption {
  readonly syntax: SuppressionSyntax;
  /** Our rule, or the tool's check. */
  readonly id: string;
  /** The tool's name; null for our own syntax. */
  readonly tool: string | null;
  /** The syntax has a place for a reason, and for the last day. */
  readonly takesReason: boolean;
  readonly takesDay: boolean;
}

/** The fixes of one finding that can be written, the preferred one first. */
export function fixesFor(analysis: Analysis, finding: Finding): readonly ResolvedFix[] {
  return finding.fixes().flatMap((fix) => resolved(analysis, finding, fix) ?? []);
}

/**
 * One set of edits that fixes everything the filter takes: `rule` null takes the safe fixes of
 * every rule; with a rule's id also its review fixes (a new key is made once and shared). A fix
 * that somebody has to choose (`bulk` is false) is never among them.
 * Suppressed findings are left alone.
 */
export function fixAll(analysis: Analysis, filter: { readonly rule: string | null }): FixedTogether {
  if (analysis.generated) return { edits: [], fixed: [] };
  const { rule } = filter;
  // Mostly all hold good together; to judge each by itself first would take a reading for each.
  const all = together(analysis, rule, () => true);
  if (all.fixed.length === 0) return all;
  const outcome = tried(analysis, all.edits);
  if (clears(analysis, outcome, all.fixed) && !hasMoreErrors(analysis, outcome)) return all;
  const sound = together(analysis, rule, (finding, fix) => resolved(analysis, finding, fix) !== null);
  if (sound.fixed.length === 0) return sound;
  if (clears(analysis, tried(analysis, sound.edits), sound.fixed)) return sound;
  return fixFirst(analysis, sound.fixed, rule);
}

/**
 * What an intent makes of the text: its edits, and the analysis of the text that they give, whose
 * only findings are errors in resources; or why nothing can be written, as a clause.
 */
export function tryEdits(
  analysis: Analysis,
  write: Fix["edits"],
): { readonly edits: readonly TextEdit[]; readonly after: Analysis } | { readonly refused: string } {
  const editor = editorOf(analysis);
  if (editor === null) return { refused: "it is no template" };
  if (analysis.generated) return { refused: "the CDK writes this template: change the key in the app" };
  try {
    write(editor);
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return { refused: error.message };
  }
  return {
    edits: editor.edits,
    after: editor.edits.length === 0 ? analysis : tried(analysis, editor.edits, true),
  };
}

/**
 * Edits that suppress a finding, by comment (YAML) or metadata (JSON); null where the text doesn't
 * allow it, or the tool has no such check.
 */
export function suppressionEdits(
  analysis: Analysis,
  finding: Finding,
  words: SuppressionWords,
  syntax: SuppressionSyntax = "own",
): readonly TextEdit[] | null {
  const inner = internalsOf(analysis);
  // As with fixes: the next synthesis would lose it.
  if (inner === undefined || analysis.generated) return null;
  const equivalents = equivalentsUnder(inner.options.settings);
  const id = syntax === "own" ? finding.rule : equivalents.idsOf(syntax, finding.rule)[0];
  if (id === undefined) return null;
  return suppress(inner.read, inner.format, analysis.source.text, finding, { syntax, id }, words);
}

/** The ways in which a suppression of a finding can be written, ours first; none where the text doesn't allow it. */
export function suppressionOptions(analysis: Analysis, finding: Finding): readonly SuppressionOption[] {
  const inner = internalsOf(analysis);
  if (inner === undefined) return [];
  const equivalents = equivalentsUnder(inner.options.settings);
  const words = { reason: "reason", until: null };
  return SUPPRESSION_SYNTAXES.flatMap(({ syntax, takesReason, takesDay }) => {
    if (suppressionEdits(analysis, finding, words, syntax) === null) return [];
    const id = syntax === "own" ? finding.rule : (equivalents.idsOf(syntax, finding.rule)[0] ?? "");
    return [
      { syntax, id, tool: syntax === "own" ? null : (peerOf(syntax)?.name ?? null), takesReason, takesDay },
    ];
  });
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
  const inner = internalsOf(analysis);
  if (inner === undefined) return null;
  return new TemplateEditor(
    inner.read,
    inner.format,
    analysis.source.text,
    inner.options.settings.newKeyPolicy,
  );
}

/** The edits of every wanted fix that is accepted and can be written beside those before it. */
function together(
  analysis: Analysis,
  rule: string | null,
  accepts: (finding: Finding, fix: Fix) => boolean,
): FixedTogether {
  const editor = editorOf(analysis);
  const fixed: Finding[] = [];
  if (editor === null) return { edits: [], fixed };
  for (const finding of analysis.findings) {
    if (finding.suppressed !== null || (rule !== null && finding.rule !== rule)) continue;
    const fix = finding.fixes().find((one) => isWanted(one, rule));
    if (fix !== undefined && accepts(finding, fix) && editor.attempt(fix.edits)) fixed.push(finding);
  }
  return { edits: editor.edits, fixed };
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
function fixFirst(analysis: Analysis, findings: readonly Finding[], rule: string | null): FixedTogether {
  for (const finding of findings) {
    const wanted = finding.fixes().find((one) => isWanted(one, rule));
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

/** Whether the edits rid the text of the finding and bring neither problems nor errors. */
function mends(analysis: Analysis, finding: Finding, edits: readonly TextEdit[]): boolean {
  const after = tried(analysis, edits);
  return clears(analysis, after, [finding]) && !hasMoreErrors(analysis, after);
}

/** Whether every one of the findings is gone and there are no new problems. */
function clears(before: Analysis, after: Analysis, findings: readonly Finding[]): boolean {
  if (after.problems.length > before.problems.length) return false;
  return findings.every(
    (finding) => count(after, finding) <= count(before, finding) - countIn(findings, finding),
  );
}

function hasMoreErrors(before: Analysis, after: Analysis): boolean {
  const errors = (one: Analysis): number =>
    one.findings.filter(({ severity }) => severity === "error").length;
  return errors(after) > errors(before);
}

/** What comes of the edits: to be counted, as its places hold no longer than this takes. */
function tried(analysis: Analysis, edits: readonly TextEdit[], onlyErrors = false): Analysis {
  const inner = internalsOf(analysis);
  if (inner === undefined) return analysis;
  const { settings, today, workspace } = inner.options;
  const source = { ...analysis.source, text: applyEdits(analysis.source.text, edits) };
  const look = (): Analysis => {
    try {
      return analyse(source, {
        settings,
        today,
        previous: analysis,
        isTrial: true,
        onlyErrors,
        ...(workspace && { workspace }),
      });
    } finally {
      inner.outline.takeBack();
    }
  };
  return workspace === undefined ? look() : workspace.trying(look);
}

function count(analysis: Analysis, finding: Finding): number {
  return countIn(analysis.findings, finding);
}

function countIn(findings: readonly Finding[], finding: Finding): number {
  return findings.filter((one) => one.rule === finding.rule && one.resource === finding.resource).length;
}
