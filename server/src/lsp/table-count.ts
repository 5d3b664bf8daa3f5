import type { Analysis } from "../service.js";

/** How the tables of a template are encrypted. A global table counts once, however many replicas it has. */
export interface TableCount {
  readonly tables: number;
  /** With a replica, in some case, under a key that AWS owns or manages. */
  readonly withoutCustomerManagedKey: number;
  /** Of the others, those whose key the template alone doesn't tell in every case. */
  readonly undecided: number;
}

export const NO_TABLES: TableCount = { tables: 0, withoutCustomerManagedKey: 0, undecided: 0 };

export function countTables({ tables }: Analysis): TableCount {
  const keys = new Map<string, Set<string>>();
  for (const { resource, cases } of tables) {
    const known = keys.get(resource) ?? new Set();
    cases.forEach(({ key }) => known.add(key));
    keys.set(resource, known);
  }
  const isWithout = (found: ReadonlySet<string>): boolean =>
    found.has("aws-owned") || found.has("aws-managed");
  const all = [...keys.values()];
  return {
    tables: all.length,
    withoutCustomerManagedKey: all.filter(isWithout).length,
    undecided: all.filter((found) => !isWithout(found) && found.has("undecided")).length,
  };
}

export function addCounts(a: TableCount, b: TableCount): TableCount {
  return {
    tables: a.tables + b.tables,
    withoutCustomerManagedKey: a.withoutCustomerManagedKey + b.withoutCustomerManagedKey,
    undecided: a.undecided + b.undecided,
  };
}
