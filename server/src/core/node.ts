import type { Place } from "./span.js";

/**
 * One syntax tree for every format. Places are relative to the block a node was parsed from
 * (see `span.ts`). A node is shared by reference where an alias repeats it, so a tree may be
 * a directed acyclic graph: walk it with `walk`, which visits each node once.
 */
export type Node = MapNode | ListNode | ScalarNode | CallNode;

interface NodeBase extends Place {
  /**
   * True where the text of this node serves several places: it carries an anchor that is used,
   * or it is reached through an alias or a merge key. Such text is never edited.
   */
  readonly shared: boolean;
}

export interface MapNode extends NodeBase {
  readonly kind: "map";
  readonly style: "block" | "flow";
  readonly entries: readonly Entry[];
}

export interface ListNode extends NodeBase {
  readonly kind: "list";
  readonly style: "block" | "flow";
  readonly items: readonly Node[];
}

/** A scalar. `text` is its content as a string, before any reading as number or boolean. */
export interface ScalarNode extends NodeBase {
  readonly kind: "scalar";
  readonly text: string;
  readonly value: string | number | boolean | null;
  readonly quoted: boolean;
}

/**
 * An intrinsic function, in whichever spelling: `!GetAtt A.B`, `Fn::GetAtt: A.B` and
 * `{"Fn::GetAtt": ["A", "B"]}` are all `{ name: "Fn::GetAtt" }`. `Ref` and `Condition` have no prefix.
 */
export interface CallNode extends NodeBase {
  readonly kind: "call";
  readonly name: string;
  readonly argument: Node;
  readonly form: "tag" | "map";
}

/** One key and its value. The place runs from the key's first to the value's last character. */
export interface Entry extends Place {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Node;
  /** The entry came in through a merge key (`<<`): its text stands elsewhere. */
  readonly merged: boolean;
}

/** The first entry with this key, or undefined. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  if (node?.kind !== "map") return undefined;
  return node.entries.find((entry) => entry.key === key);
}

/** The value under this key, or undefined. */
export function valueOf(node: Node | undefined, key: string): Node | undefined {
  return entryOf(node, key)?.value;
}

/** The content of a scalar, or undefined for every other node and for null. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}

/** The nodes directly below this one. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "map":
      return node.entries.map((entry) => entry.value);
    case "list":
      return node.items;
    case "call":
      return [node.argument];
    case "scalar":
      return [];
  }
}

/** Visits the node and everything below it, each once, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  const seen = new Set<Node>();
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    visit(next);
    waiting.push(...childrenOf(next));
  }
}
