import assert from "node:assert/strict";
import { isCallerCount } from "../../server/src/core/cost-settings.js";
import { parseSettings, type RawSettings } from "../../server/src/core/settings.js";

function parse(raw: RawSettings) {
  return parseSettings([raw], []);
}

describe("the settings of costs", () => {
  it("have defaults", () => {
    assert.deepEqual(parse({}).settings.cost, { show: true, activeCallers: 10, currency: "$", prices: {} });
  });

  it("are taken nested and dotted, and keep the name of a currency apart from the amount", () => {
    const cost = { show: false, activeCallers: 3, currency: "EUR", prices: { keyMonth: 0.9 } };
    assert.deepEqual(parse({ cost }).settings.cost, { ...cost, currency: "EUR " });
    assert.equal(parse({ "cost.activeCallers": 0 }).settings.cost.activeCallers, 0);
    assert.equal(parse({ "cost.currency": " € " }).settings.cost.currency, "€");
  });

  it("merge prices name by name", () => {
    const sources = [
      { cost: { prices: { keyMonth: 1, freeRequests: 0 } } },
      { cost: { prices: { keyMonth: 2 } } },
    ];
    assert.deepEqual(parseSettings(sources, []).settings.cost.prices, { keyMonth: 2, freeRequests: 0 });
  });

  for (const [raw, problem] of [
    [{ "cost.show": "yes" }, "The setting 'cost.show' must be true or false."],
    [{ "cost.activeCallers": 1.5 }, /'cost\.activeCallers' must be a whole number from 0 to/],
    [{ "cost.currency": "10 euros" }, /'cost\.currency' must be a sign or a short name/],
    [{ "cost.prices": 3 }, "The setting 'cost.prices' must be a map from names to prices."],
    [{ "cost.prices": { key: 1 } }, /'cost\.prices' has no 'key'\. It takes keyMonth,/],
    [
      { "cost.prices": { keyMonth: -1 } },
      /'keyMonth' in 'cost\.prices' must be a number that isn't negative/,
    ],
    [{ "cost.prices": { asOf: "spring" } }, /'asOf' in 'cost\.prices' must be a day/],
    [{ "cost.prices": { asOf: "2026-99-99" } }, /'asOf' in 'cost\.prices' must be a day/],
    [{ frameworks: "hipaa" }, "The setting 'frameworks' must be a list of names."],
    [{ frameworks: ["gdpr"] }, /There is no framework 'gdpr'\. There are: security-hub,/],
  ] as const) {
    it(`say what is wrong with ${JSON.stringify(raw)}, and keep the default`, () => {
      const { settings, problems } = parse(raw);
      assert.equal(problems.length, 1);
      if (typeof problem === "string") assert.equal(problems[0], problem);
      else assert.match(problems[0] ?? "", problem);
      assert.deepEqual(settings.cost, parse({}).settings.cost);
      assert.deepEqual(settings.frameworks, []);
    });
  }

  it("name frameworks once each", () => {
    assert.deepEqual(parse({ frameworks: ["hipaa", "pci-dss", "hipaa"] }).settings.frameworks, [
      "hipaa",
      "pci-dss",
    ]);
  });

  it("count callers in whole numbers", () => {
    const counts = [0, 1, 1_000_000, 1.5, -1, "3", Number.NaN].map(isCallerCount);
    assert.deepEqual(counts, [true, true, true, false, false, false, false]);
  });
});
