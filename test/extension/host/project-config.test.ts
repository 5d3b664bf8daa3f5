import { strict as assert } from "node:assert";
import {
  commands,
  DiagnosticSeverity,
  workspace,
  type CompletionList,
  type TextDocument,
  type Uri,
} from "vscode";
import {
  closeAll,
  diagnosticsOf,
  open,
  placeOf,
  replaceText,
  rulesOf,
  until,
  untilRulesAre,
  uriOf,
} from "./editor.js";
import { SHOP_CONFIG } from "./workspace.js";

const CONFIG = "shop/.dynamodb-encryption-lint.yaml";
const RULE = "require-customer-managed-key";
const NO_REGION = "The setting 'region' can't be 'europe': a Region looks like eu-west-1.";

describe("a project's configuration", () => {
  afterEach(async () => {
    await closeAll();
    await write(uriOf("orders", CONFIG), SHOP_CONFIG);
  });

  it("holds for the templates below it, and a nearer one wins", async () => {
    const outer = await open("orders", "shop/template.yaml");
    const inner = await open("orders", "shop/inner/template.yaml");
    await untilSeverityIs(outer.uri, DiagnosticSeverity.Information);
    await untilSeverityIs(inner.uri, DiagnosticSeverity.Error);
  });

  it("takes effect when it is saved, and not before", async () => {
    const template = await open("orders", "shop/template.yaml");
    await untilSeverityIs(template.uri, DiagnosticSeverity.Information);
    const config = await open("orders", CONFIG);
    await replaceText(config, `rules: { ${RULE}: wrong }\n`);
    await until(() => assert.deepEqual(rulesOf(config.uri), ["configuration"]));
    await replaceText(config, `rules: { ${RULE}: error }\n`);
    await untilRulesAre(config.uri, []);
    assert.equal(diagnosticsOf(template.uri)[0]?.severity, DiagnosticSeverity.Information);
    assert.ok(await config.save());
    await untilSeverityIs(template.uri, DiagnosticSeverity.Error);
  });

  it("takes effect when another program writes it, or takes it away", async () => {
    const template = await open("orders", "shop/template.yaml");
    await untilSeverityIs(template.uri, DiagnosticSeverity.Information);
    await write(uriOf("orders", CONFIG), `rules: { ${RULE}: off }\n`);
    await untilRulesAre(template.uri, []);
    await workspace.fs.delete(uriOf("orders", CONFIG));
    await untilSeverityIs(template.uri, DiagnosticSeverity.Warning);
  });

  it("underlines a wrong value, and nothing else, with what is wrong", async () => {
    const config = await open("orders", CONFIG);
    // VS Code may be reading what was written to the file before.
    await until(() => replaceText(config, `${SHOP_CONFIG}region: europe\n`));
    await until(() => assert.deepEqual(shownIn(config), [["europe", NO_REGION]]));
    assert.deepEqual(severitiesOf(config.uri), [DiagnosticSeverity.Warning]);
  });

  it("leaves files out: nothing is said of them", async () => {
    const ignored = await open("orders", "shop/legacy/template.yaml");
    const judged = await open("orders", "shop/template.yaml");
    // Before, VS Code may still be telling what became of the file in the test before.
    await untilSeverityIs(judged.uri, DiagnosticSeverity.Information);
    await untilRulesAre(ignored.uri, []);
    await write(uriOf("orders", CONFIG), "");
    await untilRulesAre(ignored.uri, [RULE]);
  });
});

describe("a project's configuration in JSON", () => {
  const JSON_FILE = "json/.dynamodb-encryption-lint.json";
  const PACKAGE = "json/package.json";

  afterEach(async () => {
    await closeAll();
    await workspace.fs.delete(uriOf("orders", "json"), { recursive: true });
  });

  it("completes settings, rules and severities", async () => {
    const uri = uriOf("orders", JSON_FILE);
    await write(uri, `{ "rules": { "require-key-rotation":  }, \n }`);
    const config = await open("orders", JSON_FILE);
    await untilOffered(config, "}, ", ['"frameworks"', '"ignore"', '"overrides"']);
    await untilOffered(config, '"rules": { ', ['"require-deletion-window"', '"valid-table-key"']);
    await untilOffered(config, '"require-key-rotation": ', ['"error"', '"off"']);
  });

  it("completes them below the key of a package.json", async () => {
    const uri = uriOf("orders", PACKAGE);
    await write(uri, `{ "dynamodb-encryption-lint": {  } , \n }`);
    const manifest = await open("orders", PACKAGE);
    await untilOffered(manifest, '"dynamodb-encryption-lint": { ', ['"region"', '"rules"']);
    await replaceText(manifest, `{  }`);
    await untilOffered(manifest, "{ ", ['"dynamodb-encryption-lint"']);
  });

  it("may have comments, and is told what is wrong at its place", async () => {
    const uri = uriOf("orders", JSON_FILE);
    await write(uri, `// where we are\n{ "region": "europe" }\n`);
    const config = await open("orders", JSON_FILE);
    assert.equal(config.languageId, "jsonc");
    await until(() => assert.deepEqual(shownIn(config), [['"europe"', NO_REGION]]));
  });
});

function write(uri: Uri, text: string): Thenable<void> {
  return workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function untilSeverityIs(uri: Uri, severity: DiagnosticSeverity): Promise<void> {
  await until(() => assert.deepEqual(severitiesOf(uri), [severity]));
}

function severitiesOf(uri: Uri): readonly DiagnosticSeverity[] {
  return diagnosticsOf(uri).map((diagnostic) => diagnostic.severity);
}

/** What is underlined, each with what is said of it. */
function shownIn(document: TextDocument): readonly (readonly string[])[] {
  return diagnosticsOf(document.uri).map(({ range, message }) => [document.getText(range), message]);
}

/** Waits until these are among what is offered behind a text: VS Code reads the schema when it is needed. */
async function untilOffered(document: TextDocument, text: string, labels: readonly string[]): Promise<void> {
  await until(async () => {
    const { items } = await commands.executeCommand<CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      placeOf(document, text).end,
    );
    const offered = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.deepEqual(
      labels.filter((label) => !offered.includes(label) && !offered.includes(label.slice(1, -1))),
      [],
      `offered: ${offered.join(" ")}`,
    );
  });
}
