import type { Access, InventoryPrincipal, PrincipalUse } from "./inventory.js";

export const NOBODY: Access = { allowed: [], blocked: [], undecided: [] };

type Verdict = PrincipalUse["verdict"];

/** Who reaches each thing that uses are counted under. @param under its id; null for a use that doesn't count. */
export function accessBy(
  principals: readonly InventoryPrincipal[],
  under: (use: PrincipalUse) => string | null,
): ReadonlyMap<string, Access> {
  const reached = new Map<string, { allowed: string[]; blocked: string[]; undecided: string[] }>();
  for (const { id, uses } of principals) {
    const verdicts = new Map<string, Set<Verdict>>();
    for (const use of uses) {
      const thing = under(use);
      if (thing === null) continue;
      verdicts.set(thing, (verdicts.get(thing) ?? new Set()).add(use.verdict));
    }
    for (const [thing, found] of verdicts) {
      const access = reached.get(thing) ?? { allowed: [], blocked: [], undecided: [] };
      access[listOf(found)].push(id);
      reached.set(thing, access);
    }
  }
  return reached;
}

/** Somebody who may decrypt in one case is somebody to know of. */
function listOf(verdicts: ReadonlySet<Verdict>): keyof Access {
  if (verdicts.has("allowed")) return "allowed";
  return verdicts.has("blocked-by-key") ? "blocked" : "undecided";
}
