import type { Encryption } from "../core/model.js";
import type { CostBasis } from "./priced.js";
import { money, rotatedKeyMonth, type Prices } from "./prices.js";
import { NOTHING, sum, times, type Range } from "./range.js";
import { chargeOfAccount, requestsOfCallers } from "./requests.js";

/** A table, or one replica of a global table, that gets another key. */
export interface KeyChange {
  readonly from: Encryption["verdict"];
  /** `new-key` is made for it, `existing-key` is paid for already. */
  readonly to: "new-key" | "existing-key" | "aws-managed" | "aws-owned";
}

/**
 * What the bill of a month changes by, before any rotation: negative where it falls. A key that is
 * given up is still paid for until it is deleted, so its fee doesn't count.
 *
 * @param activeCallers what the table's metadata says; null where it says nothing.
 */
export function monthlyChange(
  changes: readonly KeyChange[],
  activeCallers: number | null,
  { prices, activeCallers: usual }: CostBasis,
): Range {
  const requests = requestsOfCallers(activeCallers ?? usual);
  const keys = changes.filter(({ to }) => to === "new-key").length;
  const begun = changes.filter(({ from, to }) => !isCharged(from) && isCharged(to)).length;
  const ended = changes.filter(({ from, to }) => isCharged(from) && !isCharged(to)).length;
  return sum([
    times({ low: prices.keyMonth, high: prices.keyMonth }, keys),
    chargeFor(begun, requests, prices),
    negative(chargeFor(ended, requests, prices)),
  ]);
}

/** A change of the bill as a phrase: "about $1.23 a month more", "$1.00 a month more", "at no further cost". */
export function changeInWords(change: Range, prices: Prices): string {
  const middle = (change.low + change.high) / 2;
  if (Math.abs(middle) < 0.005) return "at no further cost";
  const amount = money(Math.abs(middle), prices);
  const about = change.high - change.low < 0.005 ? amount : `about ${amount}`;
  return `${about} a month ${middle > 0 ? "more" : "less"}`;
}

/** What rotation adds to a key's fee, as a phrase: "up to $2.00 a month more after the second rotation". */
export function rotationInWords(prices: Prices): string {
  const more = rotatedKeyMonth(prices) - prices.keyMonth;
  if (more === 0) return "at no further cost";
  return `up to ${money(more, prices)} a month more after the second rotation`;
}

function chargeFor(replicas: number, requests: Range, prices: Prices): Range {
  return replicas === 0 ? NOTHING : chargeOfAccount(times(requests, replicas), prices);
}

function negative({ low, high }: Range): Range {
  return { low: -high, high: -low };
}

/** KMS requests are charged for every key but the AWS owned one; what is refused makes none. */
function isCharged(key: KeyChange["from"] | KeyChange["to"]): boolean {
  return key !== "aws-owned" && key !== "invalid";
}
