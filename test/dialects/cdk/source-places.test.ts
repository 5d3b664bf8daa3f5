import assert from "node:assert/strict";
import { SourcePlaces } from "../../../server/src/dialects/cdk/source-places.js";

/** Places in these files; `looked` collects which have been looked for. */
function placesIn(files: Readonly<Record<string, string>>, looked: string[] = []): SourcePlaces {
  return new SourcePlaces(["/app"], {
    exists: (path) => {
      looked.push(path);
      return Promise.resolve(Object.hasOwn(files, path));
    },
    readSource: (path) => {
      looked.push(path);
      return Promise.resolve(Object.hasOwn(files, path) ? (files[path] ?? null) : null);
    },
  });
}

async function found(
  places: SourcePlaces,
  path: string,
  line = 1,
  column: number | null = 1,
): Promise<string | null> {
  await places.find({ path, line, column });
  const place = places.placeOf({ path, line, column });
  return place === null ? null : `${place.path}:${place.line}:${place.column ?? ""}`;
}

const MAP = JSON.stringify({
  version: 3,
  sources: ["../lib/shop.ts"],
  names: [],
  mappings: [[[0, 0, 16, 8]]],
});

describe("the places that an assembly records", () => {
  it("are those of the file here whose path agrees in the most parts", async () => {
    const places = placesIn({ "/app/lib/shop.ts": "", "/app/shop.ts": "" });
    assert.equal(await found(places, "/build/app/lib/shop.ts", 17, 5), "/app/lib/shop.ts:17:5");
    assert.equal(await found(places, "/build/other/shop.ts", 17, null), "/app/shop.ts:17:");
    assert.equal(await found(places, "/build/none.ts"), null);
    assert.equal(places.placeOf({ path: "/build/unasked.ts", line: 1, column: 1 }), null);
  });

  it("are in the source of what was compiled, where that is here", async () => {
    const compiled = {
      "/app/dist/shop.js": "//# sourceMappingURL=shop.js.map",
      "/app/dist/shop.js.map": MAP,
    };
    const whole = placesIn({ ...compiled, "/app/lib/shop.ts": "" });
    assert.equal(await found(whole, "/build/dist/shop.js"), "/app/lib/shop.ts:17:9");
    assert.equal(await found(placesIn(compiled), "/build/dist/shop.js"), "/app/dist/shop.js:1:1");
  });

  it("are in the compiled file itself where its map is missing, broken or elsewhere", async () => {
    for (const reference of ["none.map", "../../secret.map", "/etc/passwd", "https://host/shop.js.map"]) {
      const looked: string[] = [];
      const places = placesIn({ "/app/dist/shop.js": `//# sourceMappingURL=${reference}` }, looked);
      assert.equal(await found(places, "/app/dist/shop.js"), "/app/dist/shop.js:1:1");
      assert.ok(
        looked.every((path) => path.startsWith("/app/")),
        looked.join(),
      );
    }
  });

  it("aren't looked for without an end, and each file is read once", async () => {
    const looked: string[] = [];
    const places = placesIn({ "/app/dist/shop.js": "//# sourceMappingURL=shop.js.map" }, looked);
    for (let index = 0; index < 2_500; index++) await found(places, `/build/${index}.ts`);
    assert.ok(looked.length < 10_000, String(looked.length));
    const again: string[] = [];
    const compiled = placesIn({ "/app/dist/shop.js": "" }, again);
    for (let line = 1; line < 100; line++) await found(compiled, "/app/dist/shop.js", line);
    assert.equal(again.length, 2);
    const deep = `/${"a/".repeat(10_000)}shop.ts`;
    assert.equal(await found(compiled, deep), null);
    assert.ok(again.length < 200, String(again.length));
  });
});
