import assert from "node:assert/strict";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { orSkip } from "../vscode/unavailable.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import { SHOP_READERS_YAML } from "./templates.js";
import { openFile, runCommand, saveAndRead, takeScreenshot, untilCount } from "./window.js";

const STEP = { timeout: 30_000 };

for (const theme of ["Default Light Modern", "Default Dark Modern"]) {
  const look = theme.includes("Dark") ? "dark" : "light";

  describe(`code lenses and the choice of a key, ${look}`, function () {
    this.timeout(120_000);
    this.slow(40_000);
    let opened: Opened;

    before(async function () {
      this.timeout(FIRST_TIME);
      const settings = { "dynamodbEncryption.codeLens.enabled": true, "workbench.colorTheme": theme };
      opened = await orSkip(this, () => openFolder({ files: { "shop.yaml": SHOP_READERS_YAML }, settings }));
    });

    after(async () => await opened?.close());

    afterEach(async function () {
      if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, `failed-key-${look}`);
    });

    it("says above each table and key what there is to know, and shows the places behind it", async () => {
      const { page } = opened;
      const editor = await openFile(page, "shop.yaml");
      await lens(editor, "depends on IsProd: customer managed ShopKey / AWS owned").waitFor(STEP);
      await lens(editor, "1 can decrypt, 1 blocked").waitFor(STEP);
      await lens(editor, "used by 1 table").waitFor(STEP);
      await takeScreenshot(page, `key-${look}-1-lenses`);
      await lens(editor, "1 can decrypt, 1 blocked").click(STEP);
      const peek = page.locator(".zone-widget .reference-zone-widget, .peekview-widget");
      await peek.first().waitFor(STEP);
      await takeScreenshot(page, `key-${look}-2-readers`);
      await page.keyboard.press("Escape");
      await untilCount(peek, 0);
    });

    it("changes the key of one case by mouse and keyboard, and writes it to the disk", async () => {
      const { page, folder } = opened;
      const editor = await openFile(page, "shop.yaml");
      await lens(editor, "Change key…").first().click(STEP);
      await pick(page, "When IsProd is false", `key-${look}-3-cases`);
      await pick(page, "Key 'ShopKey' of this template", `key-${look}-4-keys`);
      await pick(page, "Apply", `key-${look}-5-confirmation`);
      await lens(editor, "customer managed key ShopKey").first().waitFor(STEP);
      await saveAndRead(page, join(folder, "shop.yaml"), (text) => {
        assert.ok(
          text.includes(
            "        - SSEEnabled: true\n          SSEType: KMS\n          KMSMasterKeyId: !GetAtt ShopKey.Arn\n",
          ),
          text,
        );
      });
      await takeScreenshot(page, `key-${look}-6-changed`);
    });

    it("asks which table is meant where the cursor is at none, and goes back from the confirmation", async () => {
      const { page, folder } = opened;
      const editor = await openFile(page, "shop.yaml");
      await editor.locator(".view-lines").click(STEP);
      await page.keyboard.press("Control+End");
      await runCommand(page, "DynamoDB Encryption: Change a Table's Key");
      await pick(page, "Carts", `key-${look}-7-tables`);
      await pick(page, "New customer managed key");
      await row(page, "Apply").waitFor(STEP);
      await page.locator(".quick-input-titlebar .codicon-quick-input-back").click(STEP);
      await pick(page, "AWS owned key");
      await pick(page, "Apply");
      await saveAndRead(page, join(folder, "shop.yaml"), (text) => {
        assert.ok(text.includes("SSESpecification: { SSEEnabled: false }"), text);
      });
    });
  });
}

function lens(editor: Locator, text: string): Locator {
  return editor.locator(".codelens-decoration a, .codelens-decoration span", { hasText: text }).first();
}

function row(page: Page, text: string): Locator {
  return page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
}

/** Types what a row says into the open list, and accepts it. */
async function pick(page: Page, text: string, screenshot?: string): Promise<void> {
  await row(page, text).waitFor(STEP);
  if (screenshot !== undefined) {
    await page.locator(".quick-input-widget").first().evaluate(untilStill);
    await takeScreenshot(page, screenshot);
  }
  await page.locator(".quick-input-widget input").first().fill(text);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: text }).waitFor(STEP);
  await page.keyboard.press("Enter");
}

interface Animated {
  getAnimations(options: object): { readonly finished: Promise<unknown> }[];
}

/** Lists fade in: a picture is taken of what stays. */
function untilStill(element: unknown): Promise<unknown> {
  const running = (element as Animated).getAnimations({ subtree: true });
  return Promise.allSettled(running.map((one) => one.finished));
}
