import assert from "node:assert/strict";
import { Dependents } from "../../server/src/links/dependents.js";

describe("what rests on pieces", () => {
  it("is found by any of its pieces, once", () => {
    const dependents = new Dependents();
    dependents.set("a", new Set(["x", "y"]));
    dependents.set("b", new Set(["y"]));
    assert.deepEqual([...dependents.of(new Set(["x", "y"]))].sort(), ["a", "b"]);
    assert.deepEqual([...dependents.of(new Set(["x"]))], ["a"]);
    assert.deepEqual([...dependents.of(new Set(["z"]))], []);
  });

  it("rests on its newest pieces alone, and on nothing once it is gone", () => {
    const dependents = new Dependents();
    dependents.set("a", new Set(["x"]));
    dependents.set("a", new Set(["y"]));
    assert.deepEqual([...dependents.of(new Set(["x"]))], []);
    assert.deepEqual([...dependents.of(new Set(["y"]))], ["a"]);
    dependents.delete("a");
    assert.deepEqual([...dependents.of(new Set(["y"]))], []);
  });
});
