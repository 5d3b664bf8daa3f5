import assert from "node:assert/strict";
import { ExecuteCommandRequest, type CodeAction } from "vscode-languageserver/node";
import { makeSourceEditor } from "../../server/src/source-editor.js";
import {
  constructTree,
  MADE,
  MANIFEST,
  OUT,
  SOURCE,
  SOURCE_TEXT,
  synthesised,
  type Made,
} from "../support/cdk-app.js";
import { CdkWorkspace, messageOf, REGISTERING, underlined } from "./cdk-app.js";
import { disconnectAll } from "./connected-client.js";

const RULE = "require-customer-managed-key";
const FIX_ALL = `Fix all '${RULE}' findings in this file`;
const SYNTH = "Run cdk synth to bring these findings up to date";
const KEY = "encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED";
const ACKNOWLEDGE = `Acknowledge ${RULE} for 'Orders' in the app, with a reason (changes nothing that is deployed)`;

/** VS Code, as far as these tests need it. */
const CAPABILITIES = {
  ...REGISTERING,
  textDocument: {
    ...REGISTERING.textDocument,
    codeAction: { ...REGISTERING.textDocument.codeAction, disabledSupport: true },
  },
  workspace: {
    ...REGISTERING.workspace,
    workspaceEdit: { documentChanges: true, snippetEditSupport: true },
  },
};

interface Given extends NonNullable<Parameters<typeof CdkWorkspace.open>[1]> {
  readonly made?: readonly Made[];
  readonly text?: string;
  /** When the app was synthesised, and the source changed last. */
  readonly times?: readonly [synthesised: number, changed: number];
}

async function opened({
  made = MADE,
  text = SOURCE_TEXT,
  times,
  ...options
}: Given = {}): Promise<CdkWorkspace> {
  const files = { ...synthesised(made), [`${OUT}/tree.json`]: constructTree(made), [SOURCE]: text };
  const given = { capabilities: CAPABILITIES, sourceEditor: makeSourceEditor(), ...options };
  const app = await CdkWorkspace.open(files, given);
  if (times !== undefined) {
    app.workspace.times.set(MANIFEST, times[0]).set(SOURCE, times[1]);
  }
  await app.until(SOURCE, (shown) => shown.length > 0);
  await app.client.open(SOURCE, text, "typescript");
  return app;
}

function titlesOf(actions: readonly CodeAction[]): readonly string[] {
  return actions.map(({ title, disabled }) =>
    disabled === undefined ? title : `(${title}) ${disabled.reason}`,
  );
}

function actionNamed(actions: readonly CodeAction[], title: string): CodeAction {
  return actions.find((one) => one.title.startsWith(title)) ?? assert.fail(titlesOf(actions).join("\n"));
}

describe("a fix in the source of a CDK app", () => {
  afterEach(disconnectAll);

  it("is offered for the construct, with what it costs, and writes it", async () => {
    const app = await opened();
    const actions = await app.actions('new dynamodb.Table(this, "Orders"');
    assert.deepEqual(titlesOf(actions), [
      "Encrypt 'Orders' with a new customer managed key (about $1.23 a month more; IAM policies written by hand need kms:Decrypt)",
      FIX_ALL,
      ACKNOWLEDGE,
    ]);
    const [fix] = actions;
    assert.ok(fix?.isPreferred);
    await app.client.run(fix);
    assert.equal(
      app.client.text(SOURCE),
      SOURCE_TEXT.replace('"Orders", { partitionKey: pk }', `"Orders", { partitionKey: pk, ${KEY} }`),
    );
  });

  it("has a price for each stack that the construct is in", async () => {
    const made = ["Shop", "Depot"].map((stack) => ({ id: "Orders", at: "lib/shop.ts:7:5", stack }));
    const app = await opened({ made });
    const [fix] = await app.actions("new dynamodb.Table");
    assert.match(
      fix?.title ?? "",
      /^Encrypt 'Orders' in 2 stacks with .* key each \(about \$2\.50 a month more;/,
    );
  });

  it("isn't offered again once it is written, which only a new synthesis brings up to date", async () => {
    const app = await opened({ initializationOptions: { cdkSynth: true } });
    const at = 'new dynamodb.Table(this, "Orders"';
    await app.client.run(actionNamed(await app.actions(at), "Encrypt"));
    assert.deepEqual(titlesOf(await app.actions(at)), [
      SYNTH,
      ACKNOWLEDGE,
      `(Fix '${RULE}' here) No fix is offered in the source: the source says so already: the template is older, or something changes it later on.`,
    ]);
  });

  it("is offered for all of a rule in the file at once", async () => {
    for (const resolves of [true, false]) {
      const codeAction = { ...CAPABILITIES.textDocument.codeAction, dataSupport: resolves };
      const capabilities = { ...CAPABILITIES, textDocument: { ...CAPABILITIES.textDocument, codeAction } };
      const app = await opened({ capabilities });
      const all = actionNamed(await app.actions("new dynamodb.Table"), FIX_ALL);
      assert.equal(all.edit === undefined, resolves);
      await app.client.run(all);
      assert.equal(
        app.client.text(SOURCE),
        SOURCE_TEXT.replaceAll("{ partitionKey: pk }", `{ partitionKey: pk, ${KEY} }`),
      );
    }
  });

  it("is never made unasked, as each changes what is deployed", async () => {
    const app = await opened();
    for (const only of [["source.fixAll"], ["source.fixAll.dynamodbEncryption"], ["source"]]) {
      assert.deepEqual(await app.client.actions(SOURCE, "new dynamodb.Table", { only }), []);
    }
  });

  it("leads to what has to be filled in, as far as the client knows how", async () => {
    for (const snippetEditSupport of [true, false]) {
      const workspace = {
        ...CAPABILITIES.workspace,
        workspaceEdit: { documentChanges: true, snippetEditSupport },
      };
      const app = await opened({ capabilities: { ...CAPABILITIES, workspace } });
      const { edit } = actionNamed(await app.actions('new dynamodb.Table(this, "Orders"'), "Acknowledge");
      const [change] = edit?.documentChanges ?? [];
      assert.ok(change !== undefined && "edits" in change);
      const written = change.edits
        .map((one) => ("snippet" in one ? one.snippet.value : one.newText))
        .join("");
      const reason = "<why this is accepted>";
      assert.ok(written.includes(`reason: "${snippetEditSupport ? `\${1:${reason}}` : reason}"`), written);
      // What a snippet is put behind would be its indentation once more.
      const starts = change.edits.map(({ range }) => range.start.character);
      if (snippetEditSupport) assert.deepEqual(new Set(starts), new Set([0]));
    }
  });

  it("acknowledges the finding with the reason that was asked for, as a literal", async () => {
    const app = await opened({ initializationOptions: { suppressCommand: true } });
    const { command } = actionNamed(await app.actions('new dynamodb.Table(this, "Orders"'), "Acknowledge");
    assert.equal(command?.command, "dynamodbEncryption.suppress");
    const [target] = command.arguments as [{ options: readonly { takesReason: boolean }[] }];
    assert.deepEqual(
      target.options.map(({ takesReason }) => takesReason),
      [true],
    );
    const reason = ' holds "public"\n data, C:\\ ';
    const given = { ...target, syntax: "cdk", reason, until: null };
    await app.client.wire.sendRequest(ExecuteCommandRequest.type, {
      command: "dynamodbEncryption.applySuppression",
      arguments: [given],
    });
    const lines = app.client.text(SOURCE).split("\n");
    const written = lines.find((line) => line.includes("acknowledge"));
    assert.equal(
      written?.trim(),
      `Validations.of(orders).acknowledge({ id: "dynamodb-encryption-lint::${RULE}", reason: "holds \\"public\\" data, C:\\\\" });`,
    );
    assert.deepEqual(app.client.shown, []);
    await app.client.wire.sendRequest(ExecuteCommandRequest.type, {
      command: "dynamodbEncryption.applySuppression",
      arguments: [given],
    });
    assert.match(app.client.shown.join(" "), /The text has changed since: nothing was suppressed/);
    assert.deepEqual(app.client.text(SOURCE).split("\n"), lines);
  });

  it("is withheld where the file is newer than the synthesis, unless the id tells the construct", async () => {
    const text = SOURCE_TEXT.replace('"Orders"', "name");
    for (const [times, isOffered] of [
      [[2000, 1000], true],
      [[1000, 2000], false],
    ] as const) {
      const app = await opened({ text, times });
      const actions = await app.actions("new dynamodb.Table(this, name");
      assert.equal(
        actions.some(({ title }) => title.startsWith("Encrypt")),
        isOffered,
      );
      const [refused] = actions.filter(({ disabled }) => disabled !== undefined);
      if (!isOffered) assert.match(refused?.disabled?.reason ?? "", /may have changed since the last synth/);
    }
    const app = await opened({ times: [1000, 2000] });
    assert.match((await app.actions("new dynamodb.Table"))[0]?.title ?? "", /^Encrypt 'Orders'/);
  });

  it("is none where the construct isn't there any more, and says why in the hover, too", async () => {
    const app = await opened();
    const start = app.client.document(SOURCE).positionAt(SOURCE_TEXT.indexOf("Orders"));
    const end = { line: start.line, character: start.character + "Orders".length };
    await app.client.change(SOURCE, { range: { start, end }, text: "Items" });
    const why =
      "No fix is offered in the source: the source has changed since the last synth; run `cdk synth` again.";
    const actions = await app.actions("new dynamodb.Table(this,");
    assert.deepEqual(titlesOf(actions), [`(Fix '${RULE}' here) ${why}`]);
    assert.ok((await app.client.hover(SOURCE, "new dynamodb.Table(this,"))?.includes(why));
  });
});

describe("a construct in the source of a CDK app", () => {
  afterEach(disconnectAll);

  it("has the hover of its table, with the template that it is in", async () => {
    const app = await opened();
    const hover = await app.client.hover(SOURCE, "new dynamodb.Table(this, `Loop");
    assert.match(hover ?? "", /^\*\*LoopA0C5AB4F2\*\* is encrypted with an \*\*AWS owned key\*\*\./);
    const where = "From `Shop.template.json` (stack Shop), where it is called `LoopA0C5AB4F2`.";
    const others = "Made here as well: LoopB (stack Shop), LoopC (stack Shop).";
    assert.ok(hover?.endsWith(`${where} ${others}`), hover ?? "");
    assert.equal(await app.client.hover(SOURCE, "import"), null);
  });

  it("has that, and no fixes, where nothing reads sources, as in a browser", async () => {
    const files = { ...synthesised(), [`${OUT}/tree.json`]: constructTree(MADE) };
    const app = await CdkWorkspace.open(files, { capabilities: CAPABILITIES });
    await app.until(SOURCE, (shown) => shown.length === 2);
    await app.client.open(SOURCE, SOURCE_TEXT, "typescript");
    assert.deepEqual(await app.actions("new dynamodb.Table"), []);
    assert.match((await app.client.hover(SOURCE, "new dynamodb.Table")) ?? "", /AWS owned key/);
    assert.deepEqual(
      app.client.logged.filter((line) => line.includes("failed")),
      [],
    );
  });

  it("is underlined at the property that a finding is about, once a parser has found it", async () => {
    const text = SOURCE_TEXT.replace("partitionKey: pk }", "encryption: dynamodb.TableEncryption.DEFAULT }");
    const app = await opened({ text });
    const shown = await app.until(SOURCE, ([first]) => (first?.range.start.character ?? 0) > 5);
    assert.match(
      underlined(text, shown)[0] ?? "",
      /^7: encryption: dynamodb\.TableEncryption\.DEFAULT: Table/,
    );
    for (const at of ["encryption: dynamodb", "new dynamodb.Table"]) {
      assert.match((await app.actions(at))[0]?.title ?? "", /^Encrypt 'Orders'/);
    }
    // Typed before it, the property is underlined where it is now; typed into it, the construct is again.
    const line = { line: 6, character: 0 };
    await app.client.change(SOURCE, { range: { start: line, end: line }, text: "/* a */ " });
    const moved = await app.until(
      SOURCE,
      ([first]) => first !== undefined && messageOf(first).endsWith("(from the last synth)"),
    );
    assert.match(underlined(app.client.text(SOURCE), moved)[0] ?? "", /^7: encryption: dynamodb\./);
  });
});
