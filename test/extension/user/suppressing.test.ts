import assert from "node:assert/strict";
import { join } from "node:path";
import { orSkip } from "../vscode/unavailable.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import {
  answer,
  choose,
  openFile,
  openLightBulb,
  saveAndRead,
  squigglesIn,
  takeScreenshot,
  untilCount,
} from "./window.js";

const STEP = { timeout: 30_000 };

const FLAGS_YAML = `Resources:
  Topic:
    Type: AWS::SNS::Topic
  Flags:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`;

describe("suppressing a finding", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    opened = await orSkip(this, () => openFolder({ files: { "flags.yaml": FLAGS_YAML } }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "failed-suppressing");
  });

  it("asks for which tool, why and until when, and writes that", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "flags.yaml");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 1);
    const actions = await openLightBulb(page, editor, squiggles.first());
    await choose(page, actions, "Suppress 'require-customer-managed-key' here");
    const trivy = page.locator(".quick-input-list .monaco-list-row", { hasText: "Trivy" });
    await trivy.waitFor(STEP);
    await takeScreenshot(page, "suppress-1-tools");
    await trivy.click(STEP);
    await answer(page, "holds public data", "holds feature flags");
    await page.locator('.quick-input-widget input[placeholder*="YYYY-MM-DD"]').waitFor(STEP);
    await takeScreenshot(page, "suppress-2-day");
    await answer(page, "YYYY-MM-DD", "2199-12-31");
    await untilCount(squiggles, 0);
    await takeScreenshot(page, "suppress-3-written");
    await saveAndRead(page, join(folder, "flags.yaml"), (text) => {
      const comment = "  # trivy:ignore:AVD-AWS-0025:exp:2200-01-01 -- holds feature flags\n";
      assert.equal(text, FLAGS_YAML.replace("  Flags:\n", `${comment}  Flags:\n`));
    });
  });
});
