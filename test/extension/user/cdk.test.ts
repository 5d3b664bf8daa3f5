import assert from "node:assert/strict";
import { chmodSync, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { orSkip } from "../vscode/unavailable.js";
import {
  APP_TEXT,
  constructTree,
  MADE,
  OUT,
  SOURCE_TEXT,
  synthesised,
  type Made,
} from "../../support/cdk-app.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import {
  answer,
  choose,
  hoverOver,
  openFile,
  openLightBulb,
  problems,
  runCommand,
  saveAndRead,
  squigglesIn,
  takeScreenshot,
  typeAtEnd,
  until,
  untilCount,
} from "./window.js";

const KEY = "encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED";

const GLOBAL_TEXT = `import { Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";

export class Global extends Stack {
  constructor(scope, id) {
    super(scope, id);
    new dynamodb.TableV2(this, "Items", {
      partitionKey: pk,
      replicas: [{ region: "us-east-1" }, { region: "us-west-2" }],
    });
  }
}
`;

const GLOBAL_MENDED = `import { Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as kms from "aws-cdk-lib/aws-kms";

export class Global extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const itemsKey = new kms.Key(this, "ItemsKey", { enableKeyRotation: true });
    new dynamodb.TableV2(this, "Items", {
      partitionKey: pk,
      replicas: [{ region: "us-east-1" }, { region: "us-west-2" }],
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(itemsKey, { "us-east-1": "first", "us-west-2": "second" }),
    });
  }
}
`;

const ITEMS: Made = {
  id: "Items",
  at: "lib/global.ts:7:5",
  stack: "Global",
  type: "AWS::DynamoDB::GlobalTable",
  properties: {
    Replicas: ["us-east-1", "us-west-2", "eu-west-1"].map((Region) => ({ Region })),
  },
};

/** What a synthesis writes, by path: into `cdk.out`, or into another folder. */
function outputOf(made: readonly Made[], folder = "cdk.out"): Record<string, string> {
  const files = Object.entries({ ...synthesised(made), [`${OUT}/tree.json`]: constructTree(made) });
  return Object.fromEntries(files.map(([uri, text]) => [`${folder}${uri.slice(OUT.length)}`, text]));
}

/** Stands for the app's own CDK: notes how it was called, and writes what there is after the fix. */
const CDK = `#!/usr/bin/env node
const fs = require("node:fs");
fs.writeFileSync("called.txt", process.argv.slice(2).join(" "));
fs.cpSync("node_modules/after", "cdk.out", { recursive: true });
`;

/** The source first: a synthesis comes after what it was made from. */
const FILES = {
  "shop/lib/shop.ts": SOURCE_TEXT,
  "shop/lib/global.ts": GLOBAL_TEXT,
  "shop/bin/app.ts": APP_TEXT,
  "shop/cdk.json": '{ "app": "npx tsx bin/app.ts" }\n',
  "cdk.json": "{}",
  "shop/node_modules/.bin/cdk": CDK,
  ...outputOf([...MADE, ITEMS], "shop/cdk.out"),
  ...outputOf([...MADE.filter(({ id }) => id !== "Orders"), ITEMS], "shop/node_modules/after"),
};

/** The app's packages aren't installed, which TypeScript would say, too. */
const SETTINGS = { "typescript.validate.enable": false, "dynamodbEncryption.codeLens.enabled": true };

describe("a CDK app, in VS Code", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    opened = await orSkip(this, () => openFolder({ files: FILES, settings: SETTINGS }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "cdk-failed");
  });

  it("has its findings in the Problems view before any file is open", async () => {
    const rows = await problems(opened.page);
    await rows.filter({ hasText: "Table 'Orders' has no SSESpecification" }).waitFor();
    await takeScreenshot(opened.page, "cdk-1-problems");
  });

  it("has them underlined on the constructs, once for each line, with a line above that says the key", async () => {
    const { page } = opened;
    const editor = await openFile(page, "shop.ts");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 2);
    await editor.locator(".codelens-decoration", { hasText: "3 tables: AWS owned key" }).waitFor();
    const hover = await hoverOver(page, squiggles.nth(1), "From Shop.template.json (stack Shop)");
    assert.match(hover, /require-customer-managed-key/);
    assert.match(hover, /LoopA0C5AB4F2 is encrypted with an AWS owned key/);
    assert.match(hover, /3 tables: LoopA, LoopB, LoopC\./);
    await takeScreenshot(page, "cdk-2-source");
  });

  it("leads to the resource in its template, and back", async () => {
    const { page } = opened;
    const editor = await openFile(page, "shop.ts");
    await editor.locator(".codelens-decoration a", { hasText: "Reveal in template" }).first().click();
    await page.locator('.editor-instance .monaco-editor[data-uri$="/Shop.template.json"]').waitFor();
    await takeScreenshot(page, "cdk-3-template");
    await runCommand(page, "Reveal in Source");
    await page.locator('.editor-instance .monaco-editor[data-uri$="/shop.ts"]').waitFor();
  });

  it("mends a construct from the light bulb, as the file on the disk shows", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "shop.ts");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 2);
    const actions = await openLightBulb(page, editor, squiggles.first());
    await actions.filter({ hasText: "Fix all 'require-customer-managed-key'" }).waitFor();
    await takeScreenshot(page, "cdk-4-fixes");
    await choose(page, actions, "Encrypt 'Orders' with a new customer managed key (about $1.23 a month more");
    await saveAndRead(page, join(folder, "shop/lib/shop.ts"), (text) => {
      const mended = `"Orders", { partitionKey: pk, ${KEY} }`;
      assert.equal(text, SOURCE_TEXT.replace('"Orders", { partitionKey: pk }', mended));
    });
  });

  it("says then that findings are from the last synth, and runs a new one where one sees it", async () => {
    const { page, folder } = opened;
    chmodSync(join(folder, "shop/node_modules/.bin/cdk"), 0o755);
    const editor = await openFile(page, "shop.ts");
    const squiggles = squigglesIn(editor);
    const rows = await problems(page);
    await rows.filter({ hasText: "(from the last synth)" }).first().waitFor();
    const actions = await openLightBulb(page, editor, squiggles.first());
    await actions.filter({ hasText: "Run cdk synth" }).waitFor();
    await takeScreenshot(page, "cdk-5-stale");
    await choose(page, actions, "Run cdk synth");
    await page.locator(".terminal-wrapper").first().waitFor();
    // In the app's folder, which isn't that of the workspace.
    const called = await until(() => readFile(join(folder, "shop/called.txt"), "utf8"));
    assert.equal(called, "synth -q --no-lookups --no-notices");
    await untilCount(squiggles, 1);
    await takeScreenshot(page, "cdk-6-synthesised");
  });

  it("asks why a finding is acknowledged, and writes that", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "shop.ts");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 1);
    const question = page.locator('.quick-input-widget input[placeholder*="holds public data"]');
    // The lines above constructs, which come late after a synthesis, dismiss an open menu.
    await until(async () => {
      const actions = await openLightBulb(page, editor, squiggles.first());
      await choose(page, actions, "Acknowledge require-customer-managed-key");
      await question.waitFor({ timeout: 5000 });
    });
    await answer(page, "holds public data", "holds feature flags");
    await editor.locator(".view-line", { hasText: "acknowledge(" }).waitFor();
    await saveAndRead(page, join(folder, "shop/lib/shop.ts"), (text) => {
      const id = "dynamodb-encryption-lint::require-customer-managed-key";
      assert.ok(text.includes(`.acknowledge({ id: "${id}", reason: "holds feature flags" });`), text);
    });
    await takeScreenshot(page, "cdk-7-acknowledged");
  });

  it("leads to what has to be filled in, one after the other", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "global.ts");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 1);
    await choose(page, await openLightBulb(page, editor, squiggles.first()), "Encrypt 'Items'");
    await editor.locator(".view-line", { hasText: "<ARN of the key in us-east-1>" }).waitFor();
    await takeScreenshot(page, "cdk-8-blanks");
    await page.keyboard.type("first");
    await page.keyboard.press("Tab");
    await page.keyboard.type("second");
    await page.keyboard.press("Escape");
    await saveAndRead(page, join(folder, "shop/lib/global.ts"), (text) => {
      assert.equal(text, GLOBAL_MENDED);
    });
  });
});

describe("a CDK app in a workspace that isn't trusted", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    opened = await orSkip(this, () => openFolder({ files: FILES, settings: SETTINGS, isTrusted: false }));
    chmodSync(join(opened.folder, "shop/node_modules/.bin/cdk"), 0o755);
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "cdk-untrusted-failed");
  });

  it("isn't run, and VS Code says why", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "shop.ts");
    // Until the lines above the constructs are there, the text moves away from a click.
    await editor.locator(".codelens-decoration", { hasText: "3 tables" }).waitFor();
    await untilCount(squigglesIn(editor), 2);
    await typeAtEnd(page, editor, "// more");
    await choose(page, await openLightBulb(page, editor, squigglesIn(editor).first()), "Run cdk synth");
    const warning = page.locator(".notification-list-item", { hasText: "which isn't trusted" });
    await warning.waitFor();
    await takeScreenshot(page, "cdk-9-untrusted");
    assert.equal(await page.locator(".terminal-wrapper").count(), 0);
    assert.equal(existsSync(join(folder, "shop/called.txt")), false);
  });
});
