import assert from "node:assert/strict";
import { foldersUp } from "../../server/src/project-config/search.js";
import { openConfigFolders, openProject, searchLater } from "../../server/src/service.js";

/** A project over these files, and the paths it has read. */
function projectOf(files: Readonly<Record<string, string>>, isTop?: (folder: string) => boolean) {
  const reads: string[] = [];
  const read = (path: string): string | null => {
    reads.push(path);
    return files[path] ?? null;
  };
  return { project: openProject({ read, ...(isTop !== undefined && { isTop }) }), reads };
}

describe("the search for a configuration", () => {
  for (const [folder, top, folders] of [
    ["/a/b", "", ["/a/b", "/a", ""]],
    ["/a/b/c", "/a/b", ["/a/b/c", "/a/b"]],
    ["/a", "/a", ["/a"]],
    ["C:/a/b", "", ["C:/a/b", "C:/a", "C:"]],
    ["file:///w/a", "file:///w", ["file:///w/a", "file:///w"]],
  ] as const) {
    it(`goes up from ${folder} to ${folders.at(-1) || "the root"}`, () => {
      assert.deepEqual(
        foldersUp(folder, (one) => one === top),
        folders,
      );
    });
  }

  const NESTED = {
    "/app/.dynamodb-encryption-lint.yaml": "region: eu-west-1\nallKeys: true\n",
    "/app/services/a/.dynamodb-encryption-lint.json": '{ "region": "us-east-1" }',
    "/app/services/b/package.json": '{ "name": "b" }',
    "/app/services/c/package.json": '{ "dynamodb-encryption-lint": {} }',
  };

  it("ends at the nearest one, which replaces those above it", () => {
    const { project } = projectOf(NESTED);
    const of = (path: string): unknown[] => {
      const { region, allKeys } = project.settingsFor(path);
      return [project.configFor(path)?.path ?? null, region, allKeys];
    };
    const root = "/app/.dynamodb-encryption-lint.yaml";
    assert.deepEqual(of("/app/x.yaml"), [root, "eu-west-1", true]);
    assert.deepEqual(of("/app/services/a/stacks/x.yaml"), [
      "/app/services/a/.dynamodb-encryption-lint.json",
      "us-east-1",
      false,
    ]);
    assert.deepEqual(of("/app/services/b/x.yaml"), [root, "eu-west-1", true]);
    assert.deepEqual(of("/app/services/c/x.yaml"), ["/app/services/c/package.json", null, false]);
    assert.deepEqual(of("/x.yaml"), [null, null, false]);
  });

  it("looks into each folder once", () => {
    const { project, reads } = projectOf(NESTED);
    for (const name of ["a/1.yaml", "a/2.yaml", "b/1.yaml"]) project.settingsFor(`/app/services/${name}`);
    assert.equal(new Set(reads).size, reads.length);
  });

  it("goes no further than the top", () => {
    const { project } = projectOf(NESTED, (folder) => folder === "/app/services");
    assert.equal(project.configFor("/app/services/b/x.yaml"), null);
  });

  it("takes the first of several in one folder, and says so", () => {
    const { project } = projectOf({
      "/app/.dynamodb-encryption-lint.yml": "region: eu-west-1\n",
      "/app/.dynamodb-encryption-lint.json": "{}",
      "/app/package.json": '{ "dynamodb-encryption-lint": {} }',
    });
    const config = project.configFor("/app/x.yaml");
    assert.equal(config?.path, "/app/.dynamodb-encryption-lint.yml");
    assert.deepEqual(
      config.problems.map(({ message }) => message),
      [
        ".dynamodb-encryption-lint.json isn't read: this file lies in the same folder, and comes first.",
        "The configuration in package.json isn't read: this file lies in the same folder, and comes first.",
      ],
    );
  });

  it("finds the same for those who have to wait for files", async () => {
    const files: Readonly<Record<string, string>> = NESTED;
    const folders = openConfigFolders();
    for (const folder of ["/app/services/a/stacks", "/app/services/b", "/"]) {
      const search = folders.nearest(folder, () => false);
      const found = await searchLater(search, (path) => Promise.resolve(files[path] ?? null));
      assert.equal(found?.path, projectOf(NESTED).project.configFor(`${folder}/x`)?.path, folder);
    }
  });
});
