import assert from "node:assert/strict";
import { orSkip } from "../vscode/unavailable.js";
import { openView, rowOf, untilSaid } from "./inventory-view.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import { ORDERS_YAML } from "./templates.js";
import {
  answer,
  choose,
  hoverOver,
  openFile,
  openLightBulb,
  runCommand,
  squigglesIn,
  takeScreenshot,
  typeAtEnd,
  untilCount,
} from "./window.js";

describe("the VSIX as a web extension", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    const files = { "orders.yaml": ORDERS_YAML };
    opened = await orSkip(this, () => openFolder({ files, inBrowser: true }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "failed-web");
  });

  it("underlines, explains and mends in the browser, without Node", async () => {
    const { page, extension } = opened;
    assert.ok(extension);
    await runCommand(page, "Developer: Install Extension from Location...");
    await answer(page, "Location of the web extension", extension.address);
    const editor = await openFile(page, "orders.yaml");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 1);
    const hover = await hoverOver(page, squiggles.first(), "Why: KMSMasterKeyId is given");
    assert.match(hover, /valid-sse-specification/);
    await takeScreenshot(page, "web-hover");
    await choose(page, await openLightBulb(page, editor, squiggles.first()), "Add SSEType KMS");
    await untilCount(squiggles, 0);

    await runCommand(page, "DynamoDB Encryption: Restart Server");
    await typeAtEnd(page, editor, "  Carts: { Type: AWS::DynamoDB::Table }");
    await untilCount(squiggles, 1);
    const bundles = [...extension.served].filter((path) => path.startsWith("dist/")).sort();
    assert.deepEqual(bundles, ["dist/client.browser.js", "dist/server.browser.js"]);
  });

  it("shows all tables and keys of the workspace", async () => {
    const { page } = opened;
    const rows = await openView(page);
    await untilSaid(page, /^2 tables · 1 without a customer managed key/);
    await rowOf(rows, "OrdersKey").waitFor();
    await takeScreenshot(page, "web-inventory");
  });
});
