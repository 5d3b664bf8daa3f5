import { textOf, valueOf, type Node } from "../../core/node.js";
import { encloses, spanOf, type Place, type Span } from "../../core/span.js";
import type { Declarations } from "./declarations.js";

/** A piece of a resource, in the words of its template. */
export interface PlaceInResource {
  /** The type of the resource; null where the template doesn't say. */
  readonly type: string | null;
  /**
   * The way there from the resource, by keys and by positions in lists: `["Properties", "Replicas",
   * "0", "SSESpecification"]`. It ends at an intrinsic function, and at the last entry that holds the
   * whole piece; empty where that doesn't lie in the resource.
   */
  readonly path: readonly string[];
}

/** What a span in a resource is of it; null where there is no such resource. */
export function placeInResource(
  { sections: { Resources } }: Declarations,
  resource: string,
  span: Span,
): PlaceInResource | null {
  const declared = Resources.get(resource);
  if (declared === undefined) return null;
  const { value } = declared.read();
  const path = holds(declared.at, span) ? pathIn(value, span) : [];
  return { type: textOf(valueOf(value, "Type")) ?? null, path };
}

function pathIn(root: Node, span: Span): readonly string[] {
  const path: string[] = [];
  for (let step = stepTowards(root, span); step !== undefined; step = stepTowards(step.value, span)) {
    path.push(step.key);
  }
  return path;
}

function stepTowards(node: Node, span: Span): { readonly key: string; readonly value: Node } | undefined {
  if (node.kind === "map") return node.entries.find((entry) => !entry.merged && holds(entry, span));
  if (node.kind !== "list") return undefined;
  const index = node.items.findIndex((item) => holds(item, span));
  const value = node.items[index];
  return value === undefined ? undefined : { key: String(index), value };
}

function holds(place: Place, span: Span): boolean {
  return encloses(spanOf(place), span);
}
