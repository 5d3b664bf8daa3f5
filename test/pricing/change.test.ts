import assert from "node:assert/strict";
import { changeInWords, monthlyChange, type KeyChange } from "../../server/src/pricing/change.js";
import { LIST_PRICES } from "../../server/src/pricing/prices.js";

const BASIS = { prices: LIST_PRICES, activeCallers: 10 };

function said(changes: readonly KeyChange[], callers: number | null = null): string {
  return changeInWords(monthlyChange(changes, callers, BASIS), LIST_PRICES);
}

describe("the change of the bill with a change of key", () => {
  for (const [from, to, words] of [
    ["aws-owned", "new-key", "about $1.23 a month more"],
    ["aws-managed", "new-key", "$1.00 a month more"],
    ["aws-owned", "existing-key", "about $0.23 a month more"],
    ["aws-managed", "existing-key", "at no further cost"],
    ["aws-owned", "aws-managed", "about $0.23 a month more"],
    ["customer-managed", "aws-owned", "about $0.23 a month less"],
    ["customer-managed", "aws-managed", "at no further cost"],
    ["aws-owned", "aws-owned", "at no further cost"],
    ["invalid", "existing-key", "about $0.23 a month more"],
    ["unusable", "existing-key", "about $0.23 a month more"],
    ["unusable", "aws-owned", "at no further cost"],
    ["kms", "new-key", "$1.00 a month more"],
    ["kms", "aws-owned", "about $0.23 a month less"],
    ["undecided", "new-key", "$1.00 to $1.27 a month more"],
    ["undecided", "existing-key", "at most $0.27 a month more"],
    ["undecided", "aws-owned", "at most $0.27 a month less"],
  ] as const) {
    it(`is ${words} from ${from} to ${to}`, () => {
      assert.equal(said([{ from, to }]), words);
    });
  }

  it("counts each replica's key, and the requests in each Region", () => {
    const replica = { from: "aws-owned", to: "new-key" } as const;
    assert.equal(said([replica, replica]), "about $2.50 a month more");
  });

  it("tells both ends where it may rise or fall", () => {
    const changes = [
      { from: "undecided", to: "aws-managed" },
      { from: "undecided", to: "aws-owned" },
    ] as const;
    assert.equal(said(changes), "between $0.27 a month less and $0.27 a month more");
  });

  it("takes the table's own callers, down to none", () => {
    assert.equal(said([{ from: "aws-owned", to: "new-key" }], 100), "about $3.61 a month more");
    assert.equal(said([{ from: "aws-owned", to: "new-key" }], 0), "$1.00 a month more");
  });
});
