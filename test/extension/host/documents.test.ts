import { strict as assert } from "node:assert";
import { DiagnosticSeverity, workspace, WorkspaceEdit } from "vscode";
import {
  closeAll,
  diagnosticsOf,
  open,
  openUntitled,
  placeOf,
  replaceText,
  rulesOf,
  until,
  untilRulesAre,
  uriOf,
} from "./editor.js";
import { MANIFEST, PLAIN_TABLE } from "./workspace.js";

const FOUND = ["require-customer-managed-key"];

describe("diagnostics", () => {
  afterEach(closeAll);

  it("name the rule, link its page and stand at the table's type", async () => {
    const document = await open("orders", "first.yaml");
    const [diagnostic] = await untilRulesAre(document.uri, FOUND);
    assert.ok(diagnostic);
    assert.match(diagnostic.message, /'Orders'/);
    assert.equal(diagnostic.severity, DiagnosticSeverity.Warning);
    assert.equal(document.getText(diagnostic.range), "AWS::DynamoDB::Table");
    assert.deepEqual(diagnostic.range, placeOf(document, "AWS::DynamoDB::Table"));
    assert.ok(typeof diagnostic.code === "object", "the rule isn't linked");
    assert.match(diagnostic.code.target.toString(), /require-customer-managed-key/);
  });

  it("come in JSON", async () => {
    const document = await open("orders", "template.json");
    await untilRulesAre(document.uri, FOUND);
  });

  it("come in *.template files, whatever language the editor takes them for", async () => {
    const document = await open("orders", "orders.template");
    await untilRulesAre(document.uri, FOUND);
  });

  it("come in untitled documents", async () => {
    for (const language of ["yaml", "json"]) {
      const content =
        language === "yaml" ? PLAIN_TABLE : '{"Resources":{"T":{"Type":"AWS::DynamoDB::Table"}}}';
      const document = await openUntitled(language, content);
      await untilRulesAre(document.uri, FOUND);
    }
  });

  it("follow the typing", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    await replaceText(document, MANIFEST);
    await untilRulesAre(document.uri, []);
    await replaceText(document, PLAIN_TABLE);
    await untilRulesAre(document.uri, FOUND);
  });

  it("leave a file alone that is no template", async () => {
    const manifest = await open("orders", "manifest.yaml");
    // What was opened later has been judged: so has the manifest.
    const template = await open("orders", "first.yaml");
    await untilRulesAre(template.uri, FOUND);
    assert.deepEqual(diagnosticsOf(manifest.uri), []);
  });

  it("go with a file that is renamed, and come with its new name", async () => {
    const [before, after] = [uriOf("orders", "renamed.yaml"), uriOf("orders", "new-name.yaml")];
    await open("orders", "renamed.yaml");
    await untilRulesAre(before, FOUND);
    const rename = new WorkspaceEdit();
    rename.renameFile(before, after);
    assert.ok(await workspace.applyEdit(rename));
    await untilRulesAre(before, []);
    await untilRulesAre(after, FOUND);
  });

  it("go with a file that is deleted", async () => {
    const uri = uriOf("orders", "deleted.yaml");
    await open("orders", "deleted.yaml");
    await untilRulesAre(uri, FOUND);
    const deletion = new WorkspaceEdit();
    deletion.deleteFile(uri);
    assert.ok(await workspace.applyEdit(deletion));
    await untilRulesAre(uri, []);
  });

  it("go when the document is closed", async () => {
    const { uri } = await open("orders", "first.yaml");
    await untilRulesAre(uri, FOUND);
    await closeAll();
    await until(() => assert.deepEqual(rulesOf(uri), []));
  });
});
