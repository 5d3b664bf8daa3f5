import assert from "node:assert/strict";
import type { CodeLens, Location } from "vscode-languageserver/node";
import { CodeLensRefreshRequest, CodeLensRequest, CodeLensResolveRequest } from "vscode-languageserver/node";
import { connectWorkspace } from "./client-workspace.js";
import { connect, disconnectAll, VSCODE, type TestClient } from "./connected-client.js";
import { IMPORTING_TABLE, KEY, ONE_TABLE } from "./templates.js";

const URI = "file:///app/template.yaml";
const ROOT = "file:///app";
const KEYS = `${ROOT}/keys.yaml`;
const TABLES = `${ROOT}/tables.yaml`;
const ON = { "codeLens.enabled": true };
const COMMANDS = { codeLensCommands: true };
const REFRESHING = { ...VSCODE, workspace: { ...VSCODE.workspace, codeLens: { refreshSupport: true } } };

async function lenses(client: TestClient, uri: string): Promise<CodeLens[]> {
  const found = await client.wire.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  const resolve = async (lens: CodeLens): Promise<CodeLens> =>
    lens.command === undefined ? client.wire.sendRequest(CodeLensResolveRequest.type, lens) : lens;
  return Promise.all((found ?? []).map(resolve));
}

function titles(found: readonly CodeLens[]): readonly (string | undefined)[] {
  return found.map(({ command }) => command?.title);
}

describe("code lenses", () => {
  afterEach(disconnectAll);

  it("are off until the setting says otherwise", async () => {
    const client = await connect({ initializationOptions: COMMANDS });
    await client.open(URI, ONE_TABLE);
    assert.deepEqual(await lenses(client, URI), []);
  });

  it("say which key a table has, and lead to another one", async () => {
    const client = await connect({ initializationOptions: COMMANDS, section: ON });
    await client.open(URI, ONE_TABLE);
    const found = await lenses(client, URI);
    assert.deepEqual(titles(found), ["AWS owned key", "Change key…"]);
    assert.deepEqual(found[1]?.command, {
      title: "Change key…",
      command: "dynamodbEncryption.changeKey",
      arguments: [{ uri: URI, resource: "Orders" }],
    });
    assert.deepEqual(found[0]?.range, { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } });
  });

  it("have no commands for clients that didn't say they know them", async () => {
    const client = await connect({ section: ON });
    const text = KEY.replace("Outputs:", `${ONE_TABLE.replace("Resources:\n", "")}Outputs:`);
    await client.open(URI, text);
    const found = await lenses(client, URI);
    assert.deepEqual(titles(found), [
      "used by no table in reach",
      "rotation yearly",
      "$1.00 to $3.00 a month",
      "AWS owned key",
    ]);
    assert.ok(found.every(({ command }) => command?.command === ""));
  });

  it("lead from a key to its tables in other files", async () => {
    const workspace = await connectWorkspace(
      { [KEYS]: KEY, [TABLES]: IMPORTING_TABLE },
      { folders: [ROOT], initializationOptions: COMMANDS, section: ON },
    );
    const { client } = workspace;
    await client.open(KEYS, KEY);
    await client.diagnostics(KEYS);
    await workspace.settled();
    const [used] = await lenses(client, KEYS);
    assert.equal(used?.command?.title, "used by 1 table");
    assert.equal(used.command.command, "dynamodbEncryption.showPlaces");
    const [{ places }] = used.command.arguments as [{ places: Location[] }];
    assert.deepEqual(places, [
      { uri: TABLES, range: { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } } },
    ]);
  });

  it("are asked for again when settings change", async () => {
    const client = await connect({ capabilities: REFRESHING, initializationOptions: COMMANDS });
    let refreshes = 0;
    client.wire.onRequest(CodeLensRefreshRequest.type, () => {
      refreshes += 1;
      client.noticed();
    });
    await client.open(URI, ONE_TABLE);
    assert.deepEqual(await lenses(client, URI), []);
    await client.configure({ dynamodbEncryption: ON });
    await client.until(() => (refreshes > 0 ? true : undefined));
    assert.equal((await lenses(client, URI)).length, 2);
  });

  it("that are resolved for a document that is gone say nothing", async () => {
    const client = await connect({ initializationOptions: COMMANDS, section: ON });
    await client.open(URI, KEY);
    const [lens] =
      (await client.wire.sendRequest(CodeLensRequest.type, { textDocument: { uri: URI } })) ?? [];
    assert.ok(lens);
    await client.close(URI);
    const resolved = await client.wire.sendRequest(CodeLensResolveRequest.type, lens);
    assert.deepEqual(resolved.command, { title: "", command: "" });
  });
});
