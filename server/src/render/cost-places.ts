import type { Assumption } from "../core/cases.js";
import type { Replica, Table, Template } from "../core/model.js";
import { spanOf, type Place } from "../core/span.js";
import type { CostInput, PricedCase, PricedKey, PricedTable } from "../pricing/priced.js";
import { verdictsOf, type Verdict } from "./verdict.js";

/** One case of a table's, or a replica's, key with what it is priced by. */
export interface CostCase {
  readonly replica: Replica;
  readonly when: readonly Assumption[];
  readonly verdict: Verdict;
  readonly priced: PricedCase;
}

/** The cases of one table that are decided at one place. */
export interface TableAt {
  readonly table: Table;
  readonly priced: PricedTable;
  readonly cases: readonly CostCase[];
}

/** A place in the text at which something costs money: the choice of a key, or a key. */
export interface CostPlace {
  /** Where a hint may stand: behind the text it is about. */
  readonly offset: number;
  readonly tables: readonly TableAt[];
  readonly keys: readonly PricedKey[];
}

interface Found {
  readonly tables: Map<Table, CostCase[]>;
  readonly keys: PricedKey[];
}

/**
 * Where a template decides about costs, in document order; what points to the same place is one.
 * Text with syntax errors is left out.
 *
 * @param input what `costInputOf` made of the same template.
 */
export function costPlaces(template: Template, input: CostInput, text: string): readonly CostPlace[] {
  const places = new Map<number, Found>();
  const at = (place: Place): Found => {
    const offset = hintOffset(place, text);
    const known = places.get(offset) ?? { tables: new Map<Table, CostCase[]>(), keys: [] };
    places.set(offset, known);
    return known;
  };
  const priced = new Map(template.tables.map((table, index) => [table, input.tables[index]]));
  for (const [table, money] of priced) {
    if (table.broken || money === undefined) continue;
    for (const one of casesOf(table, money)) {
      const { at: own } = one.verdict.encryption;
      const { tables } = at(own.path === undefined ? own : table.typeAt);
      tables.set(table, [...(tables.get(table) ?? []), one]);
    }
  }
  const keys = new Map(input.keys.map((key) => [key.resource, key]));
  for (const key of template.keys) {
    const money = keys.get(key.logicalId);
    if (!key.broken && money !== undefined) at(key.typeAt).keys.push(money);
  }
  return [...places]
    .map(([offset, found]) => ({
      offset,
      keys: found.keys,
      tables: [...found.tables].flatMap(([table, cases]) => {
        const money = priced.get(table);
        return money === undefined ? [] : [{ table, priced: money, cases }];
      }),
    }))
    .sort((a, b) => a.offset - b.offset);
}

function casesOf(table: Table, { replicas }: PricedTable): readonly CostCase[] {
  return table.replicas.flatMap((replica, index) =>
    verdictsOf(replica).flatMap((verdict, number) => {
      const priced = replicas[index]?.[number];
      return priced === undefined ? [] : [{ replica, when: verdict.when, verdict, priced }];
    }),
  );
}

/** The end of the text; of what takes several lines, that of the first: a hint below would seem to belong to the last. */
function hintOffset(place: Place, text: string): number {
  const { start, end } = spanOf(place);
  const lineEnd = text.slice(start, end).search(/[\r\n]/);
  return lineEnd < 0 ? end : start + lineEnd;
}
