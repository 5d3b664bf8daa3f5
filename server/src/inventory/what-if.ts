import { totalEstimate } from "../pricing/estimate.js";
import { YEAR_DAYS } from "../pricing/key-fee.js";
import type { CostBasis, PricedKey, PricedTable } from "../pricing/priced.js";
import { idOf } from "./ids.js";
import type { Alternative, InventoryCosts } from "./inventory.js";
import type { InventoryPart, PartReplica, PartTable } from "./part.js";

/** What it would cost if every table, and every replica of a global table, had a key of its own. */
export function withOwnKeys(parts: readonly InventoryPart[], basis: CostBasis): Alternative {
  return alternative(parts, basis, (table, replica, part) =>
    idOf({ path: part.path, resource: `${table.resource} ${replica}` }),
  );
}

/**
 * What it would cost if tables shared keys: one for each classification, account and Region, or,
 * where no table is classified, one for each template and Region.
 */
export function withSharedKeys(
  parts: readonly InventoryPart[],
  basis: CostBasis,
): InventoryCosts["sharedKeys"] {
  const classified = parts.some(({ tables }) => tables.some(({ classification }) => classification !== null));
  const shared = alternative(parts, basis, (table, replica, part) => {
    const region = regionOf(table.replicas[replica], part);
    const group = classified ? `${table.classification ?? ""} ${part.account ?? ""}` : part.path;
    return `${group}\n${region}`;
  });
  return { ...shared, by: classified ? "classification" : "template" };
}

/** A local replica lies where the stack's tables do, whether or not anybody knows where that is. */
function regionOf(replica: PartReplica | undefined, { region }: InventoryPart): string {
  if (replica === undefined || replica.local) return region ?? "";
  return replica.regionName ?? replica.region ?? "";
}

type Grouping = (table: PartTable, replica: number, part: InventoryPart) => string;

function alternative(parts: readonly InventoryPart[], basis: CostBasis, groupOf: Grouping): Alternative {
  const members = new Map<string, Map<string, PricedTable>>();
  const placed = parts.flatMap((part) =>
    part.tables.flatMap((table, index) => {
      const priced = part.costs.tables[index];
      if (priced === undefined) return [];
      const groups = table.replicas.map((_, replica) => groupOf(table, replica, part));
      const id = idOf({ path: part.path, resource: table.resource });
      for (const group of groups)
        members.set(group, (members.get(group) ?? new Map<string, PricedTable>()).set(id, priced));
      return [{ priced, groups }];
    }),
  );
  const keys = new Map([...members].map(([group, users]) => [group, newKey(group, users)] as const));
  const tables = placed.map(({ priced, groups }): PricedTable => ({
    ...priced,
    replicas: groups.map((group) => [
      { when: [], key: "customer-managed", declared: keys.get(group) ?? null },
    ]),
  }));
  return {
    keys: keys.size,
    estimate: totalEstimate({ tables, keys: [...keys.values()] }, basis),
  };
}

/** Rotated every year, as AWS's own guidance for customer managed keys has it. */
function newKey(group: string, tables: ReadonlyMap<string, PricedTable>): PricedKey {
  return {
    path: "",
    resource: group,
    name: "The key",
    rotation: { rotates: true, days: YEAR_DAYS },
    tables: tables.size,
    conditional: [...tables.values()].every(({ conditional }) => conditional),
  };
}
