import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { CancellationToken } from "vscode-languageserver";
import { diskFiles } from "../../server/src/lsp/disk-files.node.js";
import { WORKSPACE_FILES, type FileProvider } from "../../server/src/lsp/file-provider.js";
import { connect, disconnectAll, PLAIN } from "./connected-client.js";
import { DISABLED_KEY, IMPORTING_TABLE, KEY_RULE } from "./templates.js";

describe("the files of a disk", () => {
  let parent = "";
  const uriOf = (path: string): string => pathToFileURL(join(parent, path)).href;

  before(() => {
    parent = realpathSync(mkdtempSync(join(tmpdir(), "disk-files-")));
    const files = {
      "app/b.yaml": "b",
      "app/a@b.json": "a",
      "app/readme.md": "no template",
      "app/samconfig.toml": "version = 0.1",
      "app/.hidden/c.yml": "c",
      "app/node_modules/package/d.yaml": "d",
      "app/nested/node_modules/d.yaml": "d",
      "app/nested/e.template": "eé",
      "secret/keys.yaml": "secret",
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(parent, path)), { recursive: true });
      writeFileSync(join(parent, path), text);
    }
  });

  after(() => rmSync(parent, { recursive: true, force: true }));

  function filesOf(...folders: readonly string[]): FileProvider {
    const files = diskFiles(folders.map(uriOf));
    assert.ok(files);
    return files;
  }

  async function listed(
    files: FileProvider,
    exclude: readonly string[] = [],
    limit = 100,
  ): Promise<{ readonly paths: readonly string[]; readonly more: boolean }> {
    const query = { include: WORKSPACE_FILES, exclude, limit };
    const { uris, more } = await files.list(query, CancellationToken.None);
    return { paths: uris.map((uri) => uri.slice(pathToFileURL(parent).href.length + 1)), more };
  }

  it("are listed where they could matter, in a stable order, without those that are left out", async () => {
    const { paths, more } = await listed(filesOf("app"), ["**/node_modules/**", "b.yaml"]);
    const expected = [".hidden/c.yml", "a@b.json", "nested/e.template", "samconfig.toml"];
    assert.deepEqual(
      paths,
      expected.map((path) => `app/${path}`),
    );
    assert.equal(more, false);
  });

  it("are listed up to the limit, over all folders", async () => {
    const { paths, more } = await listed(filesOf("secret", "app"), [], 2);
    assert.deepEqual([paths, more], [["secret/keys.yaml", "app/.hidden/c.yml"], true]);
    assert.equal((await listed(filesOf("app"), [], 7)).more, false);
    assert.equal((await listed(filesOf("app"), [], 6)).more, true);
  });

  it("are read in any spelling of their URI, unless they are too large", async () => {
    const files = filesOf("app");
    const read = (path: string, maximum = 100) => files.read(path, maximum, CancellationToken.None);
    assert.deepEqual(await read(uriOf("app/a@b.json")), { text: "a" });
    assert.deepEqual(await read(uriOf("app/a@b.json").replace("@", "%40")), { text: "a" });
    assert.deepEqual(await read(uriOf("app/nested/e.template"), 3), { text: "eé" });
    assert.deepEqual(await read(uriOf("app/nested/e.template"), 2), { text: null, reason: "too-large" });
    for (const uri of [uriOf("app/none.yaml"), uriOf("app/nested"), "untitled:Untitled-1", "file:///%00"]) {
      assert.deepEqual(await read(uri), { text: null, reason: "unreadable" }, uri);
    }
  });

  it("exist if they are files of the workspace", async () => {
    const files = filesOf("app");
    const exists = (path: string) => files.exists(uriOf(path), CancellationToken.None);
    assert.deepEqual(
      [await exists("app/b.yaml"), await exists("app/none.yaml"), await exists("app/nested")],
      [true, false, false],
    );
    assert.equal(await exists("secret/keys.yaml"), false);
  });

  it("are refused outside the folders, also where a symbolic link or '..' leads there", async function () {
    const [file, folder] = [join(parent, "app/link.yaml"), join(parent, "app/linked")];
    try {
      symlinkSync(join(parent, "secret/keys.yaml"), file);
      symlinkSync(join(parent, "secret"), folder, "dir");
    } catch {
      // Not every account of Windows may make links.
      this.skip();
    }
    const files = filesOf("app");
    const outside = [uriOf("secret/keys.yaml"), `${uriOf("app")}/../secret/keys.yaml`];
    for (const uri of [...outside, uriOf("app/link.yaml"), uriOf("app/linked/keys.yaml")]) {
      const refused = { text: null, reason: "unreadable" };
      assert.deepEqual(await files.read(uri, 100, CancellationToken.None), refused, uri);
      assert.equal(await files.exists(uri, CancellationToken.None), false, uri);
    }
    const { paths } = await listed(files);
    assert.deepEqual(
      paths.filter((path) => path.includes("link")),
      [],
    );
    rmSync(file);
    rmSync(folder);
  });

  it("link the open templates of any client, also of one that can do nothing", async () => {
    writeFileSync(join(parent, "secret/keys.yaml"), DISABLED_KEY);
    const folders = [pathToFileURL(join(parent, "secret")).href];
    const client = await connect({ capabilities: PLAIN, folders, filesFor: diskFiles });
    const tables = uriOf("secret/tables.yaml");
    await client.open(tables, IMPORTING_TABLE);
    // It is published at once, and again when the other files have been read.
    const diagnostics = await client.until(() => {
      const last = client.published.findLast(({ uri }) => uri === tables);
      return last !== undefined && last.diagnostics.length > 0 ? last.diagnostics : undefined;
    });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      [KEY_RULE],
    );
    disconnectAll();
  });

  it("are none where the folders aren't on this disk", () => {
    for (const roots of [
      [],
      ["vscode-vfs://github/owner/app"],
      ["file:///app", "untitled:app"],
      ["file:///a%2Fb"],
    ]) {
      assert.equal(diskFiles(roots), null, roots.join());
    }
  });

  it("are none in a folder that isn't there", async () => {
    assert.deepEqual(await listed(filesOf("nowhere")), { paths: [], more: false });
  });
});
