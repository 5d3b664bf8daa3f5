import assert from "node:assert/strict";
import { orSkip } from "../vscode/unavailable.js";
import { button, namesOf, openView, rowOf, toggle, untilSaid } from "./inventory-view.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import { WORKSPACE_FILES } from "./templates.js";
import { answer, editorOf, openFile, takeScreenshot, typeAtEnd, until, untilCount } from "./window.js";

describe("the view of tables and keys", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    const settings = { "workbench.colorTheme": "Default Dark Modern" };
    opened = await orSkip(this, () => openFolder({ files: WORKSPACE_FILES, settings }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "failed-inventory");
  });

  it("tells how many tables there are, under which keys, and what they cost", async () => {
    const { page } = opened;
    const rows = await openView(page);
    await untilSaid(page, /^5 tables · 3 without a customer managed key · about \$3\.63 a month$/);
    await until(async () =>
      assert.deepEqual(await namesOf(rows), [
        "Customer managed keys",
        "OrdersKey",
        "ReadKey",
        "ShopKey",
        "AWS managed key",
        "Carts",
        "AWS owned key",
        "Sessions",
        "Orders",
        "Refused when deployed",
        "Orders",
      ]),
    );
    await takeScreenshot(page, "inventory-1");
  });

  it("opens up to a key's tables and to who may read them, and explains", async () => {
    const { page } = opened;
    const rows = await openView(page);
    await toggle(rows, "ReadKey");
    await toggle(rows, "Items");
    await rowOf(rows, "role 'Api'").waitFor();
    await rowOf(rows, "role 'Report'").waitFor();
    await rowOf(rows, "ReadKey").hover();
    const hover = page.locator(".workbench-hover", { hasText: "Can decrypt: role 'Api'" });
    await hover.waitFor();
    assert.match(await hover.innerText(), /\$1\.00 to \$3\.00 a month/);
    await takeScreenshot(page, "inventory-2-open");
  });

  it("leads to the line", async () => {
    const { page } = opened;
    const rows = await openView(page);
    await rowOf(rows, "role 'Report'").click();
    await editorOf(page, "readers.yaml").waitFor();
    await page.locator(".statusbar", { hasText: "Ln 34, Col 9 (6 selected)" }).waitFor();
    await takeScreenshot(page, "inventory-3-line");
  });

  it("filters, and shows everything as it was afterwards", async () => {
    const { page } = opened;
    const rows = await openView(page);
    const before = await namesOf(rows);
    await button(page, "Filter Tables and Keys").click();
    await answer(page, "For example: orders", "REPORT");
    await untilSaid(page, /Filtered: REPORT/);
    await until(async () =>
      assert.deepEqual(await namesOf(rows), ["Customer managed keys", "ReadKey", "Items", "role 'Report'"]),
    );
    await takeScreenshot(page, "inventory-4-filtered");
    await button(page, "Clear the Filter").click();
    await until(async () => assert.deepEqual(await namesOf(rows), before));
    await untilSaid(page, /a month$/);
  });

  it("groups by file", async () => {
    const { page } = opened;
    const rows = await openView(page);
    await button(page, "Group by File").click();
    await until(async () =>
      assert.deepEqual(await namesOf(rows), [
        "orders.yaml",
        "Orders",
        "OrdersKey",
        "readers.yaml",
        "Items",
        "ReadKey",
        "sessions.json",
        "Sessions",
        "shop.yaml",
        "Orders",
        "Carts",
        "ShopKey",
      ]),
    );
    await toggle(rows, "Sessions");
    await rowOf(rows, "AWS owned key").waitFor();
    await takeScreenshot(page, "inventory-5-files");
    await button(page, "Group by Key").click();
    await rowOf(rows, "Customer managed keys").waitFor();
  });

  it("follows what is typed, with the rows open that were", async () => {
    const { page } = opened;
    const rows = await openView(page);
    const editor = await openFile(page, "orders.yaml");
    await typeAtEnd(page, editor, "  Wishes: { Type: AWS::DynamoDB::Table }");
    await untilSaid(page, /^6 tables · 4 without a customer managed key/);
    await rowOf(rows, "Wishes").waitFor();
    await untilCount(rows.filter({ hasText: "role 'Api'" }), 1);
  });
});

describe("the view of tables and keys in a light window without templates", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    const settings = { "workbench.colorTheme": "Default Light Modern" };
    opened = await orSkip(this, () => openFolder({ files: { "notes.txt": "Nothing here.\n" }, settings }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "failed-inventory-light");
  });

  it("says that there are none", async () => {
    const { page } = opened;
    await openView(page);
    await page.locator(".sidebar", { hasText: "No tables or keys were found" }).waitFor();
    await takeScreenshot(page, "inventory-6-empty");
  });
});
