import { costOfChange, plainPath, type Analysis, type CostInput, type Source } from "../service.js";
import type { Analyser } from "./analyser.js";
import {
  fixText,
  hasWanted,
  leftAlone,
  wouldBring,
  type FixChoice,
  type Fixed,
  type Mended,
  type Refused,
} from "./fix.js";
import { judge, type JudgeOptions } from "./judge.js";
import { newFindings, tallyOf, type Tally } from "./new-findings.js";

/** What is known of a file while others are being fixed. */
interface Known {
  readonly tally: Tally;
  readonly costs: CostInput | null;
}

/** What is to become of a file. */
export interface Planned {
  readonly before: Source;
  /** Its text with the fixes in it; null where it stays as it is. */
  readonly after: string | null;
  readonly fixed: readonly Mended[];
  readonly refused: readonly Refused[];
}

/** A plan as it was made, to be judged with all others. */
interface Draft extends Planned {
  readonly after: string;
  /** What is known of the file once it is fixed. */
  readonly then: Known;
  /** All that was to be fixed. */
  readonly wanted: readonly Mended[];
}

/**
 * The fixes of one run over many files: all are noted, then planned one after the other, then settled
 * together. Only then it is known which fix makes things worse, be it in another file.
 */
export class FixRun {
  private readonly known = new Map<string, Known>();
  private readonly costsBefore: CostInput[] = [];
  private readonly plans = new Map<string, Planned>();
  private readonly drafts: Draft[] = [];
  /** Files that rest on what a plan changes, as plain paths. */
  private readonly affected = new Set<string>();

  constructor(
    private readonly choice: FixChoice,
    private readonly analyser: Analyser,
    private readonly options: JudgeOptions,
  ) {}

  /** Takes down what is said of a file before anything is fixed. Returns whether it has anything to fix. */
  note(analysis: Analysis): boolean {
    const known = this.knownFrom(analysis);
    this.known.set(plainPath(analysis.source.path), known);
    if (known.costs !== null) this.costsBefore.push(known.costs);
    return hasWanted(analysis, this.choice);
  }

  /** Works out the fixes of a file; those of the next files rest on them. */
  plan(analysis: Analysis): void {
    const done = fixText(analysis, this.analyser, this.choice, this.options);
    if (done.analysis === analysis) return this.keep(analysis.source, done);
    const { source } = analysis;
    const after = done.analysis.source.text;
    this.put(source.path, after);
    this.drafts.push({
      before: source,
      after,
      fixed: done.fixed,
      refused: done.refused,
      then: this.knownFrom(done.analysis),
      wanted: leftAlone(analysis, this.analyser, this.choice, "").refused,
    });
  }

  /** Plans to leave a file as it is, and says why. */
  refuse(analysis: Analysis, reason: string): void {
    this.keep(analysis.source, leftAlone(analysis, this.analyser, this.choice, reason));
  }

  /** Judges all that rests on the plans: a plan that makes anything worse is dropped. */
  settle(): void {
    this.settleTogether(this.drafts, this.affected);
    this.drafts.length = 0;
  }

  /** The plan of a file; null where nothing was planned. */
  planOf(path: string): Planned | null {
    return this.plans.get(plainPath(path)) ?? null;
  }

  /** A file couldn't be written: it is as it was, after all. */
  takeBack({ before, fixed, refused }: Planned, reason: string): Planned {
    this.put(before.path, before.text);
    const analysis = this.judged(before);
    if (analysis !== null) this.known.set(plainPath(before.path), this.knownFrom(analysis));
    const left = [...fixed.map((one) => ({ ...one, reason })), ...refused];
    return { before, after: null, fixed: [], refused: left };
  }

  /** Whether the file rests on what was changed in others. */
  isAffected(path: string): boolean {
    return this.affected.has(plainPath(path));
  }

  /** What the bill of a month changes by with all that was fixed. */
  get cost(): ReturnType<typeof costOfChange> {
    const now = [...this.known.values()].flatMap(({ costs }) => costs ?? []);
    const isOurs = (path: string): boolean => this.known.has(plainPath(path));
    return costOfChange(this.costsBefore, now, isOurs, this.options.settings);
  }

  /**
   * Keeps all of these plans, whose texts are in the workspace, or finds by halves those that can be
   * kept: so what many rest on is judged a few times, and not once for each of them.
   */
  private settleTogether(drafts: readonly Draft[], affected: ReadonlySet<string>): void {
    const [only] = drafts;
    if (only === undefined) return;
    const outcome = this.outcomeOf(drafts, affected);
    if ("known" in outcome) {
      outcome.known.forEach((one, path) => this.known.set(path, one));
      for (const draft of drafts) this.plans.set(plainPath(draft.before.path), draft);
      return;
    }
    for (const { before } of drafts) this.put(before.path, before.text);
    if (drafts.length === 1) {
      const refused = only.wanted.map(({ rule, resource }) => ({ rule, resource, reason: outcome.reason }));
      this.plans.set(plainPath(only.before.path), { before: only.before, after: null, fixed: [], refused });
      return;
    }
    const middle = Math.ceil(drafts.length / 2);
    for (const half of [drafts.slice(0, middle), drafts.slice(middle)]) {
      this.settleTogether(half, new Set(half.flatMap(({ before, after }) => this.put(before.path, after))));
    }
  }

  /** What is known of all files if these plans are kept; or what speaks against it, as a clause. */
  private outcomeOf(
    drafts: readonly Draft[],
    affected: ReadonlySet<string>,
  ): { readonly known: ReadonlyMap<string, Known> } | { readonly reason: string } {
    const known = new Map(drafts.map(({ before, then }) => [plainPath(before.path), then] as const));
    for (const path of affected) {
      const before = known.get(path) ?? this.known.get(path);
      const text = this.options.workspace.textOf(path);
      const next = before === undefined || text === undefined ? null : this.judged({ path, text });
      if (before === undefined || next === null) continue;
      const [first] = newFindings(next, before.tally);
      if (first !== undefined) {
        const isOwn = drafts.length === 1 && plainPath(drafts[0]?.before.path ?? "") === path;
        return { reason: wouldBring(first, isOwn ? null : path) };
      }
      known.set(path, this.knownFrom(next));
    }
    return { known };
  }

  private keep(before: Source, { fixed, refused }: Fixed): void {
    this.plans.set(plainPath(before.path), { before, after: null, fixed, refused });
  }

  /** Puts a text in; returns what rests on it. */
  private put(path: string, text: string): readonly string[] {
    const affected = [...this.options.workspace.put(path, text)];
    affected.forEach((other) => this.affected.add(other));
    return affected;
  }

  private judged(source: Source): Analysis | null {
    return judge(source, this.analyser, this.options);
  }

  private knownFrom(analysis: Analysis): Known {
    return { tally: tallyOf(analysis), costs: this.analyser.costInput(analysis) };
  }
}
