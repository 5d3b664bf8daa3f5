import type { Node } from "../../core/node.js";

/**
 * Why a map may have more entries once the template is deployed than its text shows, as a clause;
 * undefined where it has what is written.
 */
export function additionReason(node: Node | undefined): string | undefined {
  if (node?.kind !== "map") return undefined;
  for (const { key } of node.entries) {
    if (key === "Fn::Transform") return "a macro (Fn::Transform) may add it";
    if (key.startsWith("Fn::ForEach::")) return "a loop (Fn::ForEach) may add it";
  }
  return undefined;
}
