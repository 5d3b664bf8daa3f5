import type { InputOptions } from "./input/workspace.js";

/** One number that a subject has measured. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: "MB/s" | "MB" | "ms" | "s" | "×" | "kB" | "files" | "templates" | "statements";
  /** What it is held against, in the same unit; null for a figure that only tells. */
  readonly target: { readonly atMost: number } | { readonly atLeast: number } | null;
}

/** What a subject is given. */
export interface Input {
  /** Where the input lies: see `FOLDERS`. */
  readonly folder: string;
  readonly options: InputOptions;
  /** Where the bundle of the command line lies. */
  readonly commandLine: string;
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

/** A figure without a target. */
export function figure(what: string, value: number, unit: Figure["unit"]): Figure {
  return { what, value, unit, target: null };
}

/** A figure that misses its target when it is larger. */
export function atMost(what: string, value: number, unit: Figure["unit"], limit: number): Figure {
  return { what, value, unit, target: { atMost: limit } };
}

/** A figure that misses its target when it is smaller. */
export function atLeast(what: string, value: number, unit: Figure["unit"], limit: number): Figure {
  return { what, value, unit, target: { atLeast: limit } };
}

/** Whether a figure is what it should be; true where nothing is asked of it. */
export function isMet({ value, target }: Figure): boolean {
  if (target === null) return true;
  return "atMost" in target ? value <= target.atMost : value >= target.atLeast;
}
