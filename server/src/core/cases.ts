/**
 * One thing a case takes for granted: a template condition is true or false, a parameter has a
 * value, a mapping is read at a row (`is` names the row), the template is deployed in one of several
 * ways (`is` completes "deployed …").
 */
export interface Assumption {
  readonly kind: "condition" | "parameter" | "mapping" | "deployment";
  readonly name: string;
  /** The template whose condition, parameter or mapping it is, as people call it; absent for the one under analysis. */
  readonly of?: string;
  /** null: some value other than those the template names. */
  readonly is: string | boolean | null;
  /** What the mapping is read by, where that isn't a parameter: one mapping may be read twice. */
  readonly by?: string;
  /** It follows from what the template says, so it goes without saying; it still excludes what contradicts it. */
  readonly implied?: boolean;
  /** The value is the parameter's `Default`: true unless the parameter is set. */
  readonly byDefault?: boolean;
}

/** One value and what must hold for it. `when` is empty where it always holds. */
export interface Case<T> {
  readonly when: readonly Assumption[];
  readonly value: T;
}

/** Every value a thing can have, one case per combination that matters to it. Never empty by accident. */
export type Cases<T> = readonly Case<T>[];

/** How many combinations are looked at before a value is called undecided. */
export const MAX_CASES = 64;

/** The reason given for a value that depends on more than `MAX_CASES` combinations. */
export const TOO_MANY_CASES = `it depends on more than ${MAX_CASES} combinations of conditions and parameters`;

/** A world without a choice left to make: its assumptions contradict each other, so it is dropped. */
class Contradiction extends Error {}

/**
 * One way in which all conditions and parameters can be. A reader asks it to choose wherever the
 * template leaves something open; `enumerate` runs the reader once for each sequence of choices.
 */
export class World {
  private step = 0;
  private readonly assumptions: Assumption[] = [];

  constructor(private readonly choices: { taken: number; of: number }[]) {}

  /** One of the options, a different one in each run. Throws (and is dropped) where there is none. */
  choose<O>(options: readonly O[]): O {
    if (options.length === 0) this.reject();
    if (options.length === 1) return options[0] as O;
    const choice = this.choices[this.step] ?? { taken: 0, of: options.length };
    this.choices[this.step] = choice;
    this.step += 1;
    return options[choice.taken] as O;
  }

  /** Notes something that the value read in this world rests on. */
  assume(assumption: Assumption): void {
    const known = this.assumptions.some((one) => keyOf(one) === keyOf(assumption));
    if (!known) this.assumptions.push(assumption);
  }

  /** Ends this world: what it assumes can't be. */
  reject(): never {
    throw new Contradiction();
  }

  get when(): readonly Assumption[] {
    return this.assumptions;
  }
}

/**
 * Reads a value in every world that can be, and gives one case for each that matters: worlds with
 * the same value are merged over the assumptions that make no difference to it.
 *
 * @param read is called once per world; it must choose the same way for the same choices.
 * @param identity equal for values that are the same to the reader.
 * @returns undefined where there are more than `MAX_CASES` worlds.
 */
export function enumerate<T>(
  read: (world: World) => T,
  identity: (value: T) => string,
): Cases<T> | undefined {
  const cases: Case<T>[] = [];
  const choices: { taken: number; of: number }[] = [];
  for (let runs = 0; runs < MAX_CASES; runs++) {
    const world = new World(choices);
    try {
      const value = read(world);
      cases.push({ when: world.when, value });
    } catch (error) {
      if (!(error instanceof Contradiction)) throw error;
    }
    if (!advance(choices)) return [...merge(cases, identity)].sort(trueFirst);
  }
  return undefined;
}

/** A value that is the same in every world. */
export function always<T>(value: T): Cases<T> {
  return [{ when: [], value }];
}

/** Applies a function to every case and merges those that become the same. */
export function mapCases<T, U>(
  cases: Cases<T>,
  change: (value: T) => U,
  identity: (value: U) => string,
): Cases<U> {
  return merge(
    cases.map((one) => ({ when: one.when, value: change(one.value) })),
    identity,
  );
}

/** Whether two cases can hold at once. */
export function compatible(a: readonly Assumption[], b: readonly Assumption[]): boolean {
  return a.every((one) => b.every((other) => variableOf(one) !== variableOf(other) || one.is === other.is));
}

/**
 * What a case adds to a sentence: " when IsProd is false", " unless parameter KeyArn is set";
 * empty for the case that always holds.
 */
export function describeCase(when: readonly Assumption[]): string {
  const stated = said(when);
  const given = stated.filter((one) => one.byDefault !== true).map(describeAssumption);
  const defaults = stated
    .filter((one) => one.byDefault === true)
    .map(({ name, of }) => (of === undefined ? name : `${name} of ${of}`));
  const condition = given.length > 0 ? ` when ${given.join(" and ")}` : "";
  if (defaults.length === 0) return condition;
  const plural = defaults.length > 1;
  return `${condition} unless ${plural ? "parameters" : "parameter"} ${defaults.join(" or ")} ${plural ? "are" : "is"} set`;
}

function describeAssumption({ kind, name, is, of }: Assumption): string {
  const whose = of === undefined ? name : `${name} of ${of}`;
  if (kind === "deployment") return `${of === undefined ? "" : `${of} is `}deployed ${String(is)}`;
  if (kind === "mapping") return `mapping ${whose} is read at ${String(is)}`;
  const value = is === null ? "another value" : is === "" ? "empty" : String(is);
  return kind === "parameter" ? `parameter ${whose} is ${value}` : `${whose} is ${value}`;
}

/** A condition's true branch stands before its false one, as in the template. */
function trueFirst<T>(a: Case<T>, b: Case<T>): number {
  for (const one of a.when) {
    const other = b.when.find((each) => variableOf(each) === variableOf(one));
    if (other !== undefined && other.is !== one.is) return one.is === true ? -1 : other.is === true ? 1 : 0;
  }
  return 0;
}

/** Moves to the next sequence of choices; false when all have been made. */
function advance(choices: { taken: number; of: number }[]): boolean {
  for (let last = choices.at(-1); last !== undefined; last = choices.at(-1)) {
    last.taken += 1;
    if (last.taken < last.of) return true;
    choices.pop();
  }
  return false;
}

/** A case with what merging asks of it again and again. */
interface Keyed<T> {
  readonly one: Case<T>;
  readonly identity: string;
  /** Each assumption's variable and the key of the whole assumption. */
  readonly keys: readonly { readonly variable: string; readonly key: string }[];
}

function merge<T>(cases: readonly Case<T>[], identity: (value: T) => string): Cases<T> {
  if (cases.length < 2) return cases;
  let merged = unique(cases.map((one) => keyed(one, identity(one.value))));
  for (let changed = true; changed && hasTwins(merged);) {
    changed = false;
    for (const variable of new Set(merged.flatMap((each) => each.keys.map((key) => key.variable)))) {
      const next = mergeOver(merged, variable);
      if (next.length < merged.length) {
        merged = next;
        changed = true;
      }
    }
  }
  return merged.map((each) => each.one);
}

function keyed<T>(one: Case<T>, identity: string): Keyed<T> {
  const keys = one.when
    .filter(({ implied }) => implied !== true)
    .map((assumption) => ({ variable: variableOf(assumption), key: keyOf(assumption) }));
  return { one, identity, keys };
}

/** Only cases with the same value can be merged. */
function hasTwins<T>(cases: readonly Keyed<T>[]): boolean {
  return new Set(cases.map((each) => each.identity)).size < cases.length;
}

function unique<T>(cases: readonly Keyed<T>[]): readonly Keyed<T>[] {
  const seen = new Map<string, Keyed<T>>();
  for (const each of cases) {
    const key = `${restOf(each, "")}|${each.identity}`;
    const known = seen.get(key);
    seen.set(key, known === undefined ? each : joinedOf([known, each], known.one.when));
  }
  return [...seen.values()];
}

/** One case for several with the same value: what is implied in all of them stays. */
function joinedOf<T>(group: readonly Keyed<T>[], when: readonly Assumption[]): Keyed<T> {
  const [first] = group as readonly [Keyed<T>];
  const inAll = (assumption: Assumption): boolean =>
    group.every(({ one }) => one.when.some((other) => keyOf(other) === keyOf(assumption)));
  const kept = when.filter((assumption) => assumption.implied !== true || inAll(assumption));
  return keyed({ when: kept, value: first.one.value }, first.identity);
}

/** Joins the cases that differ in one variable only, have one value, and cover all it can be. */
function mergeOver<T>(cases: readonly Keyed<T>[], variable: string): readonly Keyed<T>[] {
  const groups = new Map<string, Keyed<T>[]>();
  for (const each of cases) {
    const key = `${restOf(each, variable)}|${each.identity}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  if (groups.size === cases.length) return cases;
  return [...groups.values()].flatMap((group) => {
    const first = group[0];
    if (first === undefined || group.length < 2) return group;
    const when = without(first.one.when, variable);
    const possible = new Set(
      cases
        .filter(({ one }) => compatible(said(without(one.when, variable)), said(when)))
        .map(({ one }) => isOf(one, variable)),
    );
    const covered = new Set(group.map(({ one }) => isOf(one, variable)));
    return covered.size === possible.size ? [joinedOf(group, when)] : group;
  });
}

function said(when: readonly Assumption[]): readonly Assumption[] {
  return when.filter(({ implied }) => implied !== true);
}

function without(when: readonly Assumption[], variable: string): readonly Assumption[] {
  return when.filter((assumption) => variableOf(assumption) !== variable);
}

function restOf<T>({ keys }: Keyed<T>, variable: string): string {
  return keys
    .filter((each) => each.variable !== variable)
    .map((each) => each.key)
    .sort()
    .join("&");
}

function isOf<T>(one: Case<T>, variable: string): string {
  const assumption = one.when.find((each) => variableOf(each) === variable);
  return assumption === undefined ? "(any)" : JSON.stringify(assumption.is);
}

function variableOf({ kind, name, by, of }: Assumption): string {
  return `${kind} ${name}${by === undefined ? "" : ` by ${by}`}${of === undefined ? "" : ` of ${of}`}`;
}

/** Equal for assumptions that say the same. */
export function keyOf(assumption: Assumption): string {
  return `${variableOf(assumption)}=${JSON.stringify(assumption.is)}`;
}
