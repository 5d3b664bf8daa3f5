import assert from "node:assert/strict";
import type { CodeAction } from "vscode-languageserver/node";
import { ExecuteCommandRequest } from "vscode-languageserver/node";
import { connect, disconnectAll, PLAIN, VSCODE, type TestClient } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE, ONE_TABLE_JSON, RULE, TWO_TABLES } from "./templates.js";

const URI = "file:///app/template.yaml";
const JSON_URI = "file:///app/template.json";
const TYPE = "AWS::DynamoDB::Table";

describe("code actions", () => {
  afterEach(disconnectAll);

  for (const [uri, languageId, text] of [
    [URI, "yaml", ONE_TABLE],
    [URI, "yaml", ONE_TABLE.replaceAll("\n", "\r\n")],
    [JSON_URI, "json", ONE_TABLE_JSON],
  ] as const) {
    const lineEnds = text.includes("\r") ? "CRLF" : "LF";
    it(`mend the finding with the preferred fix (${languageId}, ${lineEnds})`, async () => {
      const client = await connect();
      await client.open(uri, text, languageId);
      const actions = await client.actions(uri, TYPE);
      const [preferred, ...others] = actions.filter(({ isPreferred }) => isPreferred === true);
      assert.ok(preferred);
      assert.deepEqual(others, []);
      assert.equal(preferred.kind, "quickfix");
      assert.deepEqual(
        preferred.diagnostics,
        (await client.diagnostics(uri)).filter(({ code }) => code === RULE),
      );
      await client.run(preferred);
      assert.notEqual(client.text(uri), text);
      assert.deepEqual(await ofRule(client, uri), []);
      if (lineEnds === "CRLF") assert.doesNotMatch(client.text(uri), /[^\r]\n/);
    });
  }

  it("come with their edits where the client can't ask for them, in the form it knows", async () => {
    const lazy = await connect();
    await lazy.open(URI, ONE_TABLE);
    const eager = await connect({ capabilities: PLAIN });
    await eager.open(URI, ONE_TABLE);
    const later = preferredOf(await lazy.actions(URI, TYPE));
    const now = preferredOf(await eager.actions(URI, TYPE));
    assert.equal(later.edit, undefined);
    assert.equal(now.data, undefined);
    const { edit } = await lazy.resolve(later);
    assert.deepEqual(edit?.documentChanges, [
      { textDocument: { uri: URI, version: 1 }, edits: now.edit?.changes?.[URI] },
    ]);
  });

  it("do nothing once the text has changed", async () => {
    const client = await connect();
    await client.open(URI, ONE_TABLE);
    const action = preferredOf(await client.actions(URI, TYPE));
    await client.change(URI, { text: `# changed\n${ONE_TABLE}` });
    assert.equal((await client.resolve(action)).edit, undefined);
  });

  it("mend all findings of a rule at once, with one new key", async () => {
    const client = await connect();
    await client.open(URI, TWO_TABLES);
    const action = titled(await client.actions(URI, TYPE), `Fix all '${RULE}' findings in this file`);
    assert.equal(action.diagnostics?.length, 2);
    await client.run(action);
    assert.deepEqual(await ofRule(client, URI), []);
    assert.equal(client.text(URI).split("AWS::KMS::Key").length - 1, 1);
  });

  it("offer the fix for all only where there is more than one finding", async () => {
    const client = await connect();
    await client.open(URI, ONE_TABLE);
    assert.deepEqual(
      (await client.actions(URI, TYPE)).filter(({ title }) => title.startsWith("Fix all")),
      [],
    );
  });

  it("are of the kinds asked for", async () => {
    const client = await connect();
    await client.open(URI, ONE_TABLE);
    const quickFixes = await client.actions(URI, TYPE, { only: ["quickfix"] });
    assert.ok(quickFixes.length > 0);
    assert.ok(quickFixes.every(({ kind }) => kind === "quickfix"));
    assert.deepEqual(await client.actions(URI, TYPE, { only: ["refactor"] }), []);
    const sources = await client.actions(URI, TYPE, { only: ["source.fixAll"] });
    assert.ok(sources.every(({ kind }) => kind === "source.fixAll.dynamodbEncryption"));
  });

  it("never put a fix that costs money into the fix of all on save", async () => {
    const client = await connect();
    await client.open(URI, TWO_TABLES);
    for (const action of await client.actions(URI, TYPE, { only: ["source.fixAll.dynamodbEncryption"] })) {
      await client.run(action);
    }
    assert.equal(client.text(URI).includes("AWS::KMS::Key"), false);
  });

  it("put a fix that changes nothing that is deployed into the fix of all on save", async () => {
    const client = await connect();
    const idle = "  # dynamodb-encryption-ignore valid-table-key -- nothing to report\n";
    await client.open(URI, ONE_TABLE.replace("Resources:\n", `Resources:\n${idle}`));
    const [action] = await client.actions(URI, TYPE, { only: ["source.fixAll.dynamodbEncryption"] });
    assert.ok(action);
    await client.run(action);
    assert.equal(client.text(URI), ONE_TABLE);
  });

  it("reach to the whole line for somebody who asks, and not for a moving cursor", async () => {
    const client = await connect();
    await client.open(URI, ONE_TABLE);
    assert.ok((await client.actions(URI, "Type:")).length > 0);
    assert.deepEqual(await client.actions(URI, "Type:", { automatic: true }), []);
    assert.ok((await client.actions(URI, TYPE, { automatic: true })).length > 0);
  });

  it("are none where nothing is found, and none in other files", async () => {
    const client = await connect();
    await client.open(URI, ONE_TABLE);
    await client.open("file:///app/configmap.yaml", KUBERNETES);
    assert.deepEqual(await client.actions(URI, "AttributeName"), []);
    assert.deepEqual(await client.actions("file:///app/configmap.yaml", TYPE), []);
  });

  it("answer nonsense in a resolve request with the action as it came", async () => {
    const client = await connect();
    for (const data of [null, {}, { uri: URI, version: 1, intent: { do: "fix", finding: 1 } }]) {
      assert.equal((await client.resolve({ title: "x", data })).edit, undefined);
    }
  });
});

describe("suppressing a finding", () => {
  afterEach(disconnectAll);

  for (const [uri, languageId, text] of [
    [URI, "yaml", ONE_TABLE],
    [JSON_URI, "json", ONE_TABLE_JSON],
  ] as const) {
    it(`writes the reason that the client has asked for (${languageId})`, async () => {
      const client = await connect({ initializationOptions: { suppressCommand: true } });
      await client.open(uri, text, languageId);
      const action = titled(await client.actions(uri, TYPE), `Suppress '${RULE}' here with a reason…`);
      assert.equal(action.command?.command, "dynamodbEncryption.suppress");
      await suppress(client, action, { reason: "  holds\npublic data ", until: "2026-12-31" });
      assert.deepEqual(await ofRule(client, uri), []);
      assert.match(client.text(uri), /holds public data/);
      assert.match(client.text(uri), /2026-12-31/);
    });
  }

  it("writes it in the syntax that was chosen among those on offer", async () => {
    const client = await connect({ initializationOptions: { suppressCommand: true } });
    await client.open(URI, ONE_TABLE);
    const action = titled(await client.actions(URI, TYPE), `Suppress '${RULE}' here with a reason…`);
    const [target] = (action.command?.arguments ?? []) as [{ options: readonly object[] }];
    assert.deepEqual(target.options.slice(0, 3), [
      { syntax: "own", id: RULE, tool: null, takesReason: true, takesDay: true },
      { syntax: "checkov", id: "CKV_AWS_119", tool: "Checkov", takesReason: true, takesDay: false },
      { syntax: "cfn_nag", id: "W74", tool: "cfn_nag", takesReason: true, takesDay: false },
    ]);
    await suppress(client, action, { syntax: "trivy", reason: "public", until: "2199-12-31" });
    assert.match(client.text(URI), /# trivy:ignore:AVD-AWS-0025:exp:2200-01-01 -- public\n/);
    assert.deepEqual(await ofRule(client, URI), []);
  });

  it("needs no reason where the syntax has no place for one", async () => {
    const client = await connect({ initializationOptions: { suppressCommand: true } });
    await client.open(URI, ONE_TABLE);
    const action = titled(await client.actions(URI, TYPE), `Suppress '${RULE}' here with a reason…`);
    await suppress(client, action, { syntax: "guard", reason: "", until: null });
    assert.match(client.text(URI), /SuppressedRules/);
    assert.deepEqual(await ofRule(client, URI), []);
  });

  it("isn't written in a syntax that isn't on offer, or with a day that it has no place for", async () => {
    const client = await connect({ initializationOptions: { suppressCommand: true } });
    await client.open(URI, ONE_TABLE);
    const action = titled(await client.actions(URI, TYPE), `Suppress '${RULE}' here with a reason…`);
    await suppress(client, action, { syntax: "cfn-lint", reason: "", until: null });
    assert.match(await client.until(() => client.shown[0]), /can't be suppressed here/);
    await suppress(client, action, { syntax: "checkov", reason: "public", until: "2199-12-31" });
    assert.equal(client.logged.length, 1);
    assert.equal(client.text(URI), ONE_TABLE);
  });

  it("writes a placeholder where the client can't ask for a reason", async () => {
    const client = await connect({ capabilities: VSCODE });
    await client.open(URI, ONE_TABLE);
    await client.run(titled(await client.actions(URI, TYPE), `Suppress '${RULE}' here`));
    assert.match(client.text(URI), new RegExp(`# dynamodb-encryption-ignore ${RULE} -- reason`));
    assert.deepEqual(await ofRule(client, URI), []);
  });

  it("is refused, in words, once the text has changed", async () => {
    const client = await connect({ initializationOptions: { suppressCommand: true } });
    await client.open(URI, ONE_TABLE);
    const action = titled(await client.actions(URI, TYPE), `Suppress '${RULE}' here with a reason…`);
    const changed = `# changed\n${ONE_TABLE}`;
    await client.change(URI, { text: changed });
    await suppress(client, action, { reason: "public", until: null });
    assert.match(await client.until(() => client.shown[0]), /changed/);
    assert.equal(client.text(URI), changed);
  });

  it("without a reason or a finding changes nothing and says so in the log", async () => {
    const client = await connect({ initializationOptions: { suppressCommand: true } });
    await client.open(URI, ONE_TABLE);
    const action = titled(await client.actions(URI, TYPE), `Suppress '${RULE}' here with a reason…`);
    await suppress(client, action, { reason: " ", until: null });
    await suppress(client, action, { reason: "public", until: "tomorrow" });
    await suppress(client, action, { reason: "public", until: "2026-02-30" });
    await client.wire.sendRequest(ExecuteCommandRequest.type, { command: "no.such.command" });
    assert.equal(client.text(URI), ONE_TABLE);
    assert.equal(client.logged.length, 4);
  });
});

/** What the extension's own command does with the reason it was given. */
async function suppress(
  client: TestClient,
  action: CodeAction,
  given: { syntax?: string; reason: string; until: string | null },
): Promise<void> {
  const target = action.command?.arguments?.[0] as object;
  await client.wire.sendRequest(ExecuteCommandRequest.type, {
    command: "dynamodbEncryption.applySuppression",
    arguments: [{ ...target, ...given }],
  });
}

function preferredOf(actions: readonly CodeAction[]): CodeAction {
  const action = actions.find(({ isPreferred }) => isPreferred === true);
  assert.ok(action, "no action is preferred");
  return action;
}

function titled(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `'${title}' isn't among ${actions.map((one) => one.title).join(", ")}`);
  return action;
}

async function ofRule(client: TestClient, uri: string) {
  return (await client.diagnostics(uri)).filter(({ code }) => code === RULE);
}
