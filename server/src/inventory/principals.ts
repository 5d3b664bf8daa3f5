import { idOf, principalIdOf } from "./ids.js";
import type { InventoryPrincipal, PrincipalUse } from "./inventory.js";
import type { InventoryPart } from "./part.js";

/** Everybody who reaches a table, each with all the tables that they reach. */
export function principalsOf(parts: readonly InventoryPart[]): readonly InventoryPrincipal[] {
  const found = new Map<string, InventoryPrincipal & { readonly uses: PrincipalUse[] }>();
  for (const part of parts) {
    for (const table of part.tables) {
      const tableId = idOf({ path: part.path, resource: table.resource });
      for (const { region, readers } of table.replicas) {
        for (const reader of readers) {
          const id = principalIdOf(reader, part);
          const { principal: name, resource, at } = reader;
          const known = found.get(id) ?? { id, name, resource, at, uses: [] };
          found.set(id, known);
          known.uses.push({
            table: tableId,
            replica: region,
            when: reader.when,
            reads: reader.reads,
            writes: reader.writes,
            verdict: reader.verdict,
            reason: reader.reason,
            key: reader.keyAt === null ? null : idOf(reader.keyAt),
          });
        }
      }
    }
  }
  return [...found.values()];
}
