import type { Environment } from "./environment.js";

const SHOWN_AFTER_MS = 1000;
const EVERY_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

/** One line on the terminal that says how far a long scan is; nothing where no terminal is. */
export class Progress {
  private readonly begun: number;
  private last: number;
  private shown = false;

  constructor(private readonly environment: Pick<Environment, "stderr" | "now">) {
    this.begun = environment.now().getTime();
    this.last = this.begun;
  }

  /** To be called often; it writes seldom. */
  tick(line: () => string): void {
    const { stderr, now } = this.environment;
    if (!stderr.isTerminal) return;
    const time = now().getTime();
    if (time - this.begun < SHOWN_AFTER_MS || time - this.last < EVERY_MS) return;
    this.last = time;
    this.shown = true;
    stderr.write(`${CLEAR_LINE}${line().slice(0, (stderr.columns ?? 80) - 1)}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown) this.environment.stderr.write(CLEAR_LINE);
    this.shown = false;
  }
}
