import { strict as assert } from "node:assert";
import { commands, workspace } from "vscode";
import { closeAll, open, rulesOf, until, untilRulesAre, uriOf } from "./editor.js";

const FOUND = ["require-customer-managed-key"];

describe("linting the workspace", () => {
  beforeEach(closeAll);
  afterEach(closeAll);

  // VS Code holds on to documents that a test has opened for a while: these files are new to it.
  it("lists the findings of files that aren't open, in every folder", async () => {
    const written = [uriOf("orders", "unopened.yaml"), uriOf("strict", "unopened.yaml")];
    const text = await workspace.fs.readFile(uriOf("strict", "template.yaml"));
    for (const uri of written) await workspace.fs.writeFile(uri, text);
    try {
      await commands.executeCommand("dynamodbEncryption.lintWorkspace");
      for (const uri of written) await untilRulesAre(uri, FOUND);
      assert.deepEqual(rulesOf(uriOf("orders", "manifest.yaml")), []);
    } finally {
      for (const uri of written) await workspace.fs.delete(uri);
    }
  });

  it("shows a finding once when its file is opened afterwards", async () => {
    await commands.executeCommand("dynamodbEncryption.lintWorkspace");
    const { uri } = await open("orders", "template.json");
    await untilRulesAre(uri, FOUND);
  });

  it("follows a file that is written by another program, and one that is deleted", async () => {
    const uri = uriOf("orders", "written.yaml");
    const text = await workspace.fs.readFile(uriOf("strict", "template.yaml"));
    await workspace.fs.writeFile(uri, text);
    try {
      await commands.executeCommand("dynamodbEncryption.lintWorkspace");
      await untilRulesAre(uri, FOUND);
      await workspace.fs.writeFile(uri, new TextEncoder().encode("nothing: here\n"));
      await untilRulesAre(uri, []);
      await workspace.fs.writeFile(uri, text);
      await commands.executeCommand("dynamodbEncryption.lintWorkspace");
      await untilRulesAre(uri, FOUND);
    } finally {
      await workspace.fs.delete(uri);
    }
    await until(() => assert.deepEqual(rulesOf(uri), []));
  });
});
