import assert from "node:assert/strict";
import {
  dollars,
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
    assert.equal(newKeyPrice(), "$1 a month, KMS requests extra");
    assert.equal(requestPrice(), "$0.03 per 10,000 KMS requests, the first 20,000 a month free");
  });

  it("show cents only where there are some or they are asked for", () => {
    assert.deepEqual([dollars(1), dollars(1, true), dollars(0.5)], ["$1", "$1.00", "$0.50"]);
  });
});
