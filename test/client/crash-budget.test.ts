import assert from "node:assert/strict";
import { CrashBudget } from "../../client/src/crash-budget.js";

const MINUTE = 60_000;

describe("the crash budget", () => {
  it("allows four restarts within three minutes, and no fifth", () => {
    const budget = new CrashBudget();
    const allowed = [0, 1, 2, 3, 4].map((second) => budget.allowsRestart(second * 1000));
    assert.deepEqual(allowed, [true, true, true, true, false]);
  });

  it("forgets crashes that lie further back", () => {
    const budget = new CrashBudget();
    const allowed = Array.from({ length: 20 }, (_, index) => budget.allowsRestart(index * MINUTE));
    assert.ok(allowed.every(Boolean));
  });

  it("starts over when somebody restarts the server", () => {
    const budget = new CrashBudget();
    for (let crash = 0; crash < 5; crash += 1) budget.allowsRestart(0);
    budget.reset();
    assert.equal(budget.allowsRestart(0), true);
  });
});
