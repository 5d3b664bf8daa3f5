import type { Prices } from "./prices.js";
import { times, type Range } from "./range.js";

/**
 * DynamoDB keeps a table's key in memory for each caller, and asks KMS again "once every 5 minutes
 * per caller with active traffic".
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 */
const SECONDS_BETWEEN_REQUESTS = 300;
const SECONDS_A_DAY = 86_400;

/** The days of a month: an estimate holds for the short ones and the long ones. */
export const MONTH_DAYS: Range = { low: 30, high: 31 };

/** KMS requests of one caller who uses one table for so many days: 288 a day. */
export function requestsOfCaller(days: number): number {
  return (days * SECONDS_A_DAY) / SECONDS_BETWEEN_REQUESTS;
}

/** KMS requests a month of callers who use one table all the time. It does not depend on their throughput. */
export function requestsOfCallers(callers: number): Range {
  return times({ low: requestsOfCaller(MONTH_DAYS.low), high: requestsOfCaller(MONTH_DAYS.high) }, callers);
}

/** What requests cost. @param free so many of them are without charge. */
export function requestCharge(requests: number, prices: Prices, free: number): number {
  return (Math.max(0, requests - free) * prices.requestsPer10000) / 10_000;
}

/**
 * What requests of one account cost in a month: at best all its free requests are left for them, at
 * worst none.
 */
export function chargeOfAccount(requests: Range, prices: Prices): Range {
  return {
    low: requestCharge(requests.low, prices, prices.freeRequests),
    high: requestCharge(requests.high, prices, 0),
  };
}
