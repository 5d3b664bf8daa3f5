import type { Range } from "vscode-languageserver";
import { CodeActionKind, CodeActionTriggerKind } from "vscode-languageserver";
import type { TextEdit } from "../core/edit.js";
import type { Finding } from "../core/finding.js";
import { fixAll, fixesFor, suppressionEdits, type Analysis } from "../service.js";
import type { Judged } from "./analyses.js";
import { linesAround, meet, spanOfRange } from "./convert.js";
import { findReferred, referTo, type FindingReference } from "./finding-reference.js";

/** Applies every safe fix of a document; editors run it on save when told to. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.dynamodbEncryption`;

/** What stands for the reason of a suppression until somebody writes one. */
export const PLACEHOLDER_REASON = "reason";

/** What to do, in a form that can be sent to the client and worked out again from the text. */
export type Intent =
  | { readonly do: "fix"; readonly finding: FindingReference; readonly fix: string }
  | { readonly do: "fix-rule"; readonly rule: string }
  | { readonly do: "fix-safe" }
  | { readonly do: "suppress"; readonly finding: FindingReference };

/** One code action before it is put into the words of the protocol. */
export interface Offer {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly preferred: boolean;
  /** The findings it mends or suppresses. */
  readonly findings: readonly Finding[];
  readonly intent: Intent;
  readonly edits: readonly TextEdit[];
}

/** The code actions for a range, fixes first, each once however many findings share it. */
export function offersFor(
  judged: Judged,
  request: {
    readonly range: Range;
    /** The kinds asked for; undefined for those that concern the range. */
    readonly only: readonly CodeActionKind[] | undefined;
    readonly trigger: CodeActionTriggerKind | undefined;
  },
): readonly Offer[] {
  const { analysis } = judged;
  const offers: Offer[] = [];
  if (includes(request.only ?? [CodeActionKind.QuickFix], CodeActionKind.QuickFix)) {
    const findings = findingsAt(judged, request.range, request.trigger);
    offers.push(
      ...findings.flatMap((finding) => fixOffers(analysis, finding)),
      ...[...new Set(findings.map(({ rule }) => rule))].flatMap((rule) => fixRuleOffers(analysis, rule)),
      ...findings.flatMap((finding) => suppressOffers(analysis, finding)),
    );
  }
  if (includes(request.only ?? [], FIX_ALL_KIND)) offers.push(...fixSafeOffers(analysis));
  return joined(offers);
}

/** The edits of an intent in this text; undefined where they can't be made any more. */
export function editsOf(analysis: Analysis, intent: Intent): readonly TextEdit[] | undefined {
  if (intent.do === "fix-safe") return bulkFix(analysis, null).edits;
  if (intent.do === "fix-rule") return bulkFix(analysis, intent.rule).edits;
  const finding = findReferred(analysis, intent.finding);
  if (finding === undefined) return undefined;
  if (intent.do === "fix") return fixesFor(analysis, finding).find(({ id }) => id === intent.fix)?.edits;
  return suppressionEdits(analysis, finding, { reason: PLACEHOLDER_REASON, until: null }) ?? undefined;
}

/**
 * The findings that the range touches. Somebody who asks (rather than moves the cursor) gets
 * those of the whole line, where the range itself touches none.
 */
function findingsAt(
  { document, analysis }: Judged,
  range: Range,
  trigger: CodeActionTriggerKind | undefined,
): readonly Finding[] {
  const open = analysis.findings.filter((finding) => finding.suppressed === null);
  const span = spanOfRange(document, range);
  const touched = open.filter((finding) => meet(finding.span, span));
  if (touched.length > 0 || trigger === CodeActionTriggerKind.Automatic) return touched;
  const lines = linesAround(document, span);
  return open.filter((finding) => meet(finding.span, lines));
}

function fixOffers(analysis: Analysis, finding: Finding): readonly Offer[] {
  const reference = referTo(analysis, finding);
  return fixesFor(analysis, finding).map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    preferred: fix.bulk,
    findings: [finding],
    intent: { do: "fix", finding: reference, fix: fix.id },
    edits: fix.edits,
  }));
}

/** One fix for all findings of a rule, where there are several. */
function fixRuleOffers(analysis: Analysis, rule: string): readonly Offer[] {
  const { edits, fixed } = bulkFix(analysis, rule);
  const findings = fixed.filter((finding) => finding.rule === rule);
  if (findings.length < 2 || edits.length === 0) return [];
  return [
    {
      title: `Fix all '${rule}' findings in this file`,
      kind: CodeActionKind.QuickFix,
      preferred: false,
      findings,
      intent: { do: "fix-rule", rule },
      edits,
    },
  ];
}

function fixSafeOffers(analysis: Analysis): readonly Offer[] {
  const { edits, fixed } = bulkFix(analysis, null);
  if (edits.length === 0) return [];
  return [
    {
      title: "Apply all safe DynamoDB encryption fixes",
      kind: FIX_ALL_KIND,
      preferred: false,
      findings: fixed,
      intent: { do: "fix-safe" },
      edits,
    },
  ];
}

function suppressOffers(analysis: Analysis, finding: Finding): readonly Offer[] {
  const edits = suppressionEdits(analysis, finding, { reason: PLACEHOLDER_REASON, until: null });
  if (edits === null || edits.length === 0) return [];
  return [
    {
      title: `Suppress '${finding.rule}' here`,
      kind: CodeActionKind.QuickFix,
      preferred: false,
      findings: [finding],
      intent: { do: "suppress", finding: referTo(analysis, finding) },
      edits,
    },
  ];
}

const bulkFixes = new WeakMap<Analysis, Map<string | null, ReturnType<typeof fixAll>>>();

/** `fixAll`, worked out once per text: editors ask for code actions at every move of the cursor. */
function bulkFix(analysis: Analysis, rule: string | null): ReturnType<typeof fixAll> {
  const known = bulkFixes.get(analysis) ?? new Map<string | null, ReturnType<typeof fixAll>>();
  const fix = known.get(rule) ?? fixAll(analysis, { rule });
  bulkFixes.set(analysis, known.set(rule, fix));
  return fix;
}

/** Two findings of one table often have the same fix: it is offered once, for both. */
function joined(offers: readonly Offer[]): readonly Offer[] {
  const byEffect = new Map<string, Offer>();
  for (const offer of offers) {
    const key = JSON.stringify([offer.title, offer.kind, offer.edits]);
    const same = byEffect.get(key);
    if (same === undefined) byEffect.set(key, offer);
    else byEffect.set(key, { ...same, findings: [...same.findings, ...offer.findings] });
  }
  return [...byEffect.values()];
}

/** Whether one of the kinds is this kind or a more general one. */
function includes(kinds: readonly CodeActionKind[], kind: CodeActionKind): boolean {
  return kinds.some((one) => one === "" || one === kind || kind.startsWith(`${one}.`));
}
