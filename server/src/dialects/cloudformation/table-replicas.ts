import { EditRefused } from "../../core/edit.js";
import type { Replica, Table } from "../../core/model.js";
import { entryOf, valueOf, walk, type MapNode, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { nameOfText } from "../../core/text.js";
import type { EditSession } from "./edit-session.js";

/** The map of a replica below its table's body. @throws EditRefused */
export function replicaMap(body: MapNode, at: Place): MapNode {
  let found: Node | undefined;
  walk(body, (node) => {
    if (node.kind === "map" && node.from === at.from && node.to === at.to) found ??= node;
  });
  if (found?.kind !== "map") throw new EditRefused("the replica isn't written out");
  return found;
}

/** The maps below `Replicas` that have an entry of this name. */
export function replicaMapsWith(body: MapNode, key: string): readonly MapNode[] {
  const items: MapNode[] = [];
  const replicas = valueOf(valueOf(body, "Properties"), "Replicas");
  if (replicas !== undefined) {
    walk(replicas, (node) => {
      if (node.kind === "map" && entryOf(node, key) !== undefined) items.push(node);
    });
  }
  return items;
}

/** The name of the parameter that gives a replica's key, which is added where it isn't declared. */
export function replicaParameter(session: EditSession, table: Table, replica: Replica): string {
  const region = replica.region === null ? "" : nameOfText(replica.region);
  const words = region.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = `${table.logicalId}KeyArn${words.join("")}`;
  return session.parameter(
    name,
    `ARN of the KMS key in ${region} for the replica of ${table.logicalId} there`,
  );
}
