/**
 * Who rests on which pieces, in both directions: what a change concerns is found without going over
 * everything there is.
 */
export class Dependents {
  private readonly tokensOf = new Map<string, ReadonlySet<string>>();
  private readonly restingOn = new Map<string, Set<string>>();

  /** From now on this one rests on these pieces, and on no others. */
  set(name: string, tokens: ReadonlySet<string>): void {
    this.delete(name);
    this.tokensOf.set(name, tokens);
    for (const token of tokens) {
      const names = this.restingOn.get(token);
      if (names === undefined) this.restingOn.set(token, new Set([name]));
      else names.add(name);
    }
  }

  delete(name: string): void {
    for (const token of this.tokensOf.get(name) ?? []) {
      const names = this.restingOn.get(token);
      names?.delete(name);
      if (names?.size === 0) this.restingOn.delete(token);
    }
    this.tokensOf.delete(name);
  }

  /** What this one rests on. */
  tokens(name: string): ReadonlySet<string> {
    return this.tokensOf.get(name) ?? new Set();
  }

  get names(): Iterable<string> {
    return this.tokensOf.keys();
  }

  /** Everything that rests on one of these pieces. */
  of(changed: ReadonlySet<string>): ReadonlySet<string> {
    const found = new Set<string>();
    for (const token of changed) this.restingOn.get(token)?.forEach((name) => found.add(name));
    return found;
  }

  clear(): void {
    this.tokensOf.clear();
    this.restingOn.clear();
  }
}
