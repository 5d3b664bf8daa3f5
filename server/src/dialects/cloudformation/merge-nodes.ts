import type { Entry, MapNode, Node } from "../../core/node.js";

/**
 * What the Serverless Framework makes of two definitions of one thing: maps are merged entry by
 * entry, of everything else the later one counts. The result is shared text, so it is not edited.
 */
export function mergeNodes(below: Node, above: Node): Node {
  if (below.kind !== "map" || above.kind !== "map") return above;
  return mergeMaps(below, above, (entry, later) => mergeNodes(entry.value, later.value));
}

/**
 * A resource with its `extensions`: their properties replace the resource's one by one, as do
 * their other attributes.
 */
export function extendResource(resource: Node, extension: Node): Node {
  if (resource.kind !== "map" || extension.kind !== "map") return resource;
  return mergeMaps(resource, extension, (entry, later) =>
    entry.key === "Properties" && entry.value.kind === "map" && later.value.kind === "map"
      ? mergeMaps(entry.value, later.value, (_entry, property) => property.value)
      : later.value,
  );
}

function mergeMaps(below: MapNode, above: MapNode, both: (entry: Entry, later: Entry) => Node): MapNode {
  const merged = below.entries.map((entry): Entry => {
    const later = above.entries.find((one) => one.key === entry.key);
    return later === undefined ? entry : { ...later, value: both(entry, later) };
  });
  const added = above.entries.filter((one) => !below.entries.some((entry) => entry.key === one.key));
  return { ...below, shared: true, entries: [...merged, ...added] };
}
