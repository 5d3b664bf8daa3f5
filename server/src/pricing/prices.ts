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

/** What a key costs a month once it has been rotated as often as rotations are charged for. */
export const ROTATED_KEY_MONTH = KMS_PRICES.keyMonth + KMS_PRICES.rotationsCharged * KMS_PRICES.rotationMonth;

/** An amount as text: "$1", "$0.03"; with `cents` always in full: "$3.00". */
export function dollars(amount: number, cents = false): string {
  return `$${cents || !Number.isInteger(amount) ? amount.toFixed(2) : String(amount)}`;
}

/** What a new key costs, as a phrase: "$1 a month, KMS requests extra". */
export function newKeyPrice(): string {
  return `${dollars(KMS_PRICES.keyMonth)} a month, KMS requests extra`;
}

/** What rotation can cost at most, as a phrase. */
export function rotationPrice(): string {
  return `at most ${dollars(ROTATED_KEY_MONTH, true)} a month after the second rotation`;
}

/** What requests cost, as a phrase: "$0.03 per 10,000 KMS requests, the first 20,000 a month free". */
export function requestPrice(): string {
  const free = KMS_PRICES.freeRequests.toLocaleString("en-US");
  return `${dollars(KMS_PRICES.requestsPer10000)} per 10,000 KMS requests, the first ${free} a month free`;
}
