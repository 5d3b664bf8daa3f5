import type { Capacity } from "../core/model.js";
import type { Range } from "./range.js";

/**
 * An estimate that a widely read article makes: one KMS request for so many operations. No page of
 * AWS says so, and the documented behaviour (`requests.ts`) doesn't depend on throughput; it is
 * shown only as a second figure, and named as such.
 */
const OPERATIONS_PER_REQUEST: Range = { low: 50_000, high: 100_000 };
/** Thirty days. */
const SECONDS_A_MONTH = 2_592_000;

/** Operations a month at full capacity. @param readsPerUnit one unit is two eventually consistent reads a second. */
export function operationsOf({ readUnits, writeUnits }: Capacity, readsPerUnit = 1): number {
  return (writeUnits + readUnits * readsPerUnit) * SECONDS_A_MONTH;
}

/** KMS requests a month by that estimate. */
export function requestsByThroughput(capacity: Capacity, readsPerUnit = 1): Range {
  const operations = operationsOf(capacity, readsPerUnit);
  return {
    low: operations / OPERATIONS_PER_REQUEST.high,
    high: operations / OPERATIONS_PER_REQUEST.low,
  };
}
