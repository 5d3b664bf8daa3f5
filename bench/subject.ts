import type { InputOptions } from "./input/workspace.js";
import type { Times } from "./measuring.js";

/** One number that a subject has measured. */
export interface Figure {
  /** No other figure of the subject has the same: results and the baseline know it by this. */
  readonly what: string;
  readonly unit: "MB/s" | "MB" | "ms" | "s" | "kB" | "files" | "templates" | "statements";
  /** The median, where it was measured more than once. */
  readonly value: number;
  /** Null where it was measured once. */
  readonly p95: number | null;
  readonly runs: number;
  /** What was measured beside it, in the same unit, so that the machine and its load cancel out. */
  readonly floor: Floor | null;
  /** What it is held against; none for a figure that only tells. */
  readonly limits: readonly Limit[];
}

export interface Floor {
  readonly what: string;
  readonly value: number;
}

/**
 * What a figure must not exceed, or fall below. `ratio` is its median by its floor, `p95 ratio` its
 * 95th percentile by its floor.
 */
export type Limit = { readonly of: Measure } & ({ readonly atMost: number } | { readonly atLeast: number });
export type Measure = "value" | "p95" | "ratio" | "p95 ratio";

/** What a subject is given. */
export interface Input {
  /** Where the input lies: see `FOLDERS`. */
  readonly folder: string;
  readonly options: InputOptions;
  /** Bounds each measurement that is repeated. */
  readonly seconds: number;
  /** Where the programs lie that users run. */
  readonly programs: { readonly server: string; readonly commandLine: string };
  /** The folder of what can be loaded into a program to look inside. */
  readonly probes: string;
  /** Where the bundle of `floor-process.ts` lies. */
  readonly floorProgram: string;
}

/**
 * Something that is measured, in a process of its own with `--expose-gc`. To add one: a file in
 * `subjects/`, and a line in `subjects.ts`.
 */
export interface Subject {
  readonly name: string;
  /** A sentence on what is measured, and how. */
  readonly about: string;
  measure(input: Input): Promise<readonly Figure[]> | readonly Figure[];
}

/** A figure that was measured once and isn't held against anything. */
export function figure(what: string, value: number, unit: Figure["unit"]): Figure {
  return { what, value, unit, p95: null, runs: 1, floor: null, limits: [] };
}

/** A figure that misses its target when it is larger. */
export function atMost(what: string, value: number, unit: Figure["unit"], limit: number): Figure {
  return { ...figure(what, value, unit), limits: [{ of: "value", atMost: limit }] };
}

/** A figure that misses its target when it is smaller. */
export function atLeast(what: string, value: number, unit: Figure["unit"], limit: number): Figure {
  return { ...figure(what, value, unit), limits: [{ of: "value", atLeast: limit }] };
}

/** What was measured many times, beside something else. */
export function compared(
  what: string,
  times: Times,
  floor: { readonly what: string; readonly times: Times },
  limits: readonly Limit[] = [],
): Figure {
  if (times.runs === 0 || floor.times.runs === 0) throw new Error(`Nothing was measured for '${what}'.`);
  return {
    what,
    unit: "ms",
    value: times.median,
    p95: times.percentile(95),
    runs: times.runs,
    floor: { what: floor.what, value: floor.times.median },
    limits,
  };
}

/** One of the numbers of a figure; NaN for one that it hasn't got. */
export function measureOf({ value, p95, floor }: Figure, measure: Measure): number {
  switch (measure) {
    case "value":
      return value;
    case "p95":
      return p95 ?? Number.NaN;
    case "ratio":
      return value / (floor?.value ?? Number.NaN);
    case "p95 ratio":
      return (p95 ?? Number.NaN) / (floor?.value ?? Number.NaN);
  }
}

/** Whether a figure keeps to a limit. */
export function keeps(one: Figure, limit: Limit): boolean {
  const measured = measureOf(one, limit.of);
  return "atMost" in limit ? measured <= limit.atMost : measured >= limit.atLeast;
}
