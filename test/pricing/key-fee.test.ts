import assert from "node:assert/strict";
import { feeInWords, feeInYear, feeRange, feeSteps } from "../../server/src/pricing/key-fee.js";
import { LIST_PRICES } from "../../server/src/pricing/prices.js";

const YEARLY = { rotates: true, days: 365 };
const NEVER = { rotates: false, days: 365 };
const OFTEN = { rotates: true, days: 90 };
const OPEN = { rotates: null, days: 365 };

describe("the monthly fee of a key", () => {
  it("rises by a dollar with the first and the second yearly rotation, and no further", () => {
    const years = [1, 2, 3, 4, 10].map((year) => feeInYear(year, YEARLY, LIST_PRICES));
    assert.deepEqual(years, [1, 2, 3, 3, 3]);
    assert.deepEqual(feeRange(YEARLY, LIST_PRICES), { low: 1, high: 3 });
  });

  it("stays as it is without rotation", () => {
    assert.deepEqual(
      [1, 3].map((year) => feeInYear(year, NEVER, LIST_PRICES)),
      [1, 1],
    );
    assert.deepEqual(feeRange(NEVER, LIST_PRICES), { low: 1, high: 1 });
  });

  it("has risen twice within a year where the key is rotated every 90 days", () => {
    assert.deepEqual(feeSteps(OFTEN, LIST_PRICES), [
      { fromDay: 0, monthly: 1 },
      { fromDay: 90, monthly: 2 },
      { fromDay: 180, monthly: 3 },
    ]);
    assert.equal(feeInYear(2, OFTEN, LIST_PRICES), 3);
  });

  it("may rise where the template doesn't tell", () => {
    assert.deepEqual(feeRange(OPEN, LIST_PRICES), { low: 1, high: 3 });
  });

  it("is said in words", () => {
    assert.equal(
      feeInWords(YEARLY, LIST_PRICES),
      "$1.00 a month at first, $2.00 from the second year, $3.00 from the third year on",
    );
    assert.equal(
      feeInWords(OFTEN, LIST_PRICES),
      "$1.00 a month at first, $2.00 from day 90, $3.00 from day 180 on",
    );
    assert.equal(feeInWords(NEVER, LIST_PRICES), "$1.00 a month, without rotation");
    assert.match(feeInWords(OPEN, LIST_PRICES), /, if it is rotated$/);
  });
});
