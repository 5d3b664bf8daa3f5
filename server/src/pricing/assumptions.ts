import { COST_BOUNDS } from "../core/cost-settings.js";
import { feeInWords } from "./key-fee.js";
import {
  callersOf,
  isCharged,
  isForeign,
  type CostBasis,
  type CostInput,
  type PricedCase,
  type PricedKey,
  type PricedTable,
} from "./priced.js";
import { count, money, rotatedKeyMonth, unitPrice, type Prices } from "./prices.js";
import { requestsOfCallers } from "./requests.js";

/** What holds of a resource that exists under a condition. */
export const NOTHING_WITHOUT_CONDITION = "It costs nothing where its condition is false.";

/** What the estimate of a key takes for granted. */
export function assumptionsOfKey(key: PricedKey, prices: Prices): readonly string[] {
  return [
    `${key.name} costs ${feeInWords(key.rotation, prices)}.`,
    ...(key.conditional ? [NOTHING_WITHOUT_CONDITION] : []),
    "Requests are counted with the tables. A key that waits for its deletion costs nothing.",
  ];
}

/** What the estimate of several tables and keys takes for granted. */
export function assumptionsOfTotal({ tables, keys }: CostInput, basis: CostBasis): readonly string[] {
  const { prices } = basis;
  const charged = tables.some((table) => table.replicas.flat().some(({ key }) => isCharged(key)));
  const isGlobal = tables.some(({ replicas }) => replicas.length > 1);
  const foreign = tables.some((table) => table.replicas.flat().some(isForeign));
  return [
    "Each template is deployed once.",
    ...(keys.length > 0 ? ["Every key is counted once, however many tables share it."] : []),
    ...(isGlobal ? ["A global table is charged for in each of its Regions."] : []),
    ...(charged ? [callersSentence(basis), freeSentence(prices)] : []),
    ...(keys.some(({ rotation }) => rotation.rotates !== false)
      ? [
          `The high end has each key that is rotated at ${money(rotatedKeyMonth(prices), prices)} a month, what it costs once it has been rotated twice.`,
        ]
      : []),
    ...(foreign ? [FOREIGN_KEY] : []),
  ];
}

const FOREIGN_KEY = "The fee of a key that isn't declared in reach isn't counted.";

/**
 * What the estimate of a table takes for granted in one case.
 *
 * @param regions in how many Regions the case is the same.
 */
export function assumptionsOfCase(
  one: PricedCase,
  table: PricedTable,
  basis: CostBasis,
  regions = 1,
): readonly string[] {
  const { prices } = basis;
  const callers = callersOf(table, basis);
  switch (one.key) {
    case "aws-owned":
      return ["The AWS owned key costs nothing, and neither do its requests."];
    case "invalid":
      return ["It is refused when it is deployed, so it costs nothing."];
    case "unusable":
      return ["Its key can't work, so no requests are counted."];
    case "undecided":
      return [
        "Which key it is can't be decided: from nothing, under an AWS owned key, to the requests of a KMS key.",
        FOREIGN_KEY,
      ];
    case "kms":
      return [
        "It is a KMS key, but which one can't be decided: only its requests are counted.",
        ...requestSentences(table, callers, prices, regions),
      ];
    case "aws-managed":
      return [
        "The AWS managed key has no monthly fee.",
        ...requestSentences(table, callers, prices, regions),
      ];
    case "customer-managed":
      return [keySentence(one, prices), ...requestSentences(table, callers, prices, regions)];
  }
}

function keySentence({ declared }: PricedCase, prices: Prices): string {
  if (declared === null) return FOREIGN_KEY;
  const fee = `${declared.name} costs ${feeInWords(declared.rotation, prices)}`;
  const shares = declared.tables;
  if (shares === null) return `${fee}; that is counted where it is declared, not here.`;
  return shares > 1 ? `${fee}; ${shares} tables share it, each ${fraction(shares)} of it.` : `${fee}.`;
}

function fraction(shares: number): string {
  return shares === 2 ? "half" : shares === 3 ? "a third" : shares === 4 ? "a quarter" : `1/${shares}`;
}

function requestSentences(
  table: PricedTable,
  callers: number,
  prices: Prices,
  regions: number,
): readonly string[] {
  const { low, high } = requestsOfCallers(callers);
  const who = table.activeCallers === null ? "as cost.activeCallers says" : "as the table's metadata says";
  const plural = callers === 1 ? "caller" : "callers";
  const where = regions > 1 ? ` in each of the ${regions} Regions` : "";
  const { minimum, maximum } = COST_BOUNDS.activeCallers;
  const malformed = table.callersMalformed
    ? [
        `The table's metadata gives 'activeCallers' as something else than a whole number from ${count(minimum)} to ${count(maximum)}, so the setting holds.`,
      ]
    : [];
  if (callers === 0) return [`No callers (${who}), so no KMS requests.`, ...malformed];
  return [
    `${count(callers)} ${plural} active all month (${who}): ${count(low)} to ${count(high)} KMS requests${where}, one for each caller every five minutes, at ${unitPrice(prices.requestsPer10000, prices)} per 10,000.`,
    ...malformed,
    freeSentence(prices),
  ];
}

function callersSentence({ activeCallers, prices }: CostBasis): string {
  if (activeCallers === 0) return "No callers of a table, unless its metadata says otherwise.";
  const plural = activeCallers === 1 ? "caller" : "callers";
  return `${count(activeCallers)} ${plural} of each table active all month, unless its metadata says otherwise: one KMS request for each every five minutes, at ${unitPrice(prices.requestsPer10000, prices)} per 10,000.`;
}

function freeSentence({ freeRequests }: Prices): string {
  return `The low end has all ${count(freeRequests)} free requests of the account, the high end none.`;
}
