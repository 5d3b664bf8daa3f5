import assert from "node:assert/strict";
import type { Assumption } from "../../server/src/core/cases.js";
import { isImpliedBy, pairs } from "../../server/src/core/case-pairs.js";

const prod: Assumption = { kind: "condition", name: "IsProd", is: true };
const dev: Assumption = { kind: "condition", name: "IsProd", is: false };
const large: Assumption = { kind: "parameter", name: "Size", is: "large" };

describe("pairs of cases", () => {
  it("leave out those that contradict each other, and name each assumption once", () => {
    const a = [
      { when: [prod], value: "a in prod" },
      { when: [dev], value: "a in dev" },
    ];
    const b = [{ when: [prod, large], value: "b" }];
    assert.deepEqual(
      pairs(a, b, () => true),
      [{ when: [prod, large], value: ["a in prod", "b"] }],
    );
  });

  it("are none where one side has no case", () => {
    assert.deepEqual(
      pairs([{ when: [], value: 1 }], [], () => true),
      [],
    );
  });
});

describe("pairs that a template rules out", () => {
  it("are left out, too", () => {
    const a = [{ when: [prod], value: 1 }];
    const b = [{ when: [large], value: 2 }];
    assert.deepEqual(
      pairs(a, b, (when) => when.length < 2),
      [],
    );
  });
});

describe("a case", () => {
  it("is implied by one that assumes as much or more", () => {
    assert.equal(isImpliedBy([], [prod]), true);
    assert.equal(isImpliedBy([prod], [large, prod]), true);
    assert.equal(isImpliedBy([prod], [dev]), false);
    assert.equal(isImpliedBy([prod, large], [prod]), false);
  });
});
