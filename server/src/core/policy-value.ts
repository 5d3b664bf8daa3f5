import type { Assumption } from "./cases.js";
import type { Place } from "./span.js";
import type { Text } from "./text.js";

/**
 * A policy as a tree, before it is read as one: what a template's conditions choose between is
 * chosen, intrinsics are texts with holes. Numbers and booleans are texts ("true").
 */
export type PolicyValue = TextLeaf | ListBranch | MapBranch;

interface Located {
  readonly at?: Place;
}

/** A text that is one hole alone may stand for anything: a list or a map, too. */
export interface TextLeaf extends Located {
  readonly kind: "text";
  readonly text: Text;
}

export interface ListBranch extends Located {
  readonly kind: "list";
  readonly items: readonly PolicyValue[];
}

export interface MapBranch extends Located {
  readonly kind: "map";
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly keyAt?: Place;
  readonly value: PolicyValue;
}

/** A map in a list of a policy, and what its content rests on. */
export interface PolicyItem {
  readonly at: Place;
  readonly restsOn: readonly Assumption[];
}

/** A policy that a template writes out, in one case. */
export interface WrittenPolicy {
  readonly value: PolicyValue;
  /** The value of the property that holds it. */
  readonly at: Place;
  /**
   * It is written as JSON in one string: the pieces of `value` all stand at that string, and are
   * told apart by their path alone.
   */
  readonly inString: boolean;
  /** What each map in a list (a statement, mostly) rests on by itself; absent where nobody has noted it. */
  readonly items?: readonly PolicyItem[];
}
