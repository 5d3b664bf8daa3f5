import type { MeasuredFigure } from "../../bench/results.js";

/** A figure of the subject `typing`, as if it had been measured. */
export function measured(changes: Partial<MeasuredFigure> = {}): MeasuredFigure {
  return {
    subject: "typing",
    what: "a character",
    unit: "ms",
    value: 10,
    p95: 14,
    runs: 100,
    floor: { what: "one parse", value: 500 },
    limits: [],
    ...changes,
  };
}
