import assert from "node:assert/strict";
import { walk, type Node } from "../../server/src/core/node.js";
import { spanOf } from "../../server/src/core/span.js";
import { readToml } from "../../server/src/deployments/toml.js";

/** The nodes as plain values. */
function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  if (node.kind === "map")
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return assert.fail();
}

function valueOf(text: string): unknown {
  const { value, problems } = readToml(text);
  assert.deepEqual(problems, []);
  return value === null ? null : plain(value);
}

describe("readToml", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["", {}],
    ["\uFEFFa = 1", { a: 1 }],
    ["a.b = 1\na.\"c d\" = 'x'", { a: { b: 1, "c d": "x" } }],
    ["[a.b]\nc = 1\n[a]\nd = 2", { a: { b: { c: 1 }, d: 2 } }],
    ["[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3", { a: [{ b: 1 }, { b: 2, c: { d: 3 } }] }],
    ["[[a.b]]\n[[a.b.c]]\nd = 1", { a: { b: [{ c: [{ d: 1 }] }] } }],
    ["a = { b = 1, c.d = [true, 1.5] }", { a: { b: 1, c: { d: [true, 1.5] } } }],
    ['a = """\nx\\\n  y"""\r\nb = 1979-05-27', { a: "xy", b: "1979-05-27" }],
    ["__proto__ = 1", Object.fromEntries([["__proto__", 1]])],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const value = valueOf(text);
      if (text.includes("1979")) assert.equal((value as { b: unknown }).b, "1979-05-27");
      assert.deepEqual(value, expected);
    });
  }

  it("knows the place of each value", () => {
    const text = 'x = "😀"\n[t]\ny = [1, "two"]';
    const { value } = readToml(text);
    const texts: string[] = [];
    walk(value ?? assert.fail(), (node) => {
      const { start, end } = spanOf(node);
      if (node.kind === "scalar") texts.push(text.slice(start, end));
    });
    assert.deepEqual(texts.sort(), ['"two"', '"😀"', "1"]);
  });
});
