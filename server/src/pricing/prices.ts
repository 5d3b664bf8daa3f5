import type { CostSettings } from "../core/cost-settings.js";

/**
 * What AWS KMS charges, in US dollars, as read on the day named. No difference between Regions is
 * documented; prices in China and GovCloud were not checked.
 */
export const KMS_PRICES = {
  /** ISO date on which the prices were read. */
  asOf: "2026-04-21",
  /** One customer managed key for one month; each replica of a multi-Region key costs the same. */
  keyMonth: 1,
  /** The first and the second rotation add this much a month each, later ones nothing. */
  rotationMonth: 1,
  rotationsCharged: 2,
  /** Symmetric requests; those for the AWS managed key are charged, too. */
  requestsPer10000: 0.03,
  /** Requests a month without charge, for an account in all Regions together. */
  freeRequests: 20_000,
  sources: [
    "https://aws.amazon.com/kms/pricing/",
    "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  ],
} as const;

/** What estimates are made with: AWS's list prices, or those of the settings in their place. */
export interface Prices {
  /** ISO date on which they were read; null where settings give prices and no day. */
  readonly asOf: string | null;
  /** What stands before amounts. */
  readonly currency: string;
  readonly keyMonth: number;
  readonly rotationMonth: number;
  readonly rotationsCharged: number;
  readonly requestsPer10000: number;
  readonly freeRequests: number;
  /** Some of them come from the settings. */
  readonly own: boolean;
}

export function pricesOf({ currency, prices }: CostSettings): Prices {
  const { asOf, keyMonth, rotationMonth, rotationsCharged, requestsPer10000, freeRequests } = KMS_PRICES;
  const own = Object.keys(prices).length > 0;
  const list = { keyMonth, rotationMonth, rotationsCharged, requestsPer10000, freeRequests };
  return { asOf: own ? null : asOf, ...list, ...prices, currency, own };
}

/** Whose prices they are, as a phrase: "prices of 2026-04-21", "prices of the settings". */
export function pricesOfDay({ asOf }: Pick<Prices, "asOf">): string {
  return `prices of ${asOf ?? "the settings"}`;
}

/** AWS's list prices. */
export const LIST_PRICES: Prices = pricesOf({
  show: true,
  activeCallers: 0,
  currency: "$",
  prices: {},
});

/** What a key costs a month once it has been rotated as often as rotations are charged for. */
export function rotatedKeyMonth({ keyMonth, rotationMonth, rotationsCharged }: Prices): number {
  return keyMonth + rotationsCharged * rotationMonth;
}

/** An amount in the currency of the prices: "$1.23", "$0", "under $0.01". */
export function money(amount: number, { currency }: Pick<Prices, "currency">): string {
  if (amount === 0) return `${currency}0`;
  if (amount < 0.005) return `under ${currency}0.01`;
  return `${currency}${grouped(amount.toFixed(2))}`;
}

/** The price of a unit in full, however small: "$0.03", "EUR 0.001". */
export function unitPrice(amount: number, { currency }: Pick<Prices, "currency">): string {
  return `${currency}${amount === 0 ? "0" : grouped(amount.toFixed(8).replace(/(?<=\.\d{2,})0+$/, ""))}`;
}

/** What a new key costs, as a phrase: "$1.00 a month, KMS requests extra". */
export function newKeyPrice(): string {
  return `${money(KMS_PRICES.keyMonth, LIST_PRICES)} a month, KMS requests extra`;
}

/** What rotation can cost at most, as a phrase. */
export function rotationPrice(prices: Prices = LIST_PRICES): string {
  return `at most ${money(rotatedKeyMonth(prices), prices)} a month after the second rotation`;
}

/** What requests cost, as a phrase: "$0.03 per 10,000 KMS requests, the first 20,000 a month free". */
export function requestPrice(prices: Prices = LIST_PRICES): string {
  const free = count(prices.freeRequests);
  return `${unitPrice(prices.requestsPer10000, prices)} per 10,000 KMS requests, the first ${free} a month free`;
}

/** "86,400" */
export function count(number: number): string {
  return grouped(String(Math.round(number)));
}

/** With commas; the tables of languages that know them too take longer to be made ready than a template to be judged. */
function grouped(digits: string): string {
  return digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");
}
