import assert from "node:assert/strict";
import { Lines } from "../../server/src/core/lines.js";

describe("Lines", () => {
  const lines = new Lines("a\r\n😀b\n\rlast");

  it("counts LF, CRLF and CR as one line ending each", () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => lines.lineText(line)),
      ["a", "😀b", "", "last"],
    );
    assert.equal(lines.count, 4);
  });

  for (const offset of [0, 1, 3, 5, 6, 7, 8, 12]) {
    it(`finds offset ${offset} again through its position`, () => {
      assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
    });
  }

  it("counts characters in UTF-16 units", () =>
    assert.deepEqual(lines.positionAt(5), { line: 1, character: 2 }));

  it("moves positions outside the text to its nearest end", () => {
    assert.equal(lines.offsetAt({ line: 99, character: 0 }), 12);
    assert.deepEqual(lines.positionAt(99), { line: 3, character: 4 });
    assert.equal(lines.offsetAt({ line: -1, character: 5 }), 0);
  });
});
