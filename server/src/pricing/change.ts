import { isCharged, type CostBasis, type PricedCase } from "./priced.js";
import { money, rotatedKeyMonth, type Prices } from "./prices.js";
import { NOTHING, sum, times, type Range } from "./range.js";
import { chargeOfAccount, requestsOfCallers } from "./requests.js";

/** Nobody cares for a difference that no bill shows. */
const CENT = 0.005;

/** A table, or one replica of a global table, that gets another key. */
export interface KeyChange {
  readonly from: PricedCase["key"];
  /** `new-key` is made for it, `existing-key` is paid for already. */
  readonly to: "new-key" | "existing-key" | "aws-managed" | "aws-owned";
}

/** What a bill changes by: negative where it falls. */
export interface BillChange extends Range {
  /** The ends lie apart because nobody knows what key it is now, not because months and free requests differ. */
  readonly open: boolean;
}

/**
 * What the bill of a month changes by, before any rotation. A key that is
 * given up is still paid for until it is deleted, so its fee doesn't count.
 *
 * @param activeCallers what the table's metadata says; null where it says nothing.
 */
export function monthlyChange(
  changes: readonly KeyChange[],
  activeCallers: number | null,
  { prices, activeCallers: usual }: CostBasis,
): BillChange {
  const requests = requestsOfCallers(activeCallers ?? usual);
  const keys = changes.filter(({ to }) => to === "new-key").length;
  const begun = sum(changes.filter(({ to }) => chargesFor(to)).map(({ from }) => rest(chargedNow(from))));
  const ended = sum(changes.filter(({ to }) => !chargesFor(to)).map(({ from }) => chargedNow(from)));
  const change = sum([
    times({ low: prices.keyMonth, high: prices.keyMonth }, keys),
    chargeFor(begun, requests, prices),
    negative(chargeFor(ended, requests, prices)),
  ]);
  return { ...change, open: begun.low < begun.high || ended.low < ended.high };
}

/**
 * A change of the bill as a phrase: "about $1.23 a month more", "$1.00 a month more", "at no further
 * cost"; where it is open "$1.00 to $1.27 a month more", "at most $0.27 a month less".
 */
export function changeInWords(change: BillChange, prices: Prices): string {
  if (change.open) return openInWords(change, prices);
  const middle = (change.low + change.high) / 2;
  if (Math.abs(middle) < CENT) return "at no further cost";
  const amount = money(Math.abs(middle), prices);
  const about = change.high - change.low < CENT ? amount : `about ${amount}`;
  return `${about} a month ${middle > 0 ? "more" : "less"}`;
}

/** What rotation adds to a key's fee, as a phrase: "up to $2.00 a month more after the second rotation". */
export function rotationInWords(prices: Prices): string {
  const more = rotatedKeyMonth(prices) - prices.keyMonth;
  if (more === 0) return "at no further cost";
  return `up to ${money(more, prices)} a month more after the second rotation`;
}

function openInWords({ low, high }: Range, prices: Prices): string {
  if (low < -CENT && high > CENT) {
    return `between ${money(-low, prices)} a month less and ${money(high, prices)} a month more`;
  }
  const [least, most] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  if (least === undefined || most === undefined || most < CENT) return "at no further cost";
  const amount =
    least < CENT ? `at most ${money(most, prices)}` : `${money(least, prices)} to ${money(most, prices)}`;
  return `${amount} a month ${high > CENT ? "more" : "less"}`;
}

/** How many replicas are charged for under a key of now: none, one, or maybe one. */
function chargedNow(from: KeyChange["from"]): Range {
  return { low: isCharged(from) && from !== "undecided" ? 1 : 0, high: isCharged(from) ? 1 : 0 };
}

function chargesFor(to: KeyChange["to"]): boolean {
  return to !== "aws-owned";
}

/** What is left of one. */
function rest({ low, high }: Range): Range {
  return { low: 1 - high, high: 1 - low };
}

function chargeFor(replicas: Range, requests: Range, prices: Prices): Range {
  if (replicas.high === 0) return NOTHING;
  return chargeOfAccount({ low: requests.low * replicas.low, high: requests.high * replicas.high }, prices);
}

function negative({ low, high }: Range): Range {
  return { low: -high, high: -low };
}
