/** The façade's part for changes of a text: fixes, suppressions, and what comes of them. */
import { EditRefused, type AskedKey, type Fix, type TextEdit } from "./core/edit.js";
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

/** What a bulk fix is to take. */
export interface BulkFix {
  /** All fixes of this rule, also those to be reviewed; null for the safe fixes of every rule. */
  readonly rule: string | null;
  /** The key that tables are given; absent or null for what the rules' own bulk fixes give. */
  readonly key?: AskedKey | null;
  /** `FixedTogether.newKeys` of an earlier call, whose edits are in the text by now. */
  readonly newKeys?: ReadonlyMap<string, string>;
  /** Which findings are meant; absent for all of them. */
  readonly only?: (finding: Finding) => boolean;
}

/** One set of edits, in document order and not overlapping, and the findings that it mends. */
export interface FixedTogether {
  readonly edits: readonly TextEdit[];
  readonly fixed: readonly Finding[];
  /** The logical ids of the keys that it makes, by the groups of tables that share them. */
  readonly newKeys?: ReadonlyMap<string, string>;
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
 * One set of edits that fixes everything that is asked for (a new key is made once and shared). A fix
 * that somebody has to choose (`bulk` is false) is never among them, unless the asked key decides it.
 * Suppressed findings are left alone.
 */
export function fixAll(analysis: Analysis, asked: BulkFix): FixedTogether {
  if (analysis.generated) return { edits: [], fixed: [] };
  // Mostly all hold good together; to judge each by itself first would take a reading for each.
  const all = together(analysis, asked, () => true);
  if (all.fixed.length === 0) return all;
  const outcome = tried(analysis, all.edits);
  if (clears(analysis, outcome, all.fixed) && !hasMoreErrors(analysis, outcome)) return all;
  const sound = together(analysis, asked, (finding) => alone(analysis, finding, asked) !== null);
  if (sound.fixed.length === 0) return sound;
  const unclear = uncleared(analysis, tried(analysis, sound.edits), sound.fixed);
  if (unclear.length === 0) return sound;
  // What gets into the way of others may hold good once they are fixed.
  const rest = together(
    analysis,
    asked,
    (finding) => sound.fixed.includes(finding) && !unclear.includes(finding),
  );
  if (rest.fixed.length > 0 && clears(analysis, tried(analysis, rest.edits), rest.fixed)) return rest;
  return fixFirst(analysis, sound.fixed, asked);
}

/** Why `fixAll` leaves a finding that is asked for, as a clause. */
export function whyNotFixed(analysis: Analysis, finding: Finding, asked: BulkFix): string {
  if (analysis.generated) return "CDK writes this file, so the app is to be changed instead";
  const wanted = wantedFix(finding, asked);
  if (wanted === null) return whyNoFix(analysis, finding, asked);
  const editor = editorOf(analysis, asked);
  if (editor === null) return "it is no template";
  try {
    wanted.edits(editor);
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return error.message;
  }
  const after = tried(analysis, editor.edits);
  if (after.problems.length > analysis.problems.length) return "the text could no longer be read completely";
  if (hasMoreErrors(analysis, after)) return "it would bring a new error";
  return clears(analysis, after, [finding])
    ? "another fix of the same text is in its way"
    : "the finding would still be there";
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

function editorOf(analysis: Analysis, { newKeys }: Pick<BulkFix, "newKeys"> = {}): TemplateEditor | null {
  const inner = internalsOf(analysis);
  if (inner === undefined) return null;
  const { newKeyPolicy } = inner.options.settings;
  return new TemplateEditor(inner.read, inner.format, analysis.source.text, newKeyPolicy, newKeys);
}

/** The edits of every wanted fix of an accepted finding that can be written beside those before it. */
function together(analysis: Analysis, asked: BulkFix, accepts: (finding: Finding) => boolean): FixedTogether {
  const editor = editorOf(analysis, asked);
  const fixed: Finding[] = [];
  if (editor === null) return { edits: [], fixed };
  for (const finding of analysis.findings) {
    if (!isAskedFor(finding, asked)) continue;
    const wanted = wantedFix(finding, asked);
    if (wanted !== null && accepts(finding) && editor.attempt(wanted.edits)) fixed.push(finding);
  }
  return { edits: editor.edits, fixed, newKeys: editor.newKeys };
}

/** Whether a bulk fix is about a finding, be there a fix for it or not. */
function isAskedFor(finding: Finding, { rule, only }: BulkFix): boolean {
  if (finding.suppressed !== null || (rule !== null && finding.rule !== rule)) return false;
  return only === undefined || only(finding);
}

/** The fix that a bulk fix takes for a finding, with the asked key. */
function wantedFix(finding: Finding, { rule, key }: BulkFix): Pick<Fix, "edits"> | null {
  const fixes = finding.fixes();
  const named = key?.kind === "declared" || key?.kind === "named" ? key.name : null;
  const fix =
    fixes.find((one) => named !== null && one.usesKey === named && rule !== null) ??
    fixes.find((one) => one.bulk && (rule !== null || one.applicability === "safe"));
  if (fix === undefined) return null;
  if (named !== null && fix.usesKey !== undefined && fix.usesKey !== named) return null;
  if (key === undefined || key === null || fix.withKey === undefined) return fix;
  return { edits: fix.withKey(key) };
}

function whyNoFix(analysis: Analysis, finding: Finding, { key }: BulkFix): string {
  const template = internalsOf(analysis)?.read.template;
  const resources = [...(template?.tables ?? []), ...(template?.keys ?? [])];
  const locked = resources.find(({ logicalId }) => logicalId === finding.resource)?.locked ?? null;
  if (locked !== null) return locked;
  const count = finding.fixes().length;
  if (count === 0) return "no fix for it is known";
  const isByKey = finding.fixes().some(({ usesKey }) => usesKey !== undefined);
  if (isByKey && (key?.kind === "declared" || key?.kind === "named")) {
    return `'${key.name}' is none of the keys that it could use`;
  }
  return count === 1
    ? "its fix is to be chosen in an editor"
    : `somebody has to choose one of its ${count} fixes`;
}

/** One fix with its edits worked out; null where it can't be written. */
function resolved(analysis: Analysis, finding: Finding, fix: Fix): ResolvedFix | null {
  const written = soundEdits(analysis, finding, fix);
  if (written === null) return null;
  const { id, title, applicability, bulk } = fix;
  return { id, title, applicability, bulk, edits: written.edits };
}

/** What a bulk fix would write for this finding alone; null where it can't. */
function alone(analysis: Analysis, finding: Finding, asked: BulkFix): FixedTogether | null {
  const wanted = wantedFix(finding, asked);
  const written = wanted === null ? null : soundEdits(analysis, finding, wanted, asked);
  return written === null ? null : { ...written, fixed: [finding] };
}

function soundEdits(
  analysis: Analysis,
  finding: Finding,
  fix: Pick<Fix, "edits">,
  asked?: BulkFix,
): Pick<FixedTogether, "edits" | "newKeys"> | null {
  // What CDK has written, it writes again: a fix would be lost.
  const editor = analysis.generated ? null : editorOf(analysis, asked);
  if (editor === null || !editor.attempt(fix.edits) || editor.edits.length === 0) return null;
  if (editor.needsCheck && !mends(analysis, finding, editor.edits)) return null;
  return { edits: editor.edits, newKeys: editor.newKeys };
}

/** The fix of the first finding whose edits hold good by themselves, where all together don't. */
function fixFirst(analysis: Analysis, findings: readonly Finding[], asked: BulkFix): FixedTogether {
  for (const finding of findings) {
    const fix = alone(analysis, finding, asked);
    if (fix !== null && mends(analysis, finding, fix.edits)) return fix;
  }
  return { edits: [], fixed: [] };
}

/** Whether the edits rid the text of the finding and bring neither problems nor errors. */
function mends(analysis: Analysis, finding: Finding, edits: readonly TextEdit[]): boolean {
  const after = tried(analysis, edits);
  return clears(analysis, after, [finding]) && !hasMoreErrors(analysis, after);
}

/** Whether every one of the findings is gone and there are no new problems. */
function clears(before: Analysis, after: Analysis, findings: readonly Finding[]): boolean {
  return uncleared(before, after, findings).length === 0;
}

/** Those of the findings that aren't gone; all of them where there are new problems. */
function uncleared(before: Analysis, after: Analysis, findings: readonly Finding[]): readonly Finding[] {
  if (after.problems.length > before.problems.length) return findings;
  return findings.filter(
    (finding) => count(after, finding) > count(before, finding) - countIn(findings, finding),
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
