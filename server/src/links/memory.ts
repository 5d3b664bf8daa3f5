import { Dependents } from "./dependents.js";

/** What came of a computation, and what it rests on. */
interface Remembered {
  readonly value: unknown;
  readonly tokens: ReadonlySet<string>;
}

/** More computations within one another than any workspace needs, and fewer than the stack takes. */
const DEEPEST = 200;

/**
 * Remembers what has been computed, together with the tokens it rests on: names of pieces of
 * documents (an output, a resource, who exports a name). What rests on a changed piece is forgotten,
 * and nothing else.
 */
export class Memory {
  private readonly known = new Map<string, Remembered>();
  private readonly dependents = new Dependents();
  /** What is being computed, how deep inside other computations, and what is said where it asks for itself. */
  private running = new Map<string, { readonly depth: number; readonly circular: string | null }>();
  /** Values on the way round a cycle: they hold only until the one at its head is there. */
  private unsettled = new Map<string, Remembered & { readonly head: number }>();
  /** How deep the outermost running computation is that the present one has asked for. */
  private head = Infinity;
  private readonly frames: Set<string>[] = [];
  /** What has been remembered on the way of a computation of which nothing is to stay; null where all may. */
  private passed: Set<string> | null = null;

  /** Says that what is being computed rests on this piece. */
  note(token: string): void {
    this.frames.at(-1)?.add(token);
  }

  /**
   * The value under this name, computed at most once. On a cycle that is the value of whoever asks
   * first, so it doesn't depend on what was asked before.
   *
   * @param cyclic the value where the computation, on its way, asks for itself, or where the way
   * becomes too long to be followed. It is given one of the sentences that the computations on the
   * cycle have to say of that, always the same one, wherever the cycle was entered.
   * @param circular what there is to say of this computation where it asks for itself.
   */
  remember<T>(
    name: string,
    compute: () => T,
    cyclic: (circular: string) => T,
    circular: string | null = null,
  ): T {
    const unsettled = this.unsettled.get(name);
    const known = this.known.get(name) ?? unsettled;
    if (known !== undefined) {
      known.tokens.forEach((token) => this.note(token));
      if (known === unsettled) this.head = Math.min(this.head, unsettled.head);
      return known.value as T;
    }
    const running = this.running.get(name);
    if (running !== undefined) {
      this.head = Math.min(this.head, running.depth);
      return cyclic(this.saidSince(running.depth) ?? "");
    }
    if (this.running.size === DEEPEST) {
      this.head = 0;
      return cyclic(circular ?? "");
    }
    const [outer, depth] = [this.head, this.running.size];
    this.running.set(name, { depth, circular });
    this.head = Infinity;
    try {
      const { value, tokens } = this.track(compute);
      if (this.head < depth) {
        this.unsettled.set(name, { value, tokens, head: this.head });
      } else {
        this.known.set(name, { value, tokens });
        this.dependents.set(name, tokens);
        this.passed?.add(name);
        for (const [one, { head }] of this.unsettled) if (head >= depth) this.unsettled.delete(one);
        this.head = Infinity;
      }
      return value;
    } finally {
      this.running.delete(name);
      this.head = Math.min(outer, this.head);
    }
  }

  /** The least of what the computations from this depth on have to say. */
  private saidSince(depth: number): string | undefined {
    const said = [...this.running.values()].filter((one) => one.depth >= depth);
    return said.flatMap(({ circular }) => circular ?? []).sort()[0];
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

  /** Likewise, as if nothing else were being computed: whoever asks doesn't rest on those pieces. */
  apart<T>(compute: () => T): { readonly value: T; readonly tokens: ReadonlySet<string> } {
    const { running, unsettled, head } = this;
    this.running = new Map();
    this.unsettled = new Map();
    this.head = Infinity;
    const tokens = new Set<string>();
    this.frames.push(tokens);
    try {
      return { value: compute(), tokens };
    } finally {
      this.frames.pop();
      Object.assign(this, { running, unsettled, head });
    }
  }

  /** Computes something, and forgets what has been remembered on the way. */
  passing<T>(compute: () => T): T {
    const [outer, passed] = [this.passed, new Set<string>()];
    this.passed = passed;
    try {
      return compute();
    } finally {
      passed.forEach((name) => this.drop(name));
      this.passed = outer;
    }
  }

  /** Forgets the value under this name; what rests on its pieces stays. */
  drop(name: string): void {
    this.known.delete(name);
    this.dependents.delete(name);
  }

  /** Forgets everything that rests on one of these pieces. */
  forget(changed: ReadonlySet<string>): void {
    for (const name of this.dependents.of(changed)) this.drop(name);
  }

  clear(): void {
    this.known.clear();
    this.dependents.clear();
  }
}
