import assert from "node:assert/strict";
import type { FrameLocator, Page } from "playwright-core";
import { orSkip } from "../vscode/unavailable.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import { WORKSPACE_FILES } from "./templates.js";
import { runCommand, takeScreenshot, until } from "./window.js";

const GROUND = "getComputedStyle(document.body).backgroundColor";

describe("the encryption report", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    // The window's own colour scheme is light: the theme counts.
    const settings = { "workbench.colorTheme": "Default Dark Modern" };
    opened = await orSkip(this, () => openFolder({ files: WORKSPACE_FILES, settings }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "failed-report");
  });

  it("shows the whole workspace, in the colours of the theme", async () => {
    const { page } = opened;
    await runCommand(page, "DynamoDB Encryption: Encryption Report");
    const report = reportIn(page);
    await report.getByRole("heading", { name: "DynamoDB encryption report" }).waitFor();
    assert.equal(await report.locator("#tables tbody tr").count(), 5);
    assert.equal(await report.locator("body").evaluate(GROUND), "rgb(20, 24, 31)");
    await takeScreenshot(page, "report-in-vscode");
  });

  it("sorts its tables there: its script runs, and no other could", async () => {
    const report = reportIn(opened.page);
    await report.locator("#tables").getByRole("button", { name: "A month" }).click();
    assert.equal(await report.locator("#tables th[aria-sort=ascending]").count(), 1);
  });

  it("offers to be saved while it is to be seen", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Save the Encryption Report" }).click();
    const input = page.locator(".quick-input-widget input");
    await input.waitFor();
    await until(async () => assert.match(await input.inputValue(), /\/encryption-report\.html$/));
    await takeScreenshot(page, "report-save");
    await page.keyboard.press("Escape");
  });
});

/** A webview is a page in a page in a page. */
function reportIn(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}
