import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { heapFlags } from "../../server/src/cli/heap.js";

describe("what V8 is told about the heap", () => {
  it("is only what the versions of Node know that it was tried with", () => {
    assert.deepEqual(heapFlags("20.0.0"), heapFlags("26.12.1"));
    assert.deepEqual(heapFlags("27.0.0"), []);
  });

  it("is known to this version", () => {
    const { status, stderr } = spawnSync(process.execPath, [...heapFlags(process.versions.node), "-e", "0"]);
    assert.equal(status, 0, String(stderr));
    assert.equal(String(stderr), "");
  });
});
