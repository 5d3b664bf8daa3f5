import { strict as assert } from "node:assert";
import type { CodeLens, Uri } from "vscode";
import { commands, ConfigurationTarget, workspace } from "vscode";
import { closeAll, openUntitled, until, untilRulesAre } from "./editor.js";
import { PLAIN_TABLE } from "./workspace.js";

const FOUND = ["require-customer-managed-key"];

describe("code lenses and the change of a key", () => {
  const setLenses = (on: boolean | undefined) =>
    workspace
      .getConfiguration("dynamodbEncryption")
      .update("codeLens.enabled", on, ConfigurationTarget.Workspace);

  afterEach(async () => {
    await setLenses(undefined);
    await closeAll();
  });

  it("lenses are shown when the setting is switched on, and go with it", async () => {
    const { uri } = await openUntitled("yaml");
    await untilRulesAre(uri, FOUND);
    assert.deepEqual(await titlesOf(uri), []);
    await setLenses(true);
    await until(async () => assert.deepEqual(await titlesOf(uri), ["AWS owned key", "Change key…"]));
    await setLenses(false);
    await until(async () => assert.deepEqual(await titlesOf(uri), []));
  });

  it("a choice is written as one edit, which one undo takes back", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    await commands.executeCommand("dynamodbEncryption.changeKey", { resource: "Orders", choice: "new-key" });
    await untilRulesAre(document.uri, []);
    assert.match(
      document.getText(),
      /KMSMasterKeyId: !GetAtt TableKey\.Arn\n {2}TableKey:\n {4}Type: AWS::KMS::Key\n/,
    );
    await commands.executeCommand("undo");
    assert.equal(document.getText(), PLAIN_TABLE);
  });

  it("a choice that isn't there changes nothing", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    await commands.executeCommand("dynamodbEncryption.changeKey", { resource: "Orders", choice: "key-Gone" });
    assert.equal(document.getText(), PLAIN_TABLE);
  });

  it("without a choice somebody is asked, and may turn away", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    let asked = true;
    const answer = commands.executeCommand("dynamodbEncryption.changeKey").then(() => (asked = false));
    await until(async () => {
      await commands.executeCommand("workbench.action.closeQuickOpen");
      assert.equal(asked, false);
    });
    await answer;
    assert.equal(document.getText(), PLAIN_TABLE);
  });
});

async function titlesOf(uri: Uri): Promise<readonly (string | undefined)[]> {
  const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
  return lenses.map(({ command }) => command?.title);
}
