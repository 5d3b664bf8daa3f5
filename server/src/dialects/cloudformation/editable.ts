import { EditRefused } from "../../core/edit.js";
import type { Key, Resource } from "../../core/model.js";
import type { MapNode } from "../../core/node.js";
import { dependsOn } from "./dependencies.js";
import type { ReadTemplate } from "./template.js";

/** The map that a resource is written as. @throws EditRefused where nothing may be changed in it. */
export function bodyOf({ sources }: ReadTemplate, resource: Resource): MapNode {
  if (resource.locked !== null) throw new EditRefused(resource.locked);
  const body = sources.get(resource.logicalId)?.body;
  if (body?.kind !== "map") throw new EditRefused("the resource isn't a map");
  return body;
}

/** @throws EditRefused where the resource can't refer to the key, as the key itself needs the resource. */
export function refuseCycle({ declarations }: ReadTemplate, resource: Resource, key: Key): void {
  if (dependsOn(declarations, key.logicalId, resource.logicalId)) {
    throw new EditRefused(`key '${key.logicalId}' itself needs '${resource.logicalId}'`);
  }
}
