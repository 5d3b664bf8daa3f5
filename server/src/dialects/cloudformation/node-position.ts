import { childrenOf, type CallNode, type MapNode, type Node } from "../../core/node.js";
import { encloses, spanOf, touches, type Place } from "../../core/span.js";

/** Where in a tree an offset stands. */
export interface Position {
  /** The map keys that lead there, outermost first. */
  readonly path: readonly string[];
  /** The key or value that stands there. */
  readonly at: Place;
  /** The value, with the outermost function around it that has no map in between; null on a key. */
  readonly value: Node | null;
}

/**
 * Where in a tree an offset stands: on a key, a scalar or an intrinsic; null for the blanks and
 * signs between them. Branches of intrinsics and items of lists add nothing to the path.
 */
export function positionIn(root: Node, offset: number): Position | null {
  const path: string[] = [];
  let node = root;
  let around: CallNode | null = null;
  for (;;) {
    if (!touches(spanOf(node), offset)) return null;
    if (node.kind === "call" && node.name !== "Fn::If") around ??= node;
    if (node.kind === "scalar" || isOneValue(node)) return { path, at: node, value: around ?? node };
    if (node.kind === "map") {
      const entry = node.entries.find((one) => !one.merged && touches(spanOf(one), offset));
      if (entry === undefined) return isAlias(node) ? { path, at: node, value: null } : null;
      path.push(entry.key);
      around = null;
      if (touches(spanOf(entry.keyAt), offset)) return { path, at: entry.keyAt, value: null };
      node = entry.value;
      continue;
    }
    const next: Node | undefined = childrenOf(node).find((child) => touches(spanOf(child), offset));
    if (next === undefined) return nameAt(node, offset, path);
    node = next;
  }
}

/** An intrinsic that holds nothing but scalars (`!GetAtt Key.Arn`); `Fn::If` is entered for its branches. */
function isOneValue(node: Node): boolean {
  if (node.kind !== "call" || node.name === "Fn::If") return false;
  return (
    node.argument.kind === "scalar" || childrenOf(node.argument).every((child) => child.kind === "scalar")
  );
}

/** The map stands elsewhere: here is only a YAML alias of it. */
function isAlias(node: MapNode): boolean {
  return node.shared && node.entries.every((entry) => !encloses(spanOf(node), spanOf(entry)));
}

/** The name of an intrinsic, where the offset is on it: the tag, or all that stands before the argument. */
function nameAt(node: Node, offset: number, path: readonly string[]): Position | null {
  if (node.kind !== "call") return null;
  const tagEnd = node.from + node.name.replace("Fn::", "!").length;
  const at = { origin: node.origin, from: node.from, to: node.form === "tag" ? tagEnd : node.argument.from };
  return touches(spanOf(at), offset) ? { path, at, value: node } : null;
}
