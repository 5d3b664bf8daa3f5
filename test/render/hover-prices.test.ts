import assert from "node:assert/strict";
import { analyse, hoverAt, parseSettings } from "../../server/src/service.js";
import { key, table, template } from "./templates.js";

const PRICES = { keyMonth: 1.2, rotationMonth: 0.8, requestsPer10000: 0.04, asOf: "2027-01-31" };

const TEXT = template(
  key("{ MultiRegion: true }"),
  table("{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref OrdersKey }"),
);

/** What the hover on a word says about the price. */
function priceOn(word: string, settings: Readonly<Record<string, unknown>>): string | undefined {
  const options = { settings: parseSettings(settings).settings, today: "2026-11-21" };
  const analysis = analyse({ path: "template.yaml", text: TEXT }, options);
  const hover = hoverAt(analysis, TEXT.indexOf(word))?.markdown;
  return /Price: [^\n]*/.exec(hover ?? "")?.[0];
}

describe("hovers with prices of the settings", () => {
  for (const [word, says] of [
    [
      "AWS::DynamoDB::Table",
      "Price: EUR 1.20 a month for each key and Region, rising with rotation to EUR 2.80 at most; EUR 0.04 per 10,000 KMS requests, the first 20,000 a month free (prices of 2027-01-31).",
    ],
    [
      "AWS::KMS::Key",
      "Price: EUR 1.20 a month for each key and Region, rising with rotation to EUR 2.80 at most, requests extra (prices of 2027-01-31). Pending deletion costs nothing.",
    ],
    [
      "MultiRegion",
      "Price: EUR 1.20 a month for each key and Region, rising with rotation to EUR 2.80 at most (prices of 2027-01-31); a replica key costs the same.",
    ],
  ] as const) {
    it(`name them, and their date, on ${word}`, () => {
      assert.equal(priceOn(word, { "cost.currency": "EUR", "cost.prices": PRICES }), says);
    });
  }

  it("don't speak of a rise where rotation costs nothing, nor of a day that the settings don't name", () => {
    assert.equal(
      priceOn("MultiRegion", { "cost.prices": { rotationMonth: 0 } }),
      "Price: $1.00 a month for each key and Region (prices of the settings); a replica key costs the same.",
    );
  });
});
