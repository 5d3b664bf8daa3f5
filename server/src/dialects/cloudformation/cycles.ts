import { textOf, walk } from "../../core/node.js";
import type { Problem } from "../../core/problem.js";
import { spanOf } from "../../core/span.js";
import type { Declarations } from "./declarations.js";

/** A problem at each condition that is defined through itself: CloudFormation refuses the template. */
export function conditionCycles(declarations: Declarations): readonly Problem[] {
  const conditions = declarations.sections.Conditions;
  const uses = new Map<string, ReadonlySet<string>>();
  for (const condition of conditions.values()) {
    if (!condition.text().includes("Condition")) continue;
    const names = new Set<string>();
    walk(condition.read().value, (node) => {
      const name = node.kind === "call" && node.name === "Condition" ? textOf(node.argument) : undefined;
      if (name !== undefined) names.add(name);
    });
    uses.set(condition.key, names);
  }
  return [...conditions.values()]
    .filter((condition) => reaches(condition.key, condition.key, uses))
    .map((condition) => ({
      message: `Condition '${condition.key}' is defined through itself, so its value can't be known.`,
      span: spanOf(condition.keyAt),
    }));
}

function reaches(from: string, target: string, uses: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const waiting = [...(uses.get(from) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === target) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(uses.get(next) ?? []));
  }
  return false;
}
