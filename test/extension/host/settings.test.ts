import { strict as assert } from "node:assert";
import { commands, ConfigurationTarget, DiagnosticSeverity, languages, workspace } from "vscode";
import { closeAll, diagnosticsOf, open, openUntitled, replaceText, until, untilRulesAre } from "./editor.js";
import { MANIFEST, PLAIN_TABLE } from "./workspace.js";

const FOUND = ["require-customer-managed-key"];

describe("settings and commands", () => {
  afterEach(closeAll);

  it("a folder's own settings hold for its files alone", async () => {
    const lax = await open("orders", "first.yaml");
    const strict = await open("strict", "template.yaml");
    await untilRulesAre(lax.uri, FOUND);
    await untilRulesAre(strict.uri, FOUND);
    assert.equal(diagnosticsOf(lax.uri)[0]?.severity, DiagnosticSeverity.Warning);
    assert.equal(diagnosticsOf(strict.uri)[0]?.severity, DiagnosticSeverity.Error);
  });

  it("a change takes effect at once, in open documents too", async () => {
    const { uri } = await open("orders", "first.yaml");
    await untilRulesAre(uri, FOUND);
    const settings = workspace.getConfiguration("dynamodbEncryption", uri);
    await settings.update(
      "rules",
      { "require-customer-managed-key": "off" },
      ConfigurationTarget.WorkspaceFolder,
    );
    await untilRulesAre(uri, []);
    await settings.update("rules", undefined, ConfigurationTarget.WorkspaceFolder);
    await untilRulesAre(uri, FOUND);
  });

  it("the server can be restarted, and goes on where it was", async () => {
    const document = await openUntitled("yaml");
    const { uri } = document;
    await untilRulesAre(uri, FOUND);
    let seenWithout = false;
    const listener = languages.onDidChangeDiagnostics(() => {
      if (diagnosticsOf(uri).length === 0) seenWithout = true;
    });
    await commands.executeCommand("dynamodbEncryption.restartServer");
    await until(() => assert.ok(seenWithout, "the old server's diagnostics stayed"));
    listener.dispose();
    await untilRulesAre(uri, FOUND);
    await replaceText(document, MANIFEST);
    await untilRulesAre(uri, []);
    await replaceText(document, PLAIN_TABLE);
    await untilRulesAre(uri, FOUND);
  });

  it("the log has a channel of its own", async () => {
    await commands.executeCommand("dynamodbEncryption.showOutput");
    await until(() => {
      const shown = workspace.textDocuments
        .filter(({ uri }) => uri.scheme === "output")
        .map(({ uri }) => uri.path);
      assert.ok(
        shown.some((path) => path.includes("DynamoDB Encryption Lint")),
        `shown: ${shown.join(", ")}`,
      );
    });
  });
});
