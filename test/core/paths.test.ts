import assert from "node:assert/strict";
import { fileNameOf, folderOf, isInside, plainPath, resolvePath } from "../../server/src/core/paths.js";

describe("names of documents", () => {
  const cases: readonly (readonly [folder: string, reference: string, expected: string | null])[] = [
    ["", "child.yaml", "child.yaml"],
    ["stacks", "./child.yaml", "stacks/child.yaml"],
    ["stacks/app", "../keys/keys.yaml", "stacks/keys/keys.yaml"],
    ["stacks", "..\\keys.yaml", "keys.yaml"],
    ["", "../keys.yaml", "../keys.yaml"],
    ["../infra", "../keys.yaml", "../keys.yaml"],
    ["/infra", "../../keys.yaml", null],
    ["/infra/app", "../keys.yaml", "/infra/keys.yaml"],
    ["file:///infra/my app", "../keys.yaml", "file:///infra/keys.yaml"],
    ["file:///infra", "../../../etc/passwd", null],
    ["stacks", "https://bucket.s3.amazonaws.com/child.yaml", null],
    ["stacks", "s3://bucket/child.yaml", null],
    ["stacks", "C:\\templates\\child.yaml", null],
    ["stacks", "/etc/passwd", null],
    ["stacks", "", null],
  ];
  for (const [folder, reference, expected] of cases) {
    it(`read '${reference}' in '${folder}' as ${expected ?? "no relative path"}`, () => {
      assert.equal(resolvePath(folder, reference), expected);
    });
  }

  it("are split into folder and file name", () => {
    assert.equal(folderOf("a/b.yaml"), "a");
    assert.equal(folderOf("b.yaml"), "");
    assert.equal(fileNameOf("a/b.yaml"), "b.yaml");
  });

  it("are equal for every spelling of a URI", () => {
    assert.equal(plainPath("file:///c%3A/my%20app/a.yaml"), "file:///c:/my app/a.yaml");
    assert.equal(plainPath("file:///C:/my%20app/a.yaml"), "file:///c:/my app/a.yaml");
    assert.equal(plainPath("100%.yaml"), "100%.yaml");
    assert.equal(plainPath("file:///100%.yaml"), "file:///100%.yaml");
  });

  it("lie in a folder only by whole parts", () => {
    assert.equal(isInside("stacks", "stacks/a.yaml"), true);
    assert.equal(isInside("stacks", "stacks2/a.yaml"), false);
    assert.equal(isInside("", "../a.yaml"), false);
    assert.equal(isInside("", "a.yaml"), true);
  });
});
