import assert from "node:assert/strict";
import { join } from "node:path";
import { orSkip } from "../vscode/unavailable.js";
import { FIRST_TIME, openFolder, type Opened } from "./opened.js";
import { ORDERS_YAML, SESSIONS_JSON } from "./templates.js";
import {
  choose,
  hoverOver,
  openFile,
  openLightBulb,
  problems,
  saveAndRead,
  squigglesIn,
  takeScreenshot,
  typeAtEnd,
  untilCount,
} from "./window.js";

describe("the VSIX, installed in VS Code", function () {
  this.timeout(120_000);
  this.slow(30_000);
  let opened: Opened;

  before(async function () {
    this.timeout(FIRST_TIME);
    const files = { "orders.yaml": ORDERS_YAML, "sessions.json": SESSIONS_JSON };
    opened = await orSkip(this, () => openFolder({ files }));
  });

  after(async () => await opened?.close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await takeScreenshot(opened.page, "failed");
  });

  it("underlines what is wrong in a YAML template, explains it, and mends it on the disk", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "orders.yaml");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 1);
    const rows = await problems(page);
    await rows.filter({ hasText: "names a key without SSEType KMS" }).waitFor();

    const hover = await hoverOver(page, squiggles.first(), "Why: KMSMasterKeyId is given");
    assert.match(hover, /Table 'Orders' names a key without SSEType KMS, which DynamoDB refuses/);
    await takeScreenshot(page, "yaml-1-hover");

    const actions = await openLightBulb(page, editor, squiggles.first());
    await takeScreenshot(page, "yaml-2-light-bulb");
    await choose(page, actions, "Add SSEType KMS");
    await untilCount(squiggles, 0);
    await saveAndRead(page, join(folder, "orders.yaml"), (text) =>
      assert.equal(
        text,
        ORDERS_YAML.replace("SSEEnabled: true\n", "SSEEnabled: true\n        SSEType: KMS\n"),
      ),
    );
    await takeScreenshot(page, "yaml-3-fixed");
  });

  it("follows what is typed", async () => {
    const { page } = opened;
    const editor = await openFile(page, "orders.yaml");
    const squiggles = squigglesIn(editor);
    await typeAtEnd(page, editor, "  Carts: { Type: AWS::DynamoDB::Table }");
    await untilCount(squiggles, 1);
    const rows = await problems(page);
    await rows.filter({ hasText: "Table 'Carts'" }).waitFor();
    await takeScreenshot(page, "typed");
    await page.keyboard.press("Shift+Home");
    await page.keyboard.press("Backspace");
    await untilCount(squiggles, 0);
    await untilCount(rows.filter({ hasText: "Table 'Carts'" }), 0);
  });

  it("does the same in a JSON template", async () => {
    const { page, folder } = opened;
    const editor = await openFile(page, "sessions.json");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 1);
    const rows = await problems(page);
    await rows.filter({ hasText: "Table 'Sessions'" }).waitFor();

    const hover = await hoverOver(page, squiggles.first(), "Why: there is no SSESpecification");
    assert.match(hover, /require-customer-managed-key/);
    await takeScreenshot(page, "json-1-hover");

    const actions = await openLightBulb(page, editor, squiggles.first());
    await takeScreenshot(page, "json-2-light-bulb");
    await choose(page, actions, "Encrypt 'Sessions' with a new customer managed key");
    await untilCount(squiggles, 0);
    await saveAndRead(page, join(folder, "sessions.json"), (text) => {
      const lastLine = '"KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }]';
      const before = SESSIONS_JSON.slice(0, SESSIONS_JSON.indexOf(lastLine) + lastLine.length);
      assert.ok(text.startsWith(`${before},\n        "SSESpecification": {\n`), text);
      const { Sessions, TableKey } = resourcesOf(text);
      const SSESpecification = {
        SSEEnabled: true,
        SSEType: "KMS",
        KMSMasterKeyId: { "Fn::GetAtt": ["TableKey", "Arn"] },
      };
      const unencrypted = resourcesOf(SESSIONS_JSON)["Sessions"];
      assert.deepEqual(Sessions, {
        ...unencrypted,
        Properties: { ...unencrypted?.Properties, SSESpecification },
      });
      assert.equal(TableKey?.Type, "AWS::KMS::Key");
    });
    await takeScreenshot(page, "json-3-fixed");
  });
});

function resourcesOf(
  text: string,
): Readonly<Record<string, { Type: string; Properties: object } | undefined>> {
  return (JSON.parse(text) as { Resources: ReturnType<typeof resourcesOf> }).Resources;
}
