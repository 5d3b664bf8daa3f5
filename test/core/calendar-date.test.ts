import assert from "node:assert/strict";
import { isCalendarDate } from "../../server/src/core/suppression.js";

describe("a day of the calendar", () => {
  for (const [text, expected] of [
    ["2026-01-15", true],
    ["2024-02-29", true],
    ["2025-02-29", false],
    ["2025-04-31", false],
    ["2025-13-01", false],
    ["2025-1-1", false],
    ["15.01.2026", false],
    ["end of March", false],
  ] as const) {
    it(`${expected ? "is" : "isn't"} '${text}'`, () => assert.equal(isCalendarDate(text), expected));
  }
});
