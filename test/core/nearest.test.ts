import assert from "node:assert/strict";
import { nearestName } from "../../server/src/core/nearest.js";

const NAMES = ["require-key-rotation", "require-key-retention", "valid-table-key"];

describe("the nearest name", () => {
  for (const [given, expected] of [
    ["require-key-rotations", "require-key-rotation"],
    ["require-key-retension", "require-key-retention"],
    ["Valid-Table-Key", "valid-table-key"],
    ["CKV_AWS_119", undefined],
    ["", undefined],
  ] as const) {
    it(`to '${given}' is ${expected ?? "none"}`, () => assert.equal(nearestName(given, NAMES), expected));
  }
});
