import type { Capacity } from "../core/model.js";
import type { Estimate } from "./estimate.js";
import { money, type Prices } from "./prices.js";
import { middle, type Range } from "./range.js";
import { requestCharge } from "./requests.js";
import { requestsByThroughput } from "./throughput.js";

/** Nobody cares for a difference that no bill shows. */
const CENT = 0.005;

/** A month before any rotation, in short: "$0", "$1.00", "about $1.23". */
export function monthlyInShort({ firstYear }: Pick<Estimate, "firstYear">, prices: Prices): string {
  const amount = money(middle(firstYear), prices);
  return firstYear.high - firstYear.low < CENT ? amount : `about ${amount}`;
}

/** A month over all cases and years: "$0", "$1.00 to $3.00". */
export function monthlyRange({ monthly }: Pick<Estimate, "monthly">, prices: Prices): string {
  return rangeInWords(monthly, prices);
}

export function rangeInWords({ low, high }: Range, prices: Pick<Prices, "currency">): string {
  return high - low < CENT ? money(high, prices) : `${money(low, prices)} to ${money(high, prices)}`;
}

/** Where the prices come from: "AWS's list prices of 2026-04-21". */
export function priceSource({ own, asOf }: Prices): string {
  return `${own ? "Prices of the settings" : "AWS's list prices"} of ${asOf}`;
}

/** What the estimate from throughput says of a table's requests, named as what it is. */
export function throughputSentence(capacity: Capacity, prices: Prices): string {
  const { low, high } = requestsByThroughput(capacity);
  const charge = { low: requestCharge(low, prices, 0), high: requestCharge(high, prices, 0) };
  return `For comparison: an estimate from throughput, which no AWS page supports, puts the requests of its provisioned capacity in full use at ${rangeInWords(charge, prices)} a month.`;
}
