import { strict as assert } from "node:assert";
import { commands, ConfigurationTarget, Range, workspace, type InlayHint, type TextDocument } from "vscode";
import { closeAll, open, until } from "./editor.js";

describe("inlay hints", () => {
  afterEach(closeAll);

  it("say what a table's key costs, until the setting switches them off", async () => {
    const document = await open("orders", "first.yaml");
    await until(async () => assert.deepEqual(await labels(document), ["AWS owned key · $0"]));
    const settings = workspace.getConfiguration("dynamodbEncryption", document.uri);
    await settings.update("cost.show", false, ConfigurationTarget.WorkspaceFolder);
    await until(async () => assert.deepEqual(await labels(document), []));
    await settings.update("cost.show", undefined, ConfigurationTarget.WorkspaceFolder);
    await until(async () => assert.deepEqual(await labels(document), ["AWS owned key · $0"]));
  });
});

async function labels(document: TextDocument): Promise<readonly string[]> {
  const hints = await commands.executeCommand<InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    new Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) =>
    typeof label === "string" ? label : label.map(({ value }) => value).join(""),
  );
}
