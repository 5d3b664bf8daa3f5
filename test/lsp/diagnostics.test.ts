import assert from "node:assert/strict";
import {
  CancellationTokenSource,
  DiagnosticSeverity,
  DocumentDiagnosticRequest,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver/node";
import { connect, disconnectAll, PLAIN, type TestClient } from "./connected-client.js";
import { KUBERNETES, ONE_TABLE, ONE_TABLE_JSON, RULE, TWO_TABLES } from "./templates.js";

const URI = "file:///app/template.yaml";
const TYPE = "AWS::DynamoDB::Table";

describe("diagnostics", () => {
  afterEach(disconnectAll);

  describe("asked for by the client", () => {
    it("name the rule, link to its page and lie on the table's type", async () => {
      const client = await connect();
      await client.open(URI, ONE_TABLE);
      const [diagnostic, ...others] = await ofRule(client, URI);
      assert.deepEqual(others, []);
      assert.ok(diagnostic);
      assert.equal(client.document(URI).getText(diagnostic.range), TYPE);
      assert.equal(diagnostic.source, "dynamodb-encryption");
      assert.equal(diagnostic.severity, DiagnosticSeverity.Warning);
      assert.match(diagnostic.codeDescription?.href ?? "", new RegExp(RULE));
      assert.deepEqual(diagnostic.data, { rule: RULE, messageId: "awsOwnedByDefault", index: 0 });
    });

    it("are unchanged while the text is, and sent again once it has changed", async () => {
      const client = await connect();
      await client.open(URI, ONE_TABLE);
      const first = await client.pull(URI);
      assert.equal(first.kind, "full");
      const second = await client.pull(URI, first.resultId);
      assert.deepEqual(second, { kind: "unchanged", resultId: first.resultId });
      await client.change(URI, { text: TWO_TABLES });
      const third = await client.pull(URI, first.resultId);
      assert.equal(third.kind, "full");
      assert.notEqual(third.resultId, first.resultId);
      assert.equal((await ofRule(client, URI)).length, 2);
    });

    it("are not taken for unchanged when another text was opened under the same name and version", async () => {
      const client = await connect();
      await client.open(URI, ONE_TABLE);
      const first = await client.pull(URI);
      await client.close(URI);
      await client.open(URI, TWO_TABLES);
      const second = await client.pull(URI, first.resultId);
      assert.equal(second.kind, "full");
    });

    for (const [uri, languageId, text] of [
      ["file:///app/template.json", "json", ONE_TABLE_JSON],
      ["file:///app/settings.jsonc", "jsonc", ONE_TABLE_JSON],
      ["file:///app/serverless.template", "plaintext", ONE_TABLE_JSON],
      ["file:///app/stack.template", "plaintext", ONE_TABLE],
      ["untitled:Untitled-1", "yaml", ONE_TABLE],
      ["untitled:Untitled-2", "json", ONE_TABLE_JSON],
      ["vscode-vfs://github/app/template.yml", "yaml", ONE_TABLE],
    ] as const) {
      it(`are given for ${uri} (${languageId})`, async () => {
        const client = await connect();
        await client.open(uri, text, languageId);
        assert.equal((await ofRule(client, uri)).length, 1);
      });
    }

    for (const [uri, languageId, text] of [
      ["file:///app/configmap.yaml", "yaml", KUBERNETES],
      ["file:///app/package.json", "json", `{ "name": "app", "dependencies": {} }`],
      ["file:///app/broken.yaml", "yaml", "steps: [\n  - run: 'npm test\n"],
      ["file:///app/empty.yaml", "yaml", ""],
    ] as const) {
      it(`are none for ${uri}, which is no template`, async () => {
        const client = await connect();
        await client.open(uri, text, languageId);
        assert.deepEqual(await client.pull(uri), { kind: "full", items: [] });
      });
    }

    it("are none for a document that was never opened", async () => {
      const client = await connect();
      assert.deepEqual(await client.pull("file:///app/other.yaml"), { kind: "full", items: [] });
    });

    it("say where a template can't be read", async () => {
      const client = await connect();
      await client.open(URI, `${ONE_TABLE}  Broken: [1, 2\n  Next: "open\n`);
      const diagnostics = await client.diagnostics(URI);
      const syntax = diagnostics.filter(({ code }) => code === "syntax");
      assert.ok(syntax.length > 0);
      assert.ok(syntax.every(({ severity }) => severity === DiagnosticSeverity.Error));
    });

    it("leave out what is suppressed, up to the last day of the suppression", async () => {
      const comment = `  # dynamodb-encryption-ignore ${RULE} until 2026-06-30 -- holds public data`;
      const text = ONE_TABLE.replace("  Orders:", `${comment}\n  Orders:`);
      const onLastDay = await connect({ today: "2026-06-30" });
      await onLastDay.open(URI, text);
      assert.deepEqual(await ofRule(onLastDay, URI), []);
      const dayAfter = await connect({ today: "2026-07-01" });
      await dayAfter.open(URI, text);
      assert.equal((await ofRule(dayAfter, URI)).length, 1);
    });

    it("stay in place through edits beside surrogate pairs in a text with CRLF", async () => {
      const client = await connect();
      const text = ONE_TABLE.replace("Resources:", "# 🔑🔑 keys\nResources:").replaceAll("\n", "\r\n");
      await client.open(URI, text);
      await client.pull(URI);
      const line = text.slice(0, text.indexOf("Type:")).split("\r\n").length - 1;
      await client.change(
        URI,
        {
          range: { start: { line: 0, character: 4 }, end: { line: 0, character: 6 } },
          text: "🗝️ more\r\n# ",
        },
        {
          range: { start: { line: line + 1, character: 4 }, end: { line: line + 1, character: 4 } },
          text: "Metadata: { note: 🔒 }\r\n    ",
        },
      );
      const [diagnostic] = await ofRule(client, URI);
      assert.ok(diagnostic);
      assert.equal(client.document(URI).getText(diagnostic.range), TYPE);
      assert.equal(diagnostic.range.start.line, line + 2);
    });

    it("are given for each half-typed state of a template", async () => {
      const client = await connect();
      await client.open(URI, "");
      for (const character of ONE_TABLE) {
        const end = client.document(URI).positionAt(client.text(URI).length);
        await client.change(URI, { range: { start: end, end }, text: character });
        await client.pull(URI);
      }
      assert.equal((await ofRule(client, URI)).length, 1);
      assert.deepEqual(client.logged, []);
    });

    it("can be cancelled, and asked for again", async () => {
      const client = await connect();
      await client.open(URI, ONE_TABLE);
      const cancel = new CancellationTokenSource();
      const report = client.wire.sendRequest(
        DocumentDiagnosticRequest.type,
        { textDocument: { uri: URI } },
        cancel.token,
      );
      cancel.cancel();
      await assert.rejects(report, isCancellation);
      assert.equal((await ofRule(client, URI)).length, 1);
    });

    it("show the progress of the first reading of a long template", async () => {
      const client = await connect();
      const note = `# ${"x".repeat(98)}\n`.repeat(2600);
      await client.open(URI, note + ONE_TABLE);
      assert.equal((await ofRule(client, URI)).length, 1);
      assert.deepEqual(client.progress, ["create"]);
      await client.change(URI, { text: note + TWO_TABLES });
      assert.equal((await ofRule(client, URI)).length, 2);
      assert.deepEqual(client.progress, ["create"]);
    });

    it("have no more detail than the client takes", async () => {
      const client = await connect({ capabilities: { textDocument: { diagnostic: {} } } });
      await client.open(URI, ONE_TABLE);
      const [diagnostic] = await ofRule(client, URI);
      assert.ok(diagnostic);
      assert.deepEqual(Object.keys(diagnostic).sort(), ["code", "message", "range", "severity", "source"]);
    });
  });

  describe("published to a client that can't ask", () => {
    it("name the version they are for, and go when the finding or the document does", async () => {
      const client = await connect({ capabilities: PLAIN });
      assert.equal(client.capabilities.diagnosticProvider, undefined);
      await client.open(URI, ONE_TABLE);
      const first = await client.publication(URI);
      assert.equal(first.version, 1);
      assert.ok(first.diagnostics.some(({ code }) => code === RULE));
      await client.change(URI, { text: ONE_TABLE.replace(TYPE, "AWS::SQS::Queue") });
      const second = await client.publication(URI);
      assert.deepEqual(second, { uri: URI, version: 2, diagnostics: [] });
      await client.change(URI, { text: ONE_TABLE });
      await client.publication(URI);
      await client.close(URI);
      const last = await client.until(() => client.published[3]);
      assert.deepEqual(last, { uri: URI, diagnostics: [] });
    });

    it("answer each version of a template, also where nothing has changed or nothing is wrong", async () => {
      const client = await connect({ capabilities: PLAIN });
      await client.open(URI, "Resources:\n  Key:\n    Type: AWS::KMS::Alias\n");
      for (const version of [1, 2, 3]) {
        assert.deepEqual((await client.publication(URI)).diagnostics, []);
        assert.deepEqual(
          client.published.map((one) => one.version),
          [1, 2, 3].slice(0, version),
        );
        if (version < 3) await client.change(URI, { text: `${client.text(URI)}# ${version}\n` });
      }
    });

    it("answer the last of several edits that come at once", async () => {
      const client = await connect({ capabilities: PLAIN });
      await client.open(URI, ONE_TABLE);
      await client.publication(URI);
      for (let count = 0; count < 20; count++) void client.change(URI, { text: `${client.text(URI)}#\n` });
      const { version } = await client.publication(URI);
      assert.equal(version, 21);
      assert.ok(client.published.length < 10, `${client.published.length} publications`);
    });

    it("are not sent at all for a document that is no template", async () => {
      const client = await connect({ capabilities: PLAIN });
      await client.open("file:///app/configmap.yaml", KUBERNETES);
      await client.open(URI, ONE_TABLE);
      await client.publication(URI);
      assert.deepEqual(
        client.published.map(({ uri }) => uri),
        [URI],
      );
    });
  });
});

describe("settings", () => {
  afterEach(disconnectAll);

  it("take effect at once in a client that answers questions", async () => {
    const client = await connect();
    await client.until(() => client.registered[0]);
    assert.deepEqual(client.registered, ["workspace/didChangeConfiguration"]);
    await client.open(URI, ONE_TABLE);
    const before = await client.pull(URI);
    client.section = { rules: { [RULE]: "off" } };
    await client.configure(null);
    await client.until(() => (client.refreshes > 0 ? true : undefined));
    const after = await client.pull(URI, before.resultId);
    assert.equal(after.kind, "full");
    assert.deepEqual(await ofRule(client, URI), []);
  });

  it("take effect at once in a client that pushes them", async () => {
    const client = await connect({ capabilities: PLAIN });
    await client.open(URI, ONE_TABLE);
    await client.publication(URI);
    await client.configure({ dynamodbEncryption: { rules: { [RULE]: "error" } } });
    const second = await client.until(() => client.published[1]);
    const found = second.diagnostics.find(({ code }) => code === RULE);
    assert.equal(found?.severity, DiagnosticSeverity.Error);
  });

  it("may come with the initialization", async () => {
    for (const settings of [
      { rules: { [RULE]: "info" } },
      { dynamodbEncryption: { rules: { [RULE]: "info" } } },
    ]) {
      const client = await connect({ capabilities: PLAIN, initializationOptions: { settings } });
      await client.open(URI, ONE_TABLE);
      const { diagnostics } = await client.publication(URI);
      const found = diagnostics.find(({ code }) => code === RULE);
      assert.equal(found?.severity, DiagnosticSeverity.Information);
    }
  });

  it("name the frameworks whose controls stand behind each message", async () => {
    const client = await connect({ section: { frameworks: ["fedramp", "aws-config"] } });
    await client.open(URI, ONE_TABLE);
    const message = (await ofRule(client, URI))[0]?.message;
    const controls =
      "FedRAMP SC-12; AWS Config dynamodb-table-encrypted-kms; AWS Config dynamodb-table-encryption-enabled";
    assert.ok(typeof message === "string" && message.endsWith(`. [${controls}]`));
  });

  it("that make no sense are said once, and the defaults hold", async () => {
    const client = await connect({ section: { rules: { [RULE]: "loud" } } });
    await client.open(URI, ONE_TABLE);
    await client.open("file:///app/other.yaml", ONE_TABLE);
    assert.equal((await ofRule(client, URI)).length, 1);
    assert.equal((await ofRule(client, "file:///app/other.yaml")).length, 1);
    await client.configure(null);
    await client.pull(URI);
    assert.equal(client.shown.length, 1);
    assert.match(client.shown[0] ?? "", /loud/);
    assert.match(client.logged[0] ?? "", /loud/);
  });

  it("of the client's own, in the same section, are no mistake", async () => {
    const client = await connect({ section: { trace: { server: "off" }, rules: { [RULE]: "off" } } });
    await client.open(URI, ONE_TABLE);
    assert.deepEqual(await ofRule(client, URI), []);
    assert.deepEqual(client.shown, []);
  });

  it("that the client fails to give are taken for none", async () => {
    const client = await connect();
    client.wire.onRequest("workspace/configuration", () => new ResponseError(1, "no settings today"));
    await client.open(URI, ONE_TABLE);
    assert.equal((await ofRule(client, URI)).length, 1);
    assert.match(client.logged.join("\n"), /no settings today/);
  });
});

async function ofRule(client: TestClient, uri: string) {
  const diagnostics = await client.diagnostics(uri);
  return diagnostics.filter(({ code }) => code === RULE);
}

function isCancellation(error: unknown): boolean {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
}
