import assert from "node:assert/strict";
import { LIST_PRICES } from "../../server/src/pricing/prices.js";
import {
  chargeOfAccount,
  requestCharge,
  requestsOfCaller,
  requestsOfCallers,
} from "../../server/src/pricing/requests.js";

/** Cents, as people write them. */
function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

describe("the KMS requests of a table's callers", () => {
  for (const [days, requests] of [
    [28, 8064],
    [30, 8640],
    [730 / 24, 8760],
    [31, 8928],
  ] as const) {
    it(`are ${requests} for one caller in a month of ${Math.round(days * 24)} hours`, () => {
      assert.equal(Math.round(requestsOfCaller(days)), requests);
    });
  }

  /** Callers (over all tables) · requests · gross dollars · dollars net of the free requests. */
  const ROWS = [
    [1, [8640, 8928], [0.0259, 0.0268], [0, 0]],
    [2, [17_280, 17_856], [0.05, 0.05], [0, 0]],
    [10, [86_400, 89_280], [0.26, 0.27], [0.2, 0.21]],
    [100, [864_000, 892_800], [2.59, 2.68], [2.53, 2.62]],
    [500, [4_320_000, 4_464_000], [12.96, 13.39], [12.9, 13.33]],
    [1000, [8_640_000, 8_928_000], [25.92, 26.78], [25.86, 26.72]],
    [10_000, [86_400_000, 89_280_000], [259.2, 267.84], [259.14, 267.78]],
  ] as const;

  for (const [callers, requests, gross, net] of ROWS) {
    it(`of ${callers} active callers cost $${gross[0]} to $${gross[1]}, with the free ones $${net[0]} to $${net[1]}`, () => {
      const { low, high } = requestsOfCallers(callers);
      assert.deepEqual([low, high], requests);
      const round = callers === 1 ? (amount: number): number => Math.round(amount * 10_000) / 10_000 : cents;
      const charges = (free: number): number[] =>
        [low, high].map((one) => round(requestCharge(one, LIST_PRICES, free)));
      assert.deepEqual(charges(0), gross);
      assert.deepEqual(charges(LIST_PRICES.freeRequests).map(cents), net);
    });
  }

  it("are free for two callers of one table, and not for three", () => {
    assert.equal(requestCharge(requestsOfCallers(2).high, LIST_PRICES, 20_000), 0);
    assert.ok(requestCharge(requestsOfCallers(3).low, LIST_PRICES, 20_000) > 0);
  });

  it("have all free requests of their account at best, and none at worst", () => {
    assert.deepEqual(chargeOfAccount({ low: 86_400, high: 89_280 }, LIST_PRICES), {
      low: (66_400 * 0.03) / 10_000,
      high: (89_280 * 0.03) / 10_000,
    });
  });
});
