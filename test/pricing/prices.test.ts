import assert from "node:assert/strict";
import {
  KMS_PRICES,
  money,
  pricesOf,
  pricesOfDay,
  newKeyPrice,
  requestPrice,
  LIST_PRICES,
  rotatedKeyMonth,
  rotationPrice,
} from "../../server/src/pricing/prices.js";

describe("KMS prices", () => {
  it("let a key cost at most three dollars a month, after two rotations", () => {
    assert.equal(rotatedKeyMonth(LIST_PRICES), 3);
    assert.equal(rotationPrice(), "at most $3.00 a month after the second rotation");
  });

  it("are said as phrases", () => {
    assert.equal(newKeyPrice(), "$1.00 a month, KMS requests extra");
    assert.equal(requestPrice(), "$0.03 per 10,000 KMS requests, the first 20,000 a month free");
  });

  it("show cents, and say so of amounts below one", () => {
    const amounts = [0, 0.001, 0.5, 1].map((amount) => money(amount, LIST_PRICES));
    assert.deepEqual(amounts, ["$0", "under $0.01", "$0.50", "$1.00"]);
  });

  it("show the price of a unit in full, however small", () => {
    const prices = { ...LIST_PRICES, currency: "EUR ", requestsPer10000: 0.001 };
    assert.match(requestPrice(prices), /^EUR 0\.001 per 10,000 KMS requests/);
  });

  it("are of a day where it is known: AWS's list prices, or those of settings that name one", () => {
    const settings = { show: true, activeCallers: 10, currency: "$" };
    const days = [{}, { keyMonth: 2 }, { keyMonth: 2, asOf: "2027-01-31" }].map((prices) =>
      pricesOfDay(pricesOf({ ...settings, prices })),
    );
    assert.deepEqual(days, [
      `prices of ${KMS_PRICES.asOf}`,
      "prices of the settings",
      "prices of 2027-01-31",
    ]);
  });
});
