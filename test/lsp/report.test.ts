import assert from "node:assert/strict";
import { connectWorkspace } from "./client-workspace.js";
import { disconnectAll } from "./connected-client.js";
import { IMPORTING_TABLE, KEY, KUBERNETES, TWO_TABLES } from "./templates.js";

const FILES = {
  "file:///app/keys.yaml": KEY,
  "file:///app/shop/table.yaml": IMPORTING_TABLE,
  "file:///app/plain.yaml": TWO_TABLES,
  "file:///app/notes.yaml": KUBERNETES,
};

describe("the report of the language server", () => {
  afterEach(disconnectAll);

  it("is a page on all templates of the workspace, which it calls by their paths in it", async () => {
    const workspace = await connectWorkspace(FILES, { folders: ["file:///app"] });
    const { html } = await reportOf(workspace);
    assert.match(html, /^<!doctype html>[^]*3 tables in 3 templates/);
    assert.match(html, />shop\/table\.yaml:\d+</);
    assert.doesNotMatch(html, /file:\/\/\//);
  });

  it("counts an open document as it is in the editor", async () => {
    const workspace = await connectWorkspace(FILES, { folders: ["file:///app"] });
    await workspace.client.open("file:///app/plain.yaml", "Resources: {}\n");
    assert.match((await reportOf(workspace)).html, /1 table in/);
  });

  it("says which files were left out", async () => {
    const files = { ...FILES, "file:///app/big.yaml": null };
    const workspace = await connectWorkspace(files, { folders: ["file:///app"] });
    workspace.more = true;
    const { html } = await reportOf(workspace);
    assert.match(html, /1 file was too large or unreadable, and left out\./);
    assert.match(html, /The workspace has more files: only the first 10,000 were looked at\./);
  });
});

function reportOf({
  client,
}: Awaited<ReturnType<typeof connectWorkspace>>): Promise<{ readonly html: string }> {
  return client.wire.sendRequest("dynamodbEncryption/report", {});
}
