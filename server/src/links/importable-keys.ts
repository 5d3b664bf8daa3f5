import type { ImportableKey } from "../core/model.js";
import { soleHole } from "../core/text.js";
import type { TemplateSurroundings } from "./template-surroundings.js";
import type { Workspace } from "./workspace.js";

/**
 * The keys that other templates export, each under a name that is always the same; a name that
 * several templates export is none.
 */
export function importableKeys(
  workspace: Workspace,
  surroundings: TemplateSurroundings,
  own: string,
): readonly ImportableKey[] {
  const found = new Map<string, ImportableKey | null>();
  for (const { name, when, id, template } of workspace.names.all("export")) {
    if (template.path === own || dependsOn(workspace, template.path, own)) continue;
    if (when.length > 0 || name.includes("${")) continue;
    const cases = surroundings.outputOf(template, id, null);
    if ("reason" in cases || cases.length !== 1) continue;
    const hole = cases[0] === undefined ? undefined : soleHole(cases[0].value.text);
    const resource = hole?.resource;
    if (resource === undefined || resource.path !== undefined) continue;
    const key = surroundings.key(template.path, resource.logicalId);
    if (key === undefined) continue;
    found.set(name, found.has(name) ? null : { exportName: name, key, isArn: resource.attribute === "Arn" });
  }
  return [...found.values()].filter((one) => one !== null);
}

/** Whether a template imports from another, directly or through others: the other can't import from it, then. */
function dependsOn(workspace: Workspace, path: string, other: string): boolean {
  const seen = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === other) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...workspace.names.suppliersOf(next));
  }
  return false;
}
