import assert from "node:assert/strict";
import { better, incomparable, regressions, regressionsAsText } from "../../bench/regressions.js";
import { baselineOf, nameOf, type Baseline, type MeasuredFigure } from "../../bench/results.js";
import { measured } from "./figures.js";

const INPUT = { seed: 1, files: 10, share: 5, assemblyBytes: 0, templateBytes: 0, resources: 5 };
const MACHINE = { processor: "one", cores: 2, gigabytes: 8, system: "linux x64", node: "v20.0.0", load: 0 };

describe("a regression of a ratio", () => {
  const baseline = baselineWith([measured({ value: 10, floor: { what: "one parse", value: 100 } })]);
  const cases: readonly [what: string, changes: Partial<MeasuredFigure>, isRegression: boolean][] = [
    ["none where nothing has changed", { value: 10 }, false],
    ["none where it has become better", { value: 1 }, false],
    ["none where it is worse by a quarter", { value: 12.5 }, false],
    ["one where it is worse by more", { value: 12.7 }, true],
    [
      "none on a machine that takes ten times as long",
      { value: 100, floor: { what: "", value: 1000 } },
      false,
    ],
    ["one where the time is the same and the floor faster", { floor: { what: "", value: 50 } }, true],
    ["none where only the slowest have become worse", { p95: 1000 }, false],
    ["one where it is no longer compared with anything", { floor: null }, true],
    ["one where it is called something else", { what: "another character" }, true],
  ];
  for (const [what, changes, isRegression] of cases) {
    it(`is ${what}`, () => {
      const now = measured({ value: 10, floor: { what: "one parse", value: 100 }, ...changes });
      assert.equal(regressions(baseline, [now], ["typing"]).length, isRegression ? 1 : 0);
    });
  }

  it("is none where the subject wasn't measured", () => {
    assert.deepEqual(regressions(baseline, [], ["opening"]), []);
  });

  it("is none where the baseline doesn't know the figure", () => {
    const fresh = measured({ what: "a new figure", value: 1e6 });
    assert.deepEqual(regressions(baselineWith([]), [fresh], ["typing"]), []);
  });

  it("is told with both ratios", () => {
    const now = measured({ value: 15, floor: { what: "one parse", value: 100 } });
    assert.equal(
      regressionsAsText(regressions(baseline, [now], ["typing"])),
      "✖ typing: a character: 0.15, which is 50 % worse than the baseline's 0.1",
    );
    assert.equal(
      regressionsAsText(regressions(baseline, [], ["typing"])),
      "✖ typing: a character: no longer measured (the baseline has 0.1)",
    );
    assert.match(regressionsAsText([]), /^No ratio is worse/);
  });
});

describe("a figure that is measured again", () => {
  it("counts with the better of its ratios, even where its time is longer", () => {
    const busy = measured({ value: 10, floor: { what: "one parse", value: 100 } });
    const slow = measured({ value: 20, floor: { what: "one parse", value: 400 } });
    assert.deepEqual(better([busy], [slow]), [slow]);
    assert.deepEqual(better([slow], [busy]), [slow]);
  });

  it("leaves the others as they were", () => {
    const [one, other] = [measured({ what: "one" }), measured({ what: "other", floor: null })];
    assert.deepEqual(better([one, other], []), [one, other]);
    assert.deepEqual(better([one], [other]), [one, other]);
    assert.deepEqual(better([other], [measured({ what: "other", floor: null, value: 1 })]), [other]);
  });
});

describe("a baseline", () => {
  it("holds ratios alone, by the names of their figures", () => {
    const figures = [measured(), measured({ what: "memory", unit: "MB", floor: null })];
    assert.deepEqual(baselineWith(figures).ratios, { [nameOf(measured())]: 0.02 });
  });

  it("can't be compared with other input", () => {
    const baseline = baselineWith([]);
    assert.equal(incomparable(baseline, { input: { ...INPUT } }), null);
    assert.match(incomparable(baseline, { input: { ...INPUT, files: 11 } }) ?? "", /other input/);
  });
});

function baselineWith(figures: readonly MeasuredFigure[]): Baseline {
  return baselineOf({ date: "2026-01-31T00:00:00.000Z", machine: MACHINE, input: INPUT, figures });
}
