import type { AskedKey } from "../core/edit.js";
import type { Finding } from "../core/finding.js";
import type { Analysis, BulkFix } from "../service.js";
import type { Analyser } from "./analyser.js";
import { judge, type JudgeOptions } from "./judge.js";
import { newFindings, subjectOf, tallyOf } from "./new-findings.js";

/** Which fixes to apply: the safe ones of every rule (`fix`), and all of the rules named. */
export interface FixChoice {
  readonly fix: boolean;
  readonly fixRules: readonly string[];
  /** The key that tables are given; null for a new one. */
  readonly key: AskedKey | null;
}

/** What a fix is about. */
export interface Mended {
  readonly rule: string;
  readonly resource: string | null;
}

/** A finding that was to be fixed and isn't. */
export interface Refused extends Mended {
  /** A clause. */
  readonly reason: string;
}

export interface Fixed {
  /** The analysis of the text with the fixes in it; the one that was given where nothing is fixed. */
  readonly analysis: Analysis;
  readonly fixed: readonly Mended[];
  readonly refused: readonly Refused[];
}

/** A fix may make room for another one; more rounds than this no template needs. */
const MAX_ROUNDS = 10;

/** What it reports where a table has got another key belongs to giving it that. */
const ACCESS_RULE = "require-decrypt-for-table-access";

/** Whether any fixes were asked for. */
export function asksForFixes({ fix, fixRules }: Pick<FixChoice, "fix" | "fixRules">): boolean {
  return fix || fixRules.length > 0;
}

/**
 * Applies fixes and analyses again, until nothing changes. A text with problems is left as it is,
 * and so is one that would have errors or warnings which weren't there before. A step that would
 * bring problems in, or mends nothing after all, is taken back.
 */
export function fixText(
  analysis: Analysis,
  analyser: Analyser,
  choice: FixChoice,
  options: JudgeOptions,
): Fixed {
  if (analysis.problems.length > 0) {
    return leftAlone(analysis, analyser, choice, "the file can't be read completely");
  }
  const steps = new Steps(analysis, analyser, options);
  const asked = askedFor(choice);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = steps.current;
    for (const one of asked) steps.take(one);
    if (steps.current === before) break;
  }
  const fixed = [...steps.fixed];
  if (steps.current === analysis) {
    return { analysis, fixed, refused: refusedIn(analysis, analyser, choice, null) };
  }
  const before = tallyOf(analysis);
  const isNew = newAmong(steps.current, before);
  if (isNew.size > 0) steps.take({ rule: ACCESS_RULE, only: (finding) => isNew.has(finding) });
  const [first] = newFindings(steps.current, before);
  if (first !== undefined) return leftAlone(analysis, analyser, choice, wouldBring(first));
  return {
    analysis: steps.current,
    fixed,
    refused: refusedIn(steps.current, analyser, choice, null),
  };
}

/** A text that stays as it is, and why. */
export function leftAlone(analysis: Analysis, analyser: Analyser, choice: FixChoice, reason: string): Fixed {
  return { analysis, fixed: [], refused: refusedIn(analysis, analyser, choice, reason) };
}

/** Whether there is anything in a text that is asked to be fixed. */
export function hasWanted({ findings }: Analysis, { fix, fixRules }: FixChoice): boolean {
  return findings.some(({ suppressed, rule }) => suppressed === null && (fix || fixRules.includes(rule)));
}

/** What a new finding says, as a clause. */
export function wouldBring({ severity, message }: Finding, path: string | null = null): string {
  const where = path === null ? "" : ` in ${path}`;
  return `it would bring a new ${severity}${where}: ${message.replace(/\.$/, "")}`;
}

/** Texts that follow one another, each with more fixed. */
class Steps {
  readonly fixed: Mended[] = [];
  private readonly seen: Set<string>;
  private newKeys: ReadonlyMap<string, string> = new Map();

  constructor(
    public current: Analysis,
    private readonly analyser: Analyser,
    private readonly options: JudgeOptions,
  ) {
    this.seen = new Set([current.source.text]);
  }

  take(asked: BulkFix): void {
    const { analyser, current, seen } = this;
    const { edits, fixed, newKeys } = analyser.fixAll(current, { ...asked, newKeys: this.newKeys });
    if (edits.length === 0) return;
    const text = analyser.applyEdits(current.source.text, edits);
    if (seen.has(text)) return;
    seen.add(text);
    const next = judge({ path: current.source.path, text }, analyser, this.options);
    if (next === null || next.problems.length > 0) return;
    const gone = goneIn(next, current, fixed);
    if (gone.length === 0) return;
    this.current = next;
    this.newKeys = newKeys ?? this.newKeys;
    this.fixed.push(...gone.map(({ rule, resource }) => ({ rule, resource })));
  }
}

function askedFor({ fix, fixRules, key }: FixChoice): readonly BulkFix[] {
  return [...(fix ? [null] : []), ...fixRules].map((rule) => ({ rule, key }));
}

function newAmong(analysis: Analysis, before: ReturnType<typeof tallyOf>): ReadonlySet<Finding> {
  return new Set(newFindings(analysis, before).filter(({ rule }) => rule === ACCESS_RULE));
}

/** What is left of the findings that were to be fixed; those with a safe fix alone where only these are. */
function refusedIn(
  analysis: Analysis,
  analyser: Analyser,
  choice: FixChoice,
  reason: string | null,
): readonly Refused[] {
  return analysis.findings.flatMap((finding) => {
    const { rule, resource, suppressed } = finding;
    if (suppressed !== null) return [];
    const isNamed = choice.fixRules.includes(rule);
    const isMeant = isNamed || (choice.fix && hasSafeFix(finding));
    if (!isMeant) return [];
    const asked = { rule: isNamed ? rule : null, key: choice.key };
    return [{ rule, resource, reason: reason ?? analyser.whyNotFixed(analysis, finding, asked) }];
  });
}

function hasSafeFix(finding: Finding): boolean {
  return finding.fixes().some(({ applicability, bulk }) => bulk && applicability === "safe");
}

/** Those of the findings that are no longer there; the analysis decides, not the fix's promise. */
function goneIn(after: Analysis, before: Analysis, findings: readonly Finding[]): readonly Finding[] {
  const left = new Map<string, number>();
  for (const finding of before.findings)
    left.set(subjectOf(finding), (left.get(subjectOf(finding)) ?? 0) + 1);
  for (const finding of after.findings) left.set(subjectOf(finding), (left.get(subjectOf(finding)) ?? 0) - 1);
  return findings.filter((finding) => {
    const gone = left.get(subjectOf(finding)) ?? 0;
    left.set(subjectOf(finding), gone - 1);
    return gone > 0;
  });
}
