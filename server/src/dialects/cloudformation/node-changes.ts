import { EditRefused } from "../../core/edit.js";
import type { Plain } from "../../core/plain.js";
import { keyStep, startsWith, type NodePath } from "./node-path.js";

/** One change of a node below the root of a region. */
export type NodeChange =
  /** A new entry of the map at the path. */
  | { readonly do: "insert"; readonly path: NodePath; readonly key: string; readonly value: Plain }
  | { readonly do: "replace"; readonly path: NodePath; readonly value: Plain }
  /** Another item of the list at the path; what is no list becomes the first item of one. */
  | { readonly do: "append"; readonly path: NodePath; readonly value: Plain }
  | { readonly do: "remove"; readonly path: NodePath };

/** What a change did to the paths of the text before it. */
export interface Move {
  readonly kind: "written" | "removed" | "appended" | "listed";
  readonly path: NodePath;
}

/**
 * The path that leads, after other changes, to what the change's path led to before them.
 *
 * @throws EditRefused where one of them has changed that very text.
 */
export function moved(change: NodeChange, moves: readonly Move[]): NodePath {
  return moves.reduce<NodePath>((path, move) => afterMove(change, path, move), change.path);
}

function afterMove(change: NodeChange, path: NodePath, move: Move): NodePath {
  const target = change.do === "insert" ? [...path, keyStep(change.key)] : path;
  const isGone = (move.kind === "written" || move.kind === "removed") && startsWith(target, move.path);
  const undoes = (change.do === "replace" || change.do === "remove") && startsWith(move.path, path);
  const isListed = move.kind === "listed" && startsWith(path, move.path);
  if (isGone || (undoes && !isListed)) throw new EditRefused("another change is made to the same text");
  if (isListed) {
    if (change.do === "append" && path.length === move.path.length) return path;
    return [...move.path, 0, ...path.slice(move.path.length)];
  }
  return move.kind === "removed" ? afterRemoval(path, move.path) : path;
}

/** Items behind a removed one move up. */
function afterRemoval(path: NodePath, removed: NodePath): NodePath {
  const list = removed.slice(0, -1);
  const [gone, step] = [removed.at(-1), path[list.length]];
  if (typeof gone !== "number" || typeof step !== "number") return path;
  if (!startsWith(path, list) || step < gone) return path;
  return [...list, step - 1, ...path.slice(removed.length)];
}
