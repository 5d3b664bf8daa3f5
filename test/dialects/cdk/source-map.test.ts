import assert from "node:assert/strict";
import { mapReferenceIn, mayBeCompiled, readSourceMap } from "../../../server/src/dialects/cdk/source-map.js";

const INLINE = "data:application/json;base64,";
const encoded = (text: string): string => Buffer.from(text).toString("base64");

/** Line 3 of the compiled file, from column 5 on, is line 17 of the source from column 9 on. */
function map(more: object = {}): string {
  return JSON.stringify({
    version: 3,
    sources: ["../lib/shop.ts"],
    names: [],
    mappings: [[], [], [[4, 0, 16, 8]]],
    ...more,
  });
}

function original(
  json: string,
  line: number,
  column: number | null,
  path = "/app/dist/shop.js",
): string | null {
  const found = readSourceMap(path, json)?.originalOf({ path, line, column }) ?? null;
  return found === null ? null : `${found.path}:${found.line}:${found.column ?? ""}`;
}

describe("a compiled file", () => {
  it("names its map in its last lines, beside it or within", () => {
    assert.deepEqual(mapReferenceIn("x();\n//# sourceMappingURL=shop%20a.js.map\n"), {
      kind: "file",
      reference: "shop a.js.map",
    });
    assert.deepEqual(mapReferenceIn(`x();\n//# sourceMappingURL=${INLINE}${encoded('{"ü":1}')}`), {
      kind: "inline",
      json: '{"ü":1}',
    });
    assert.deepEqual(mapReferenceIn("x();\n/*# sourceMappingURL=data:application/json,%7B%7D */"), {
      kind: "inline",
      json: "{}",
    });
    assert.deepEqual(mapReferenceIn("//# sourceMappingURL=a.map\n//# sourceMappingURL=b.map"), {
      kind: "file",
      reference: "b.map",
    });
    assert.deepEqual(mapReferenceIn(`//# sourceMappingURL=${INLINE}${encoded("{}")}${" ".repeat(100_000)}`), {
      kind: "inline",
      json: "{}",
    });
  });

  it("names none where there is none, or one of a kind that isn't known", () => {
    for (const text of ["", "x();", "sourceMappingURL=a", "//# sourceMappingURL=data:text/plain,x"])
      assert.equal(mapReferenceIn(text), null, text);
  });

  it("is told by its name", () => {
    assert.deepEqual(["a.js", "a.mjs", "a.cjs", "a.ts", "a.py", "a.jsx"].map(mayBeCompiled), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("a source map", () => {
  it("leads to the place in the source, relative to where the map is", () => {
    assert.equal(original(map(), 3, 5), "/app/lib/shop.ts:17:9");
    assert.equal(original(map(), 3, 20), "/app/lib/shop.ts:17:9");
    assert.equal(original(map(), 3, null), "/app/lib/shop.ts:17:");
    assert.equal(
      original(map({ sourceRoot: "../src/", sources: ["shop.ts"] }), 3, 5),
      "/app/src/shop.ts:17:9",
    );
    assert.equal(original(map({ mappings: ";;AAAA", sources: ["shop.ts"] }), 3, 1), "/app/dist/shop.ts:1:1");
  });

  it("of another machine, or of a bundler, keeps the path that its end is looked for by", () => {
    assert.equal(original(map({ sources: ["/build/lib/shop.ts"] }), 3, 5), "/build/lib/shop.ts:17:9");
    assert.equal(original(map({ sources: ["file:///build/a%20b.ts"] }), 3, 5), "/build/a b.ts:17:9");
    assert.equal(
      original(map({ sources: ["webpack://shop/./lib/shop.ts"] }), 3, 5),
      "/app/dist/lib/shop.ts:17:9",
    );
  });

  it("may be made of sections", () => {
    const sections = [{ offset: { line: 10, column: 0 }, map: JSON.parse(map()) as unknown }];
    assert.equal(original(JSON.stringify({ version: 3, sections }), 13, 5), "/app/lib/shop.ts:17:9");
  });

  it("tells nothing where it makes no sense", () => {
    for (const json of [
      "",
      "3",
      "null",
      "[]",
      "{}",
      map({ mappings: 3 }),
      map({ mappings: "!!!!" }),
      map({ sources: [null] }),
      map({ sources: 3 }),
      `${'{"sections":['.repeat(5_000)}`,
      JSON.stringify({ version: 3, sections: [{ offset: {}, map: null }] }),
    ]) {
      assert.equal(original(json, 3, 5), null, json.slice(0, 60));
    }
    assert.equal(original(map(), 9, 5), null);
  });
});
