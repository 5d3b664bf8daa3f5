import { describeCase } from "../core/cases.js";
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
import { count, money, rotatedKeyMonth, type Prices } from "./prices.js";
import { requestsOfCallers } from "./requests.js";

/** What the estimate of a key takes for granted. */
export function assumptionsOfKey(key: PricedKey, prices: Prices): readonly string[] {
  return [
    `${key.name} costs ${feeInWords(key.rotation, prices)}.`,
    ...(key.conditional ? ["It costs nothing where its condition is false."] : []),
    "Requests are counted with the tables. A key that waits for its deletion costs nothing.",
  ];
}

/** What the estimate of several tables and keys takes for granted. */
export function assumptionsOfTotal({ tables, keys }: CostInput, basis: CostBasis): readonly string[] {
  const { prices } = basis;
  const charged = tables.some((table) => table.replicas.flat().some(isCharged));
  const isGlobal = tables.some(({ replicas }) => replicas.length > 1);
  const foreign = tables.some((table) => table.replicas.flat().some(isForeign));
  return [
    "Each template is deployed once.",
    ...(keys.length > 0 ? ["Every key is counted once, however many tables share it."] : []),
    ...(isGlobal ? ["A global table is charged for in each of its Regions."] : []),
    ...(charged ? [callersSentence(basis), freeSentence(prices)] : []),
    ...(keys.some(({ rotation }) => rotation.rotates !== false)
      ? [
          `The high end has each key that is rotated in its third year, at ${money(rotatedKeyMonth(prices), prices)} a month.`,
        ]
      : []),
    ...(foreign ? [FOREIGN_KEY] : []),
  ];
}

const FOREIGN_KEY = "The fee of a key that isn't declared in reach isn't counted.";

/** What the estimate of a table takes for granted in one case. */
export function assumptionsOfCase(one: PricedCase, table: PricedTable, basis: CostBasis): readonly string[] {
  const { prices } = basis;
  const callers = callersOf(table, basis);
  switch (one.key) {
    case "aws-owned":
      return ["The AWS owned key costs nothing, and neither do its requests."];
    case "invalid":
      return ["It is refused when it is deployed, so it costs nothing."];
    case "undecided":
      return [
        "Which key it is can't be decided: from nothing, under an AWS owned key, to the requests of a KMS key.",
        FOREIGN_KEY,
      ];
    case "kms":
      return [
        "It is a KMS key, but which one can't be decided: only its requests are counted.",
        ...requestSentences(table, callers, prices),
      ];
    case "aws-managed":
      return ["The AWS managed key has no monthly fee.", ...requestSentences(table, callers, prices)];
    case "customer-managed":
      return [keySentence(one, prices), ...requestSentences(table, callers, prices)];
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

function requestSentences(table: PricedTable, callers: number, prices: Prices): readonly string[] {
  const { low, high } = requestsOfCallers(callers);
  const who = table.activeCallers === null ? "the setting cost.activeCallers" : "the table's metadata";
  const plural = callers === 1 ? "caller" : "callers";
  return [
    `${count(callers)} ${plural} active all month (${who}): ${count(low)} to ${count(high)} KMS requests, one for each caller every five minutes, at ${money(prices.requestsPer10000, prices)} per 10,000.`,
    ...(table.callersMalformed
      ? [
          "The table's metadata gives 'activeCallers' as something else than a whole number, so the setting holds.",
        ]
      : []),
    freeSentence(prices),
  ];
}

function callersSentence({ activeCallers, prices }: CostBasis): string {
  const plural = activeCallers === 1 ? "caller" : "callers";
  return `${count(activeCallers)} ${plural} of each table active all month, unless its metadata says otherwise: one KMS request for each every five minutes, at ${money(prices.requestsPer10000, prices)} per 10,000.`;
}

function freeSentence({ freeRequests }: Prices): string {
  return `The low end has all ${count(freeRequests)} free requests of the account, the high end none.`;
}

/** "When IsProd is false:", before what holds in that case. */
export function caseSentence({ when }: PricedCase): string {
  const text = describeCase(when).trim();
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}:`;
}
