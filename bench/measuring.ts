/** A million bytes: what MB means here. */
export const MEGABYTE = 1_000_000;

/** How long something takes, in milliseconds, and what comes of it. */
export async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - start };
}

/** How often something is measured: so many times, or fewer where that would take longer than this. */
export interface Effort {
  readonly runs: number;
  readonly seconds: number;
}

/** Fewer runs than this tell nothing, however long they take. */
const LEAST_RUNS = 3;

/** Does something as often as the effort allows, and at least three times. */
export async function repeated(
  { runs, seconds }: Effort,
  once: (round: number) => void | Promise<void>,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < LEAST_RUNS || (round < runs && performance.now() < end); round++) {
    await once(round);
  }
}

/** Times of the same thing done many times, in milliseconds. */
export class Times {
  private readonly all: number[] = [];

  /** Does it once more; returns what comes of it. */
  take<T>(work: () => T): T {
    const start = performance.now();
    const value = work();
    this.add(performance.now() - start);
    return value;
  }

  /** As `take`, for what has to be waited for. */
  async wait<T>(work: () => Promise<T>): Promise<T> {
    const { value, milliseconds } = await timed(work);
    this.add(milliseconds);
    return value;
  }

  add(milliseconds: number): void {
    this.all.push(milliseconds);
  }

  get runs(): number {
    return this.all.length;
  }

  get median(): number {
    return this.percentile(50);
  }

  get maximum(): number {
    return Math.max(...this.all);
  }

  /** The smallest time that so many of a hundred don't exceed. */
  percentile(percent: number): number {
    const sorted = [...this.all].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
  }
}

/** How much a process's memory grows, in bytes. */
export class MemoryGrowth {
  private readonly before = MemoryGrowth.now();
  private peak = this.before.resident;
  private readonly sampling = setInterval(() => this.sample(), 25);

  /** Ends the measurement. `peak` is the largest resident set seen on the way, `kept` the heap after a collection. */
  end(): { readonly peak: number; readonly kept: number } {
    clearInterval(this.sampling);
    this.sample();
    return {
      peak: this.peak - this.before.resident,
      kept: MemoryGrowth.now().heap - this.before.heap,
    };
  }

  private sample(): void {
    this.peak = Math.max(this.peak, process.memoryUsage.rss());
  }

  private static now(): { readonly resident: number; readonly heap: number } {
    if (globalThis.gc === undefined) throw new Error("Node has to be started with --expose-gc.");
    globalThis.gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { resident: rss, heap: heapUsed + external };
  }
}
