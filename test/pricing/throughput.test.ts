import assert from "node:assert/strict";
import { KMS_PRICES, LIST_PRICES } from "../../server/src/pricing/prices.js";
import { requestCharge, requestsOfCallers } from "../../server/src/pricing/requests.js";
import { operationsOf, requestsByThroughput } from "../../server/src/pricing/throughput.js";

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

/**
 * Read and write units each · operations · requests · dollars gross · with a key · net of the free
 * requests, without a key. The article that the estimate comes from rounds some of its own figures
 * away from these, and multiplies the fee of a key by ten in its text; its table agrees.
 */
const ROWS = [
  [1000, 5.184e9, [51_840, 103_680], [0.16, 0.31], [1.16, 1.31], [0.1, 0.25]],
  [10_000, 51.84e9, [518_400, 1_036_800], [1.56, 3.11], [2.56, 4.11], [1.5, 3.05]],
  [100_000, 518.4e9, [5_184_000, 10_368_000], [15.55, 31.1], [16.55, 32.1], [15.49, 31.04]],
  [500_000, 2.592e12, [25_920_000, 51_840_000], [77.76, 155.52], [78.76, 156.52], [77.7, 155.46]],
] as const;

describe("the article's estimate from throughput", () => {
  for (const [units, operations, requests, gross, withKey, net] of ROWS) {
    it(`makes ${operations} operations at ${units} units each cost $${gross[0]} to $${gross[1]}`, () => {
      const capacity = { readUnits: units, writeUnits: units };
      const { low, high } = requestsByThroughput(capacity);
      const charges = (free: number, fee: number): number[] =>
        [low, high].map((one) => cents(requestCharge(one, LIST_PRICES, free) + fee));
      assert.equal(operationsOf(capacity), operations);
      assert.deepEqual([low, high], requests);
      assert.deepEqual(charges(0, 0), gross);
      assert.deepEqual(charges(0, KMS_PRICES.keyMonth), withKey);
      assert.deepEqual(charges(KMS_PRICES.freeRequests, 0), net);
    });
  }

  it("costs half as much again where a read unit is two eventually consistent reads", () => {
    const expected = [
      [0.23, 0.47],
      [2.33, 4.67],
      [23.33, 46.66],
      [116.64, 233.28],
    ];
    const found = ROWS.map(([units]) => {
      const { low, high } = requestsByThroughput({ readUnits: units, writeUnits: units }, 2);
      return [low, high].map((one) => cents(requestCharge(one, LIST_PRICES, 0)));
    });
    assert.deepEqual(found, expected);
  });

  it("comes to what 60 to 120 callers ask for at 10,000 units, and grows with the units", () => {
    for (const [units, callers] of [
      [10_000, [60, 120]],
      [100_000, [600, 1200]],
      [500_000, [3000, 6000]],
    ] as const) {
      const { low, high } = requestsByThroughput({ readUnits: units, writeUnits: units });
      assert.equal(low, requestsOfCallers(callers[0]).low);
      assert.equal(high, requestsOfCallers(callers[1]).low);
    }
  });
});
