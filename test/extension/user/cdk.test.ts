import assert from "node:assert/strict";
import { orSkip } from "../vscode/unavailable.js";
import { APP_TEXT, MADE, ROOT, SOURCE_TEXT, synthesised } from "../../support/cdk-app.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import {
  hoverOver,
  openFile,
  openLightBulb,
  problems,
  runCommand,
  squigglesIn,
  takeScreenshot,
  typeAtEnd,
  untilCount,
} from "./window.js";

/** The source first: a synthesis comes after what it was made from. */
const FILES = {
  "lib/shop.ts": SOURCE_TEXT,
  "bin/app.ts": APP_TEXT,
  "cdk.json": '{ "app": "npx tsx bin/app.ts" }\n',
  ...Object.fromEntries(
    Object.entries(synthesised(MADE)).map(([uri, text]) => [uri.slice(ROOT.length + 1), text]),
  ),
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
    const hover = await hoverOver(page, squiggles.nth(1), "3 tables: LoopA, LoopB, LoopC.");
    assert.match(hover, /require-customer-managed-key/);
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

  it("says that findings are from the last synth once the source is edited, and offers a new one", async () => {
    const { page } = opened;
    const editor = await openFile(page, "shop.ts");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 2);
    await typeAtEnd(page, editor, "// more");
    const rows = await problems(page);
    await rows.filter({ hasText: "(from the last synth)" }).first().waitFor();
    const actions = await openLightBulb(page, editor, squiggles.first());
    await actions.filter({ hasText: "Run cdk synth" }).waitFor();
    await takeScreenshot(page, "cdk-4-stale");
  });
});
