import type { Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import { spanOf, type Place } from "../core/span.js";

/** A key of a map and its value; `at` is where the key stands. */
export interface Member {
  readonly key: string;
  readonly at: Place;
  readonly value: Node;
}

/**
 * The members of a map; null for every other node. A map like `{ Condition: prod }` is an intrinsic
 * function in a template; in these files it is a map like any other.
 */
export function membersOf(node: Node | null | undefined): readonly Member[] | null {
  if (node?.kind === "map") return node.entries.map(({ key, keyAt, value }) => ({ key, at: keyAt, value }));
  if (node?.kind === "call" && node.form === "map") {
    return [{ key: node.name, at: node, value: node.argument }];
  }
  return null;
}

/** The member of a map with this key, or undefined. */
export function memberOf(node: Node | null | undefined, key: string): Member | undefined {
  return membersOf(node)?.find((member) => member.key === key);
}

/** A problem at a place. */
export function problemAt(place: Place, message: string): Problem {
  return { message, span: spanOf(place) };
}
