import assert from "node:assert/strict";
import { repeated, Times } from "../../bench/measuring.js";
import { targetsOf } from "../../bench/report.js";
import { keeps, measureOf, type Limit } from "../../bench/subject.js";
import { measured } from "./figures.js";

describe("times of the same thing", () => {
  const cases: readonly [times: readonly number[], percent: number, expected: number][] = [
    [[7], 50, 7],
    [[7], 95, 7],
    [[3, 1, 2], 50, 2],
    [[4, 3, 2, 1], 50, 2],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 95, 95],
    [Array.from({ length: 20 }, (_, index) => index + 1), 95, 19],
    [[1, 2, 3], 95, 3],
    [[5, 1], 0, 1],
  ];
  for (const [times, percent, expected] of cases) {
    it(`have ${expected} as the percentile ${percent} of ${times.length}`, () => {
      const taken = new Times();
      times.forEach((one) => taken.add(one));
      assert.equal(taken.percentile(percent), expected);
    });
  }

  it("are taken at least three times, however long that is, and as often as asked for if there is time", async () => {
    const rounds: number[] = [];
    await repeated({ runs: 100, seconds: 0 }, (round) => void rounds.push(round));
    assert.deepEqual(rounds, [0, 1, 2]);
    await repeated({ runs: 5, seconds: 3600 }, (round) => void rounds.push(round));
    assert.deepEqual(rounds.slice(3), [0, 1, 2, 3, 4]);
  });
});

describe("a target", () => {
  const one = measured({ value: 10, p95: 20, floor: { what: "one parse", value: 100 } });
  const cases: readonly [limit: Limit, holds: boolean][] = [
    [{ of: "value", atMost: 10 }, true],
    [{ of: "value", atMost: 9.9 }, false],
    [{ of: "value", atLeast: 10 }, true],
    [{ of: "value", atLeast: 11 }, false],
    [{ of: "p95", atMost: 20 }, true],
    [{ of: "p95", atMost: 19 }, false],
    [{ of: "ratio", atMost: 0.1 }, true],
    [{ of: "ratio", atMost: 0.09 }, false],
    [{ of: "p95 ratio", atMost: 0.2 }, true],
    [{ of: "p95 ratio", atMost: 0.1 }, false],
  ];
  for (const [limit, holds] of cases) {
    it(`${holds ? "holds" : "is missed"}: ${JSON.stringify(limit)} of ${measureOf(one, limit.of)}`, () => {
      assert.equal(keeps(one, limit), holds);
    });
  }

  it("doesn't hold where nothing was measured that it is of", () => {
    const bare = measured({ p95: null, floor: null });
    assert.equal(keeps(bare, { of: "p95", atMost: 1000 }), false);
    assert.equal(keeps(bare, { of: "ratio", atMost: 1000 }), false);
  });

  it("stands in the table with what was measured", () => {
    const limits: readonly Limit[] = [
      { of: "p95", atMost: 15 },
      { of: "ratio", atMost: 0.5 },
    ];
    assert.equal(
      targetsOf([measured({ ...one, limits })]),
      [
        "Targets: 1 of 2 hold",
        "  ✖ typing: a character  p95 ≤ 15 ms        20 ms",
        "  ✔ typing: a character  ≤ 0.5 × one parse  0.1 ×",
        "",
      ].join("\n"),
    );
  });
});
