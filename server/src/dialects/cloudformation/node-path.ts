import { EditRefused } from "../../core/edit.js";
import { entryOf, type Node } from "../../core/node.js";
import { encloses, spanOf, type Place } from "../../core/span.js";
import type { Outline } from "../../formats/format.js";

/** From a node to one below it: an item's position, an entry's key behind a dot, or a call's argument. */
export type Step = number | `.${string}` | "()";

export type NodePath = readonly Step[];

/** The part of a document that paths begin at: an entry of a section, or a whole section, by position. */
export interface Region {
  readonly section: number;
  readonly entry: number | null;
}

/** The region that a place lies in. @throws EditRefused where the text isn't part of the document. */
export function regionOf(outline: Outline, at: Place): Region {
  const within = (place: Place): boolean => encloses(spanOf(place), spanOf(at));
  const section = outline.sections.findIndex((one) => within(one.at));
  if (at.path !== undefined || section === -1) throw new EditRefused(ELSEWHERE);
  const entry = outline.sections[section]?.entries?.findIndex((one) => within(one.at)) ?? -1;
  return { section, entry: entry === -1 ? null : entry };
}

/** The node that paths of a region begin at. */
export function rootOf(outline: Outline, region: Region): Node | undefined {
  const section = outline.sections[region.section];
  return region.entry === null ? section?.value() : section?.entries?.[region.entry]?.read().value;
}

/**
 * The way to the node that stands at a place.
 *
 * @throws EditRefused where none does: the text stands elsewhere, or comes in through an alias.
 */
export function pathTo(root: Node, at: Place): NodePath {
  const path = search(root, at);
  if (path === undefined) throw new EditRefused(ELSEWHERE);
  return path;
}

/** The node that a path leads to. */
export function follow(root: Node | undefined, path: NodePath): Node | undefined {
  let node = root;
  for (const step of path) node = node === undefined ? undefined : below(node, step);
  return node;
}

export function startsWith(path: NodePath, beginning: NodePath): boolean {
  return beginning.length <= path.length && beginning.every((step, index) => path[index] === step);
}

export function keyStep(key: string): Step {
  return `.${key}`;
}

const ELSEWHERE = "its text stands elsewhere, or serves several places";

function below(node: Node, step: Step): Node | undefined {
  if (typeof step === "number") return node.kind === "list" ? node.items[step] : undefined;
  if (step === "()") return node.kind === "call" ? node.argument : undefined;
  const entry = entryOf(node, step.slice(1));
  return entry === undefined || entry.merged ? undefined : entry.value;
}

function search(node: Node, at: Place): NodePath | undefined {
  if (node.origin === at.origin && node.from === at.from && node.to === at.to) return [];
  if (!encloses(spanOf(node), spanOf(at))) return undefined;
  for (const [step, child] of stepsBelow(node)) {
    const rest = search(child, at);
    if (rest !== undefined) return [step, ...rest];
  }
  return undefined;
}

function stepsBelow(node: Node): readonly (readonly [Step, Node])[] {
  switch (node.kind) {
    case "map":
      return node.entries
        .filter((entry) => !entry.merged)
        .map((entry) => [keyStep(entry.key), entry.value] as const);
    case "list":
      return node.items.map((item, index) => [index, item] as const);
    case "call":
      return [["()", node.argument]];
    case "scalar":
      return [];
  }
}
