import type { Finding } from "../core/finding.js";
import type { Analysis } from "../service.js";
import type { Analyser } from "./analyser.js";
import { judge, type JudgeOptions } from "./judge.js";

/** Which fixes to apply: the safe ones of every rule (`fix`), and all of the rules named. */
export interface FixChoice {
  readonly fix: boolean;
  readonly fixRules: readonly string[];
}

export interface Fixed {
  /** The analysis of the text with the fixes in it. */
  readonly analysis: Analysis;
  readonly fixed: readonly { readonly rule: string; readonly resource: string | null }[];
}

/** A fix may make room for another one; more rounds than this no template needs. */
const MAX_ROUNDS = 10;

/** Whether any fixes were asked for. */
export function asksForFixes({ fix, fixRules }: FixChoice): boolean {
  return fix || fixRules.length > 0;
}

/**
 * Applies fixes and analyses again, until nothing changes. A text with problems is left as it is,
 * and a step that would bring problems in, or mends nothing after all, is taken back.
 */
export function fixText(
  analysis: Analysis,
  analyser: Analyser,
  choice: FixChoice,
  options: JudgeOptions,
): Fixed {
  const filters = [...(choice.fix ? [null] : []), ...choice.fixRules];
  const seen = new Set([analysis.source.text]);
  const fixed: { rule: string; resource: string | null }[] = [];
  let current = analysis;
  if (current.problems.length > 0) return { analysis, fixed };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = current;
    for (const rule of filters) {
      const { edits, fixed: mended } = analyser.fixAll(current, { rule });
      if (edits.length === 0) continue;
      const text = analyser.applyEdits(current.source.text, edits);
      const next = seen.has(text) ? null : judge({ path: current.source.path, text }, analyser, options);
      seen.add(text);
      if (next === null || next.problems.length > 0) continue;
      const gone = goneIn(next, current, mended);
      if (gone.length === 0) continue;
      current = next;
      fixed.push(...gone.map((finding) => ({ rule: finding.rule, resource: finding.resource })));
    }
    if (current === before) break;
  }
  return { analysis: current, fixed };
}

/** Those of the findings that are no longer there; the analysis decides, not the fix's promise. */
function goneIn(after: Analysis, before: Analysis, findings: readonly Finding[]): readonly Finding[] {
  const left = new Map<string, number>();
  for (const finding of before.findings) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  for (const finding of after.findings) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) - 1);
  return findings.filter((finding) => {
    const gone = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), gone - 1);
    return gone > 0;
  });
}

function keyOf({ rule, resource }: Finding): string {
  return `${rule} ${resource ?? ""}`;
}
