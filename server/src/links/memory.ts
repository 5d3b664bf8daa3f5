/** What came of a computation, and what it rests on. */
interface Remembered {
  readonly value: unknown;
  readonly tokens: ReadonlySet<string>;
}

/**
 * Remembers what has been computed, together with the tokens it rests on: names of pieces of
 * documents (an output, a resource, who exports a name). What rests on a changed piece is forgotten,
 * and nothing else.
 */
export class Memory {
  private readonly known = new Map<string, Remembered>();
  private readonly running = new Set<string>();
  private readonly frames: Set<string>[] = [];

  /** Says that what is being computed rests on this piece. */
  note(token: string): void {
    this.frames.at(-1)?.add(token);
  }

  /**
   * The value under this name, computed at most once.
   *
   * @param cyclic the value where the computation, on its way, asks for itself.
   */
  remember<T>(name: string, compute: () => T, cyclic: () => T): T {
    const known = this.known.get(name);
    if (known !== undefined) {
      known.tokens.forEach((token) => this.note(token));
      return known.value as T;
    }
    if (this.running.has(name)) return cyclic();
    this.running.add(name);
    try {
      const { value, tokens } = this.track(compute);
      this.known.set(name, { value, tokens });
      return value;
    } finally {
      this.running.delete(name);
    }
  }

  /** Computes something, and says which pieces that rested on. */
  track<T>(compute: () => T): { readonly value: T; readonly tokens: ReadonlySet<string> } {
    const tokens = new Set<string>();
    this.frames.push(tokens);
    try {
      return { value: compute(), tokens };
    } finally {
      this.frames.pop();
      tokens.forEach((token) => this.note(token));
    }
  }

  /** Forgets everything that rests on one of these pieces. */
  forget(changed: ReadonlySet<string>): void {
    for (const [name, { tokens }] of this.known) {
      for (const token of tokens) {
        if (!changed.has(token)) continue;
        this.known.delete(name);
        break;
      }
    }
  }

  clear(): void {
    this.known.clear();
  }
}
