import type { Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import { spanOf, type Span } from "../core/span.js";
import { memberOf, membersOf, problemAt } from "../deployments/members.js";

/** The keys that lead to a value. */
export type Path = readonly (string | number)[];

/**
 * A node as the value it stands for. Numbers are kept as they are written where `texts` says so:
 * `1.10` and `012345678901` are more than their values.
 *
 * @param say takes what can't be a value: a tag.
 */
export function rawValue(node: Node, texts: boolean, say: (problem: Problem) => void): unknown {
  const members = membersOf(node);
  if (members !== null) {
    const values = members.map(({ key, value }) => [key, rawValue(value, texts, say)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
  switch (node.kind) {
    case "list":
      return node.items.map((item) => rawValue(item, texts, say));
    case "scalar":
      return texts && typeof node.value === "number" ? node.text : node.value;
    default:
      say(problemAt(node, "A configuration has no tags; write the value itself."));
      return undefined;
  }
}

/**
 * Where a value stands, or its key. A name with a point may be written as a map in a map. What
 * isn't there is looked for no further: the innermost value on the way is meant.
 */
export function placeIn(node: Node, path: Path, onKey: boolean): Span {
  const [first, ...rest] = path;
  if (first === undefined) return spanOf(node);
  if (typeof first === "number") {
    const item = node.kind === "list" ? node.items[first] : undefined;
    return item === undefined ? spanOf(node) : placeIn(item, rest, onKey);
  }
  const member = memberOf(node, first);
  if (member !== undefined) {
    return rest.length === 0 && onKey ? spanOf(member.at) : placeIn(member.value, rest, onKey);
  }
  const point = first.indexOf(".");
  if (point < 0) return spanOf(node);
  const group = memberOf(node, first.slice(0, point));
  return group === undefined ? spanOf(node) : placeIn(group.value, [first.slice(point + 1), ...rest], onKey);
}
