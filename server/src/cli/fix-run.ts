import { costOfChange, plainPath, type Analysis, type CostInput } from "../service.js";
import type { Analyser } from "./analyser.js";
import { fixText, hasWanted, leftAlone, wouldBring, type FixChoice, type Fixed } from "./fix.js";
import { judge, type JudgeOptions } from "./judge.js";
import { newFindings, tallyOf, type Tally } from "./new-findings.js";

/** What is known of a file while others are being fixed. */
interface Known {
  readonly tally: Tally;
  readonly costs: CostInput | null;
}

/**
 * The fixes of one run over many files. Every file is noted before the first is fixed, so that it
 * shows which findings a fix brings, be it in another file.
 */
export class FixRun {
  private readonly known = new Map<string, Known>();
  private readonly costsBefore: CostInput[] = [];
  /** Files that rest on what a fix has changed in another one, as plain paths. */
  private readonly outdated = new Set<string>();

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

  /** Fixes a file, and judges all that rests on it: where something there gets worse, it stays as it was. */
  fix(analysis: Analysis): Fixed {
    const { analyser, choice, options } = this;
    const done = fixText(analysis, analyser, choice, options);
    if (done.analysis === analysis) return done;
    const { path } = analysis.source;
    const affected = options.workspace.put(path, done.analysis.source.text);
    const now = new Map([[plainPath(path), this.knownFrom(done.analysis)]]);
    for (const other of new Set([...affected, plainPath(path)])) {
      const before = this.known.get(other);
      const next = before === undefined ? null : this.judged(other);
      if (before === undefined || next === null) continue;
      const [first] = newFindings(next, before.tally);
      if (first !== undefined) {
        this.takeBack(analysis);
        return leftAlone(analysis, analyser, choice, wouldBring(first, other === path ? null : other));
      }
      now.set(other, this.knownFrom(next));
    }
    now.forEach((one, other) => this.known.set(other, one));
    affected.forEach((other) => this.outdated.add(other));
    return done;
  }

  /** A file was left as it was, after all. */
  takeBack(before: Analysis): void {
    const { path, text } = before.source;
    this.options.workspace.put(path, text).forEach((other) => this.outdated.add(other));
    this.known.set(plainPath(path), this.knownFrom(before));
  }

  /** Why nothing is fixed in a file, as what `fix` returns. */
  refuse(analysis: Analysis, reason: string): Fixed {
    return leftAlone(analysis, this.analyser, this.choice, reason);
  }

  /** The analysis of a file that others have changed since; null where it still stands. */
  renewed(path: string): Analysis | null {
    return this.outdated.has(plainPath(path)) ? this.judged(path) : null;
  }

  /** What the bill of a month changes by with all that was fixed. */
  get cost(): ReturnType<typeof costOfChange> {
    const now = [...this.known.values()].flatMap(({ costs }) => costs ?? []);
    const isOurs = (path: string): boolean => this.known.has(plainPath(path));
    return costOfChange(this.costsBefore, now, isOurs, this.options.settings);
  }

  private judged(path: string): Analysis | null {
    const text = this.options.workspace.textOf(path);
    return text === undefined ? null : judge({ path, text }, this.analyser, this.options);
  }

  private knownFrom(analysis: Analysis): Known {
    return { tally: tallyOf(analysis), costs: this.analyser.costInput(analysis) };
  }
}
