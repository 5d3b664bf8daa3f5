import type { World } from "../../core/cases.js";
import type { Scope } from "./scope.js";

/** What one world has settled about parameters so far; conditions and values ask it. */
export class WorldState {
  private readonly fixed = new Map<string, string>();
  private readonly excluded = new Map<string, Set<string>>();
  private readonly conditions = new Map<string, boolean>();

  constructor(
    readonly scope: Scope,
    readonly world: World,
  ) {
    const { region, account, partition } = scope.settings;
    if (region !== null) this.fixed.set("AWS::Region", region);
    if (account !== null) this.fixed.set("AWS::AccountId", account);
    if (partition !== null) this.fixed.set("AWS::Partition", partition);
  }

  /** The value of a parameter or pseudo parameter where this world has settled it. */
  settled(name: string): string | undefined {
    return this.fixed.get(name) ?? this.scope.givenValue(name);
  }

  /** The value was given from outside (settings, command line), so nothing is assumed. */
  isGiven(name: string): boolean {
    const { region, account, partition } = this.scope.settings;
    if (name === "AWS::Region") return region !== null;
    if (name === "AWS::AccountId") return account !== null;
    if (name === "AWS::Partition") return partition !== null;
    return this.scope.givenValue(name) !== undefined;
  }

  /** Settles a parameter; the world must not have settled it otherwise. */
  settle(name: string, value: string): void {
    if (this.settled(name) !== undefined && this.settled(name) !== value) this.world.reject();
    if (this.excluded.get(name)?.has(value) === true) this.world.reject();
    this.fixed.set(name, value);
  }

  /**
   * Whether an open parameter has this value; chooses where both can be.
   * `finite`: all values it can have, or null where it can have any.
   */
  equals(name: string, literal: string, finite: readonly string[] | null): boolean {
    const settled = this.settled(name);
    if (settled !== undefined) return settled === literal;
    const left = finite === null ? null : this.remaining(name, finite);
    if (this.excluded.get(name)?.has(literal) === true || left?.includes(literal) === false) return false;
    if (left !== null && left.length === 1) {
      this.settle(name, literal);
      return true;
    }
    const equal = this.world.choose([true, false]);
    if (equal) this.settle(name, literal);
    else this.exclude(name, literal);
    return equal;
  }

  /** Rules a value out for this world. */
  exclude(name: string, value: string): void {
    this.excluded.set(name, new Set([...(this.excluded.get(name) ?? []), value]));
  }

  /** The values that this world hasn't ruled out. */
  remaining(name: string, values: readonly string[]): readonly string[] {
    const excluded = this.excluded.get(name);
    return excluded === undefined ? values : values.filter((value) => !excluded.has(value));
  }

  /** The truth of a condition, decided once per world. A condition that needs itself is left open. */
  decide(name: string, evaluate: () => boolean | null): boolean {
    const known = this.conditions.get(name);
    if (known !== undefined) return known;
    if (this.deciding.has(name)) return this.world.choose([true, false]);
    this.deciding.add(name);
    const truth = evaluate() ?? this.world.choose([true, false]);
    this.deciding.delete(name);
    this.conditions.set(name, truth);
    return truth;
  }

  private readonly deciding = new Set<string>();
}
