import type { Settings } from "../core/settings.js";
import { basisOf, joinedCosts } from "../costs.js";
import { estimateCosts, type Estimate } from "../pricing/estimate.js";
import { accessBy, NOBODY } from "./access.js";
import { idOf, keyIdOf } from "./ids.js";
import type { Inventory, InventoryKey, InventoryTable, InventoryTotals } from "./inventory.js";
import type { InventoryPart, PartKey, PartTable } from "./part.js";
import { principalsOf } from "./principals.js";
import { oneOf, VERDICTS, type EncryptionVerdict } from "./verdict.js";
import { withOwnKeys, withSharedKeys } from "./what-if.js";

/** Puts the parts of many templates together, each template once. */
export function takeInventory(parts: readonly InventoryPart[], settings: Settings): Inventory {
  const basis = basisOf(settings);
  const costs = joinedCosts(parts.map((part) => part.costs));
  const estimates = estimateCosts(costs, basis);
  const tableCosts = byId(estimates.tables);
  const principals = principalsOf(parts);
  const byTable = accessBy(principals, ({ table }) => table);
  const byKey = accessBy(principals, ({ key }) => key);
  const tables = parts.flatMap((part) =>
    part.tables.flatMap((table): readonly InventoryTable[] => {
      const id = idOf({ path: part.path, resource: table.resource });
      const cost = tableCosts.get(id);
      if (cost === undefined) return [];
      return [{ ...tableOf(table, part, id), access: byTable.get(id) ?? NOBODY, cost }];
    }),
  );
  return {
    templates: parts.length,
    problems: parts.reduce((sum, { problems }) => sum + problems, 0),
    tables,
    keys: keysOf(parts, tables, byId(estimates.keys)).map((key) => ({
      ...key,
      access: byKey.get(key.id) ?? NOBODY,
    })),
    principals,
    totals: totalsOf(tables),
    costs: {
      currency: basis.prices.currency,
      total: estimates.total,
      ownKeys: withOwnKeys(parts, basis),
      sharedKeys: withSharedKeys(parts, basis),
    },
    findings: parts.flatMap(({ findings }) => findings),
    suppressions: parts.flatMap(({ suppressions }) => suppressions),
  };
}

function byId(
  estimates: ReadonlyMap<{ readonly path: string; readonly resource: string }, Estimate>,
): ReadonlyMap<string, Estimate> {
  return new Map(
    [...estimates].map(([of, { monthly, firstYear, assumptions, pricedOn }]) => [
      idOf(of),
      { monthly, firstYear, assumptions, pricedOn },
    ]),
  );
}

function tableOf(table: PartTable, part: InventoryPart, id: string): Omit<InventoryTable, "access" | "cost"> {
  const { resource, type, at, tags, classification, construct } = table;
  const replicas = table.replicas.map((replica) => ({
    region: replica.region,
    at: replica.at,
    verdict: replica.verdict,
    cases: replica.cases.map((one) => ({ ...one, keyId: keyIdOf(one, part) })),
  }));
  const keys = replicas.flatMap(({ cases }) => cases.flatMap(({ keyId }) => keyId ?? []));
  const verdict = oneOf(replicas.map((one) => one.verdict));
  const plain = { id, resource, type, at, tags, classification, construct };
  return { ...plain, verdict, replicas, keys: [...new Set(keys)] };
}

type Unread = Omit<InventoryKey, "access">;

/** Keys in the order of their declarations, then those that only tables name. */
function keysOf(
  parts: readonly InventoryPart[],
  tables: readonly InventoryTable[],
  costs: ReadonlyMap<string, Estimate>,
): readonly Unread[] {
  const users = usersByKey(tables);
  const declared = parts.flatMap((part) =>
    part.keys.map((key) => declaredKey(key, costs, users)).filter(({ cost }) => cost !== null),
  );
  const known = new Set(declared.map(({ id }) => id));
  const named = new Map<string, Unread>();
  for (const table of tables) {
    for (const one of table.replicas.flatMap(({ cases }) => cases)) {
      if (one.keyId === null || known.has(one.keyId)) continue;
      const path = one.keyAt?.path ?? table.at.path;
      const before = named.get(one.keyId);
      named.set(one.keyId, {
        ...NOT_DECLARED,
        id: one.keyId,
        resource: one.keyAt?.resource ?? one.reference ?? "",
        path: before === undefined || before.path === path ? path : null,
        tables: users.get(one.keyId) ?? [],
        cost: costs.get(one.keyId) ?? null,
      });
    }
  }
  return [...declared, ...named.values()];
}

const NOT_DECLARED = {
  type: null,
  at: null,
  region: null,
  usable: null,
  rotation: null,
  retained: null,
  construct: null,
} as const;

function declaredKey(
  key: PartKey,
  costs: ReadonlyMap<string, Estimate>,
  users: ReadonlyMap<string, readonly string[]>,
): Unread {
  const id = idOf({ path: key.at.path, resource: key.resource });
  return { ...key, id, path: key.at.path, tables: users.get(id) ?? [], cost: costs.get(id) ?? null };
}

function usersByKey(tables: readonly InventoryTable[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { id, keys } of tables) {
    for (const key of keys) users.set(key, [...(users.get(key) ?? []), id]);
  }
  return users;
}

function totalsOf(tables: readonly InventoryTable[]): InventoryTotals {
  const replicas = tables.flatMap((table) => table.replicas);
  const counts = new Map<EncryptionVerdict, number>();
  for (const { verdict } of replicas) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return {
    count: replicas.length,
    replicas: replicas.some(({ region }) => region !== null),
    byVerdict: VERDICTS.flatMap((verdict) => {
      const count = counts.get(verdict);
      return count === undefined ? [] : [{ verdict, count }];
    }),
  };
}
