import assert from "node:assert/strict";
import { findSource, possibleSources } from "../../../server/src/dialects/cdk/source-path.js";

describe("the file that a recorded path means", () => {
  const FILES = [
    "/home/me/shop/lib/shop.ts",
    "/home/me/shop/infra/lib/shop.ts",
    "/home/me/shop/app.ts",
    "C:/code/shop/lib/shop.ts",
    "vscode-vfs://github/me/shop/lib/shop.ts",
    "/etc/passwd",
  ];
  const CASES: readonly (readonly [
    what: string,
    recorded: string,
    folders: readonly string[],
    found: string | null,
  ])[] = [
    ["is that very file where it is here", "/home/me/shop/lib/shop.ts", ["/home/me/shop"], FILES[0] ?? ""],
    ["has the longest end in common", "/ci/infra/lib/shop.ts", ["/home/me/shop"], FILES[1] ?? ""],
    ["may have little in common", "/ci/build/app.ts", ["/home/me/shop"], FILES[2] ?? ""],
    [
      "is looked for in the app's folder first",
      "/app/lib/shop.ts",
      ["/home/me/shop/infra", "/home/me/shop"],
      FILES[1] ?? "",
    ],
    ["may come from Windows", "D:/a/shop/lib/shop.ts", ["/home/me/shop"], FILES[0] ?? ""],
    ["may be on Windows", "/workspace/lib/shop.ts", ["C:/code/shop"], FILES[3] ?? ""],
    [
      "may be in a workspace that is no disk",
      "/workspace/lib/shop.ts",
      ["vscode-vfs://github/me/shop"],
      FILES[4] ?? "",
    ],
    ["may be recorded relative to the app", "lib/shop.ts", ["/home/me/shop"], FILES[0] ?? ""],
    ["is never outside the workspace", "/etc/passwd", ["/home/me/shop"], null],
    ["is never outside the workspace by way of ..", "/x/../../../etc/passwd", ["/home/me/shop"], null],
    ["isn't guessed", "/ci/lib/other.ts", ["/home/me/shop"], null],
    ["isn't there where there is no workspace", "/home/me/shop/lib/shop.ts", [], null],
  ];
  for (const [what, recorded, folders, found] of CASES) {
    it(what, () => {
      assert.equal(
        findSource(recorded, folders, (path) => FILES.includes(path)),
        found,
      );
    });
  }

  it("is asked for within the folders alone, longest end first", () => {
    assert.deepEqual(possibleSources("/ci/a.ts", ["/x", ""]), ["/x/ci/a.ts", "ci/a.ts", "/x/a.ts", "a.ts"]);
    assert.deepEqual(possibleSources("file:///etc/a.ts", ["/x"]), ["/x/etc/a.ts", "/x/a.ts"]);
  });
});
