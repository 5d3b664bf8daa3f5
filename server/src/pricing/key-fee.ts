import { money, type Prices } from "./prices.js";
import type { Range } from "./range.js";

/** How a key is rotated, as far as its price goes. */
export interface Rotation {
  /** Null where cases differ or the template doesn't tell. */
  readonly rotates: boolean | null;
  /** Days between two rotations. */
  readonly days: number;
}

/** KMS rotates every year where no period is given. */
export const YEAR_DAYS = 365;

/** A monthly fee, from a day of the key's life on. */
export interface FeeStep {
  readonly fromDay: number;
  readonly monthly: number;
}

/** The monthly fee of one key in one Region as it ages: each of the first two rotations adds to it. */
export function feeSteps({ rotates, days }: Rotation, prices: Prices): readonly FeeStep[] {
  const rotations = rotates === false ? 0 : prices.rotationsCharged;
  return Array.from({ length: rotations + 1 }, (_, rotation) => ({
    fromDay: rotation * days,
    monthly: prices.keyMonth + rotation * prices.rotationMonth,
  }));
}

/** The monthly fee at the beginning of a year of the key's life, counted from 1. */
export function feeInYear(year: number, rotation: Rotation, prices: Prices): number {
  const day = (year - 1) * YEAR_DAYS;
  const reached = feeSteps(rotation, prices).filter(({ fromDay }) => fromDay <= day);
  return reached.at(-1)?.monthly ?? prices.keyMonth;
}

/** From a new key to one whose rotations are all charged for. */
export function feeRange(rotation: Rotation, prices: Prices): Range {
  const monthly = feeSteps(rotation, prices).map((step) => step.monthly);
  return { low: prices.keyMonth, high: Math.max(...monthly) };
}

/** How the fee rises, as a clause: "$1.00 in the first year, $2.00 in the second, $3.00 from the third on". */
export function feeInWords(rotation: Rotation, prices: Prices): string {
  const [first, ...later] = feeSteps(rotation, prices);
  const start = money(first?.monthly ?? prices.keyMonth, prices);
  if (later.length === 0) return `${start} a month, without rotation`;
  const yearly = rotation.days === YEAR_DAYS;
  const steps = later.map(({ fromDay, monthly }, index) => {
    const last = index === later.length - 1 ? " on" : "";
    const when = yearly ? `the ${ORDINALS[index] ?? `${index + 2}th`} year` : `day ${fromDay}`;
    return `${money(monthly, prices)} from ${when}${last}`;
  });
  const rise = `${start} a month at first, ${steps.join(", ")}`;
  return rotation.rotates === null ? `${rise}, if it is rotated` : rise;
}

const ORDINALS = ["second", "third"];
