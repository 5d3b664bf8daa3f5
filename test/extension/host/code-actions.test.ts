import { strict as assert } from "node:assert";
import type { CodeAction, Hover, MarkdownString, TextDocument } from "vscode";
import { CodeActionKind, commands, workspace } from "vscode";
import { closeAll, openUntitled, placeOf, quickFixes, until, untilRulesAre } from "./editor.js";
import { PLAIN_TABLE } from "./workspace.js";

const FOUND = ["require-customer-managed-key"];
const IDLE = "  # dynamodb-encryption-ignore valid-table-key -- nothing to report\n";
const IDLE_SUPPRESSION = `Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
${IDLE}  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt Key.Arn }
`;

describe("hovers and code actions", () => {
  afterEach(closeAll);

  it("a hover says which key encrypts the table", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    const { start } = placeOf(document, "AWS::DynamoDB::Table");
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, start);
    const text = hovers.flatMap(({ contents }) => contents.map(textOf)).join("\n");
    assert.match(text, /AWS owned key/);
  });

  it("a quick fix encrypts the table with a new key, and touches nothing else", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    const fixes = await quickFixes(document);
    const fix = fixes.find(({ title }) =>
      title.startsWith("Encrypt 'Orders' with a new customer managed key"),
    );
    assert.ok(fix?.edit, `no such fix among ${fixes.map(({ title }) => title).join("; ")}`);
    assert.ok(await workspace.applyEdit(fix.edit));
    await untilRulesAre(document.uri, []);
    const text = document.getText();
    assert.match(text, /Type: AWS::KMS::Key/);
    assert.match(text, /KMSMasterKeyId: /);
    const [head, tail] = PLAIN_TABLE.split("  Queue:");
    assert.ok(text.startsWith(`${head}      SSESpecification:\n`), text);
    assert.ok(text.includes(`\n  Queue:${tail}`), text);
  });

  it("a source action applies the safe fixes of the whole file", async () => {
    const document = await openUntitled("yaml", IDLE_SUPPRESSION);
    await untilRulesAre(document.uri, ["no-unused-suppression"]);
    const actions = await commands.executeCommand<CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      placeOf(document, "Resources"),
      CodeActionKind.SourceFixAll.append("dynamodbEncryption").value,
      10,
    );
    assert.equal(actions.length, 1);
    assert.ok(actions[0]?.edit);
    assert.ok(await workspace.applyEdit(actions[0].edit));
    await untilRulesAre(document.uri, []);
    assert.equal(document.getText(), IDLE_SUPPRESSION.replace(IDLE, ""));
  });

  it("a suppression is written with its reason, and sets the finding aside", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    const target = await offeredSuppression(document);
    const suppression = { ...target, reason: "holds feature flags", until: null };
    await commands.executeCommand("dynamodbEncryption.applySuppression", suppression);
    await untilRulesAre(document.uri, []);
    const comment = "# dynamodb-encryption-ignore require-customer-managed-key -- holds feature flags";
    assert.equal(document.getText(), PLAIN_TABLE.replace("  Orders:", `  ${comment}\n  Orders:`));
  });

  it("a suppression asks for a reason, and writes nothing where it gets none", async () => {
    const document = await openUntitled("yaml");
    await untilRulesAre(document.uri, FOUND);
    const target = await offeredSuppression(document);
    let asked = true;
    const answer = commands.executeCommand("dynamodbEncryption.suppress", target).then(() => (asked = false));
    await until(async () => {
      await commands.executeCommand("workbench.action.closeQuickOpen");
      assert.equal(asked, false);
    });
    await answer;
    assert.equal(document.getText(), PLAIN_TABLE);
  });
});

/** The editor drops a request for fixes where something else comes in between: a person asks again. */
async function offeredSuppression(document: TextDocument): Promise<object> {
  let target: object = {};
  await until(async () => {
    target = suppressionOf(await quickFixes(document));
  });
  return target;
}

function suppressionOf(fixes: readonly CodeAction[]): object {
  const title = "Suppress 'require-customer-managed-key' here";
  const fix = fixes.find((one) => one.title.startsWith(title));
  assert.ok(fix, `no suppression among ${fixes.map((one) => one.title).join("; ")}`);
  assert.equal(fix.command?.command, "dynamodbEncryption.suppress");
  const target: unknown = fix.command.arguments?.[0];
  assert.ok(typeof target === "object" && target !== null);
  return target;
}

function textOf(content: MarkdownString | { value: string } | string): string {
  return typeof content === "string" ? content : content.value;
}
