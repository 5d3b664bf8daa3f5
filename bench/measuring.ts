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

/** Times of the same thing done many times, in milliseconds. */
export class Times {
  private readonly all: number[] = [];

  /** Does it once more; returns what comes of it. */
  take<T>(work: () => T): T {
    const start = performance.now();
    const value = work();
    this.all.push(performance.now() - start);
    return value;
  }

  get median(): number {
    return this.percentile(50);
  }

  /** The time that so many percent of all are not longer than. */
  percentile(percent: number): number {
    const sorted = [...this.all].sort((a, b) => a - b);
    const index = Math.floor((sorted.length * percent) / 100);
    return sorted[Math.min(index, sorted.length - 1)] ?? Number.NaN;
  }

  get maximum(): number {
    return Math.max(...this.all);
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
