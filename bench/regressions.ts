import { isDeepStrictEqual } from "node:util";
import { measureOf } from "./subject.js";
import { nameOf, ratiosOf, type Baseline, type MeasuredFigure, type Results } from "./results.js";

/** How much worse than the baseline's a ratio may be before it is a regression. */
const TOLERANCE = 0.25;

/** A ratio that has become worse, or that is no longer measured (`is` is null, then). */
export interface Regression {
  readonly subject: string;
  readonly name: string;
  readonly was: number;
  readonly is: number | null;
}

/**
 * The ratios that are worse than the baseline's by more than a quarter. Absolute times are never
 * compared: they are another machine's.
 *
 * @param subjects those that were measured: what the baseline knows of others is left out.
 */
export function regressions(
  baseline: Baseline,
  figures: readonly MeasuredFigure[],
  subjects: readonly string[],
): readonly Regression[] {
  const ratios = ratiosOf(figures);
  return Object.entries(baseline.ratios).flatMap(([name, was]) => {
    const subject = name.slice(0, name.indexOf(": "));
    if (!subjects.includes(subject)) return [];
    const is = ratios[name] ?? null;
    return is !== null && is <= was * (1 + TOLERANCE) ? [] : [{ subject, name, was, is }];
  });
}

/** Of two measurements of the same figures, the better of each; a figure of one alone is kept as it is. */
export function better(
  figures: readonly MeasuredFigure[],
  again: readonly MeasuredFigure[],
): readonly MeasuredFigure[] {
  const known = new Map(again.map((one) => [nameOf(one), one]));
  const kept = figures.map((one) => {
    const other = known.get(nameOf(one));
    known.delete(nameOf(one));
    return other !== undefined && measureOf(other, "ratio") < measureOf(one, "ratio") ? other : one;
  });
  return [...kept, ...known.values()];
}

/** Why a run can't be compared with a baseline; null where it can. */
export function incomparable(baseline: Baseline, { input }: Pick<Results, "input">): string | null {
  if (isDeepStrictEqual({ ...baseline.input }, { ...input })) return null;
  const options = (made: object): string => JSON.stringify(made);
  return `The baseline was measured on other input: ${options(baseline.input)}, not ${options(input)}.`;
}

/** What a check has found, a line for each regression. */
export function regressionsAsText(found: readonly Regression[]): string {
  if (found.length === 0) return "No ratio is worse than the baseline's by over 25 %.";
  const lines = found.map(({ name, was, is }) =>
    is === null
      ? `✖ ${name}: no longer measured (the baseline has ${was})`
      : `✖ ${name}: ${is}, which is ${Math.round((is / was - 1) * 100)} % worse than the baseline's ${was}`,
  );
  return lines.join("\n");
}
