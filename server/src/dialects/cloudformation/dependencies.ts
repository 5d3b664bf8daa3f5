import { textOf, valueOf, walk, type Node } from "../../core/node.js";
import type { Declarations } from "./declarations.js";
import { subPieces } from "./strings.js";

/**
 * Whether one resource needs the other to be there first, over `Ref`, `Fn::GetAtt`, `Fn::Sub` and
 * `DependsOn`. CloudFormation refuses a template in which a resource needs itself.
 */
export function dependsOn(declarations: Declarations, from: string, on: string): boolean {
  const resources = declarations.sections.Resources;
  const seen = new Set<string>();
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const body = resources.get(next)?.read().value;
    if (body === undefined) continue;
    const needed = referencesIn(body).filter((name) => resources.has(name));
    if (needed.includes(on)) return true;
    waiting.push(...needed);
  }
  return false;
}

function referencesIn(body: Node): readonly string[] {
  const names: string[] = [];
  const dependsOnNode = valueOf(body, "DependsOn");
  const depended = dependsOnNode?.kind === "list" ? dependsOnNode.items : [dependsOnNode];
  names.push(...depended.flatMap((node) => textOf(node) ?? []));
  walk(body, (node) => {
    if (node.kind !== "call") return;
    const first = node.argument.kind === "list" ? node.argument.items[0] : node.argument;
    const text = textOf(first);
    if (text === undefined) return;
    if (node.name === "Ref") names.push(text);
    if (node.name === "Fn::GetAtt") names.push(text.split(".")[0] ?? text);
    if (node.name === "Fn::Sub") {
      names.push(
        ...subPieces(text).flatMap((piece) => ("name" in piece ? (piece.name.split(".")[0] ?? []) : [])),
      );
    }
  });
  return names;
}
