import assert from "node:assert/strict";
import {
  describeCase,
  enumerate,
  mapCases,
  MAX_CASES,
  type Assumption,
  type World,
} from "../../server/src/core/cases.js";

function decide(world: World, name: string): boolean {
  const is = world.choose([true, false]);
  world.assume({ kind: "condition", name, is });
  return is;
}

function shown<T>(read: (world: World) => T): readonly string[] | undefined {
  return enumerate(read, String)?.map(({ when, value }) => `${String(value)}${describeCase(when)}`);
}

describe("enumerate", () => {
  it("gives one case for a value that rests on nothing", () => {
    assert.deepEqual(
      shown(() => "x"),
      ["x"],
    );
  });

  it("gives a case for each choice", () => {
    assert.deepEqual(
      shown((world) => (decide(world, "A") ? "a" : "b")),
      ["a when A is true", "b when A is false"],
    );
  });

  it("merges over a choice that makes no difference", () => {
    assert.deepEqual(
      shown((world) => {
        decide(world, "Noise");
        return decide(world, "A") ? "a" : "b";
      }),
      ["a when A is true", "b when A is false"],
    );
  });

  it("keeps a choice that matters only in one branch in that branch", () => {
    assert.deepEqual(
      shown((world) => (decide(world, "A") ? "a" : decide(world, "B") ? "a" : "b")),
      ["a when A is true", "a when A is false and B is true", "b when A is false and B is false"],
    );
  });

  it("drops worlds that contradict themselves", () => {
    assert.deepEqual(
      shown((world) => (decide(world, "A") ? "a" : world.reject())),
      ["a when A is true"],
    );
  });

  it("gives up past the bound", () => {
    const bits = Math.log2(MAX_CASES);
    const read = (count: number) => (world: World) =>
      Array.from({ length: count }, (_, index) => (decide(world, `C${index}`) ? "1" : "0")).join("");
    assert.equal(shown(read(bits))?.length, MAX_CASES);
    assert.equal(shown(read(bits + 1)), undefined);
  });
});

describe("mapCases", () => {
  it("merges the cases that become the same", () => {
    const cases = enumerate((world) => (decide(world, "A") ? 1 : 2), String) ?? [];
    assert.deepEqual(
      mapCases(cases, () => "same", String),
      [{ when: [], value: "same" }],
    );
  });
});

describe("describeCase", () => {
  const rows: readonly (readonly [readonly Assumption[], string])[] = [
    [[], ""],
    [[{ kind: "condition", name: "IsProd", is: false }], " when IsProd is false"],
    [[{ kind: "parameter", name: "Stage", is: "dev" }], " when parameter Stage is dev"],
    [[{ kind: "parameter", name: "KeyArn", is: "" }], " when parameter KeyArn is empty"],
    [[{ kind: "parameter", name: "KeyArn", is: null }], " when parameter KeyArn is another value"],
    [[{ kind: "mapping", name: "Keys", is: "eu-west-1" }], " when mapping Keys is read at eu-west-1"],
    [[{ kind: "parameter", name: "KeyArn", is: "x", byDefault: true }], " unless parameter KeyArn is set"],
    [
      [
        { kind: "condition", name: "IsProd", is: true },
        { kind: "parameter", name: "A", is: "x", byDefault: true },
        { kind: "parameter", name: "B", is: "y", byDefault: true },
      ],
      " when IsProd is true unless parameters A or B are set",
    ],
  ];
  for (const [when, words] of rows) {
    it(`says "${words}"`, () => assert.equal(describeCase(when), words));
  }
});
