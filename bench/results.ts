import type { InputOptions } from "./input/workspace.js";
import { keeps, measureOf, type Figure } from "./subject.js";

/** What one run of the benchmark has found: what `results.json` holds. */
export interface Results {
  /** ISO date. */
  readonly date: string;
  readonly machine: Machine;
  readonly input: InputOptions;
  readonly figures: readonly MeasuredFigure[];
}

/** What the figures hold for. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly gigabytes: number;
  readonly system: string;
  readonly node: string;
  /** How busy it was with other things when the run began: its load, as far as the system tells. */
  readonly load: number;
}

export interface MeasuredFigure extends Figure {
  readonly subject: string;
}

/** The ratios that later runs are compared with: what `baseline.json` holds. */
export interface Baseline {
  readonly date: string;
  readonly machine: Machine;
  readonly input: InputOptions;
  /** By the name of the figure: see `nameOf`. */
  readonly ratios: Readonly<Record<string, number>>;
}

/** How results and the baseline name a figure. */
export function nameOf({ subject, what }: MeasuredFigure): string {
  return `${subject}: ${what}`;
}

/** All ratios of a run, by the figure's name; rounded to four digits. */
export function ratiosOf(figures: readonly MeasuredFigure[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    figures
      .filter(({ floor }) => floor !== null)
      .map((one) => [nameOf(one), Number(measureOf(one, "ratio").toPrecision(4))]),
  );
}

export function baselineOf({ date, machine, input, figures }: Results): Baseline {
  return { date, machine, input, ratios: ratiosOf(figures) };
}

/** As `results.json` has it: with what follows from the figures, so that nobody has to work it out. */
export function resultsAsJson(results: Results): string {
  const figures = results.figures.map((one) => ({
    ...one,
    ratio: one.floor === null ? null : Number(measureOf(one, "ratio").toPrecision(4)),
    limits: one.limits.map((limit) => ({ ...limit, holds: keeps(one, limit) })),
  }));
  return `${JSON.stringify({ ...results, figures }, null, 2)}\n`;
}
