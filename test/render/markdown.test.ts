import assert from "node:assert/strict";
import { code, list, plain } from "../../server/src/render/markdown.js";

describe("template text in Markdown", () => {
  for (const [text, shown] of [
    ["alias/orders", "`alias/orders`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["", "`  `"],
    ["two\nlines\u202e", "`two lines `"],
  ] as const) {
    it(`is whole as code: ${JSON.stringify(text)}`, () => assert.equal(code(text), shown));
  }

  for (const [text, shown] of [
    ["IsProd is true", "IsProd is true"],
    ["<b>x</b>", "\\<b\\>x\\</b\\>"],
    ["[x](http://y) *z* `q` a_b", "\\[x\\](http://y) \\*z\\* \\`q\\` a\\_b"],
    ["back\\slash &amp;", "back\\\\slash \\&amp;"],
    ["# one\n- two", "# one - two"],
  ] as const) {
    it(`formats nothing as words: ${JSON.stringify(text)}`, () => assert.equal(plain(text), shown));
  }

  it("is cut where it is very long", () => {
    assert.equal(code("x".repeat(1000)).length, 163);
  });

  it("counts what a list doesn't show", () => {
    assert.equal(list(["a", "b"], 2), "- a\n- b");
    assert.equal(list(["a", "b", "c"], 2), "- a\n- and 2 more");
  });
});
