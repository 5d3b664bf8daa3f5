import { assumptionsOfCase, assumptionsOfKey, assumptionsOfTotal } from "./assumptions.js";
import { feeRange } from "./key-fee.js";
import {
  callersOf,
  isCharged,
  type CostBasis,
  type CostInput,
  type PricedCase,
  type PricedKey,
  type PricedTable,
} from "./priced.js";
import type { Prices } from "./prices.js";
import { around, NOTHING, sum, times, type Range } from "./range.js";
import { chargeOfAccount, requestsOfCallers } from "./requests.js";
import { assumptionsOfTable } from "./table-assumptions.js";

/** What something costs a month, and what that takes for granted. */
export interface Estimate {
  /** In the currency of the prices: over all cases, and with rotation, over all years. */
  readonly monthly: Range;
  /** The same before any key has been rotated. */
  readonly firstYear: Range;
  /** Sentences. */
  readonly assumptions: readonly string[];
  /** ISO date of the prices; null where settings give prices and no day. */
  readonly pricedOn: string | null;
}

/** A table's estimate, with that of each case of each replica. */
export interface TableEstimate extends Estimate {
  readonly replicas: readonly (readonly Estimate[])[];
}

export interface Costs {
  readonly total: Estimate;
  readonly tables: ReadonlyMap<PricedTable, TableEstimate>;
  readonly keys: ReadonlyMap<PricedKey, Estimate>;
}

/**
 * What keys and requests cost a month: fees once for each key, requests for each caller, table and
 * Region, free requests once for each account. Tables share the fee of their key equally.
 */
export function estimateCosts(input: CostInput, basis: CostBasis): Costs {
  return {
    total: totalEstimate(input, basis),
    tables: new Map(input.tables.map((table) => [table, tableEstimate(table, basis)])),
    keys: new Map(input.keys.map((key) => [key, keyEstimate(key, basis)])),
  };
}

/** The amounts of an estimate alone, where nobody asks what they take for granted. */
export type Amounts = Pick<Estimate, "monthly" | "firstYear">;

export function keyEstimate(key: PricedKey, { prices }: CostBasis): Estimate {
  return {
    ...keyAmounts(key, prices),
    assumptions: assumptionsOfKey(key, prices),
    pricedOn: prices.asOf,
  };
}

export function keyAmounts({ rotation, conditional }: PricedKey, prices: Prices): Amounts {
  const { low, high } = feeRange(rotation, prices);
  return {
    monthly: fromNothing({ low, high }, conditional),
    firstYear: fromNothing({ low, high: low }, conditional),
  };
}

export function tableEstimate(table: PricedTable, basis: CostBasis): TableEstimate {
  const { prices } = basis;
  const requests = requestsOfCallers(callersOf(table, basis));
  const caseEstimates = table.replicas.map((cases) =>
    cases.map((one): Estimate => {
      const { fee, firstFee } = feeShare(one, prices);
      const charge = chargeIn(one, requests, prices);
      return {
        monthly: sum([fee, charge]),
        firstYear: sum([firstFee, charge]),
        assumptions: assumptionsOfCase(one, table, basis),
        pricedOn: prices.asOf,
      };
    }),
  );
  return {
    ...tableAmounts(table, basis),
    assumptions: assumptionsOfTable(table, basis),
    pricedOn: prices.asOf,
    replicas: caseEstimates,
  };
}

export function tableAmounts(table: PricedTable, basis: CostBasis): Amounts {
  const { prices } = basis;
  const requests = requestsOfCallers(callersOf(table, basis));
  const fees = table.replicas.map((cases) => around(cases.map((one) => feeShare(one, prices).fee)));
  const firstFees = table.replicas.map((cases) => around(cases.map((one) => feeShare(one, prices).firstFee)));
  const allRequests = sum(
    table.replicas.map((cases) => around(cases.map((one) => requestsIn(one, requests)))),
  );
  const charge = chargeOfAccount(allRequests, prices);
  return {
    monthly: fromNothing(sum([...fees, charge]), table.conditional),
    firstYear: fromNothing(sum([...firstFees, charge]), table.conditional),
  };
}

/** The same for all of it together alone. */
export function totalEstimate({ tables, keys }: CostInput, basis: CostBasis): Estimate {
  const { prices } = basis;
  const fees = keys.map((key) => keyAmounts(key, prices));
  const byAccount = new Map<string | null, Range[]>();
  for (const table of tables) {
    const requests = requestsOfCallers(callersOf(table, basis));
    const all = table.replicas.map((cases) =>
      fromNothing(around(cases.map((one) => requestsIn(one, requests))), table.conditional),
    );
    byAccount.set(table.account, [...(byAccount.get(table.account) ?? []), ...all]);
  }
  const charges = [...byAccount.values()].map((requests) => chargeOfAccount(sum(requests), prices));
  return {
    monthly: sum([...fees.map(({ monthly }) => monthly), ...charges]),
    firstYear: sum([...fees.map(({ firstYear }) => firstYear), ...charges]),
    assumptions: assumptionsOfTotal({ tables, keys }, basis),
    pricedOn: prices.asOf,
  };
}

/** What may not exist may cost nothing. */
function fromNothing({ low, high }: Range, conditional: boolean): Range {
  return { low: conditional ? 0 : low, high };
}

/** The part of the key's fee that the table bears, over all years and before any rotation. */
function feeShare(
  { key, declared }: PricedCase,
  prices: Prices,
): { readonly fee: Range; readonly firstFee: Range } {
  const tables = declared?.tables ?? null;
  if (key !== "customer-managed" || declared === null || tables === null) {
    return { fee: NOTHING, firstFee: NOTHING };
  }
  const share = 1 / Math.max(1, tables);
  const fee = times(feeRange(declared.rotation, prices), share);
  return { fee, firstFee: { low: fee.low, high: fee.low } };
}

function chargeIn(one: PricedCase, requests: Range, prices: Prices): Range {
  return chargeOfAccount(requestsIn(one, requests), prices);
}

function requestsIn(one: PricedCase, requests: Range): Range {
  if (one.key === "undecided") return { low: 0, high: requests.high };
  return isCharged(one.key) ? requests : NOTHING;
}
