import assert from "node:assert/strict";
import type { Location, LocationLink, SymbolInformation } from "vscode-languageserver/node";
import {
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentSymbolRequest,
  ReferencesRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver/node";
import { connectWorkspace, type ClientWorkspace } from "./client-workspace.js";
import { disconnectAll } from "./connected-client.js";
import { IMPORTING_TABLE, KEY } from "./templates.js";

const ROOT = "file:///my%20app";
const KEYS = `${ROOT}/keys.yaml`;
const TABLES = `${ROOT}/tables.yaml`;

describe("going from name to name in the editor", () => {
  afterEach(disconnectAll);

  async function opened(): Promise<ClientWorkspace> {
    const workspace = await connectWorkspace({ [KEYS]: KEY, [TABLES]: IMPORTING_TABLE }, { folders: [ROOT] });
    await workspace.client.open(TABLES, IMPORTING_TABLE);
    await workspace.client.diagnostics(TABLES);
    await workspace.settled();
    return workspace;
  }

  function at(text: string, word: string, offset = 0): { uri: string; line: number; character: number } {
    const index = text.indexOf(word) + offset;
    const before = text.slice(0, index).split("\n");
    const uri = text === KEY ? KEYS : TABLES;
    return { uri, line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  }

  function params({ uri, line, character }: ReturnType<typeof at>) {
    return { textDocument: { uri }, position: { line, character } };
  }

  it("leads from an import to the export in a file that isn't open", async () => {
    const { client } = await opened();
    const name = at(IMPORTING_TABLE, "ImportValue", "ImportValue ".length);
    const found = await client.wire.sendRequest(DefinitionRequest.type, params(name));
    const targets = (found as (Location | LocationLink)[]).map((one) =>
      "targetUri" in one
        ? [one.targetUri, one.targetSelectionRange.start.line]
        : [one.uri, one.range.start.line],
    );
    assert.deepEqual(targets, [[KEYS, at(KEY, "Export").line + lineAfter(KEY, "Export", "Name:")]]);
  });

  it("finds who refers to a key, from file to file", async () => {
    const { client } = await opened();
    await client.open(KEYS, KEY);
    const found = await client.wire.sendRequest(ReferencesRequest.type, {
      ...params(at(KEY, "TableKey")),
      context: { includeDeclaration: true },
    });
    assert.ok((found ?? []).some(({ uri }) => uri === KEYS));
    assert.ok((found ?? []).length >= 2, JSON.stringify(found));
  });

  it("knows tables and keys as symbols, of a document and of the workspace", async () => {
    const { client } = await opened();
    const own = await client.wire.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: TABLES } });
    assert.deepEqual(
      (own ?? []).map(({ name }) => name),
      ["Orders"],
    );
    const all = await client.wire.sendRequest(WorkspaceSymbolRequest.type, { query: "Key" });
    assert.deepEqual(
      (all as SymbolInformation[]).map(({ name, location }) => [name, location.uri]),
      [["TableKey", KEYS]],
    );
  });

  it("highlights a name where it stands in the document", async () => {
    const { client } = await opened();
    await client.open(KEYS, KEY);
    const found = await client.wire.sendRequest(DocumentHighlightRequest.type, params(at(KEY, "TableKey")));
    assert.equal((found ?? []).length, KEY.split("TableKey").length - 1);
  });
});

/** How many lines behind the first word the second one stands. */
function lineAfter(text: string, first: string, second: string): number {
  const start = text.indexOf(first);
  return text.slice(start, text.indexOf(second, start)).split("\n").length - 1;
}
