/** So often may the server end by itself within that time before it is left alone. */
const RESTARTS = 4;
const WITHIN_MILLISECONDS = 3 * 60 * 1000;

/** Decides whether a server that has ended by itself is started again. */
export class CrashBudget {
  private crashes: number[] = [];

  /**
   * Notes a crash.
   *
   * @param now a time in milliseconds.
   * @returns whether to start the server again: not after the fifth crash within three minutes.
   */
  allowsRestart(now: number): boolean {
    this.crashes = [...this.crashes.filter((time) => now - time < WITHIN_MILLISECONDS), now];
    return this.crashes.length <= RESTARTS;
  }

  /** Somebody has started the server by hand: it gets another chance. */
  reset(): void {
    this.crashes = [];
  }
}
