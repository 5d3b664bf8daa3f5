import type { Capacity } from "../core/model.js";
import type { Estimate } from "./estimate.js";
import { feeInYear, YEAR_DAYS, type Rotation } from "./key-fee.js";
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

/**
 * How a month rises with the yearly rotation of a key, as a sentence; null where the fee stays, or
 * rises at other times.
 *
 * @param firstYear a month before any rotation.
 * @param share the part of the key's fee that is in it.
 */
export function yearsInWords(
  firstYear: Range,
  rotation: Rotation,
  share: number,
  prices: Prices,
): string | null {
  if (rotation.rotates === false || rotation.days !== YEAR_DAYS || prices.rotationMonth === 0) return null;
  const amounts = Array.from({ length: prices.rotationsCharged + 1 }, (_, index) => {
    const rise = share * (feeInYear(index + 1, rotation, prices) - prices.keyMonth);
    return money(middle(firstYear) + rise, prices);
  });
  const about = firstYear.high - firstYear.low < CENT ? "" : "about ";
  const years = amounts.map((amount, index) => `${about}${amount} in year ${index + 1}`);
  const condition = rotation.rotates === null ? ", if the key is rotated" : "";
  return `A month costs ${years.join(", ")} and after${condition}.`;
}

/** Where the prices come from: "AWS's list prices of 2026-04-21", "Prices of the settings". */
export function priceSource({ own, asOf }: Prices): string {
  return `${own ? "Prices of the settings" : "AWS's list prices"}${asOf === null ? "" : ` of ${asOf}`}`;
}

/** What the estimate from throughput says of a table's requests, named as what it is. */
export function throughputSentence(capacity: Capacity, prices: Prices): string {
  const { low, high } = requestsByThroughput(capacity);
  const charge = { low: requestCharge(low, prices, 0), high: requestCharge(high, prices, 0) };
  return `For comparison: an estimate from throughput, which no AWS page supports, puts the requests of its provisioned capacity in full use at ${rangeInWords(charge, prices)} a month.`;
}
