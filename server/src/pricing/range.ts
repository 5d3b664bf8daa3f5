/** What lies between two numbers, both included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const NOTHING: Range = { low: 0, high: 0 };

export function sum(ranges: readonly Range[]): Range {
  return ranges.reduce(
    (total, { low, high }) => ({ low: total.low + low, high: total.high + high }),
    NOTHING,
  );
}

export function times({ low, high }: Range, factor: number): Range {
  return { low: low * factor, high: high * factor };
}

/** What takes in all of them; nothing where there are none. */
export function around(ranges: readonly Range[]): Range {
  if (ranges.length === 0) return NOTHING;
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  };
}

export function middle({ low, high }: Range): number {
  return (low + high) / 2;
}
