/** Takes the README's picture anew, `docs/images/editor.png`: `npx tsx test/extension/user/picture.ts`. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../vscode/vscode-server.js";
import { openFolder } from "./opened.js";
import { SHOP_YAML } from "./templates.js";
import { hoverOver, openFile, problems, runCommand, squigglesIn, untilCount } from "./window.js";

const SETTINGS = {
  "breadcrumbs.enabled": false,
  "editor.hover.above": false,
  "editor.minimap.enabled": false,
  "editor.renderLineHighlight": "none",
  "window.commandCenter": false,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
};

/** The key on a line of its own leaves room for what it costs. */
const TEXT = SHOP_YAML.replace(
  "- { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt ShopKey.Arn }",
  ["- SSEEnabled: true", "  SSEType: KMS", "  KMSMasterKeyId: !GetAtt ShopKey.Arn"].join("\n        "),
);

void main();

async function main(): Promise<void> {
  const { page, close } = await openFolder({ files: { "shop.yaml": TEXT }, settings: SETTINGS });
  try {
    const squiggles = squigglesIn(await openFile(page, "shop.yaml"));
    await runCommand(page, "View: Close Primary Side Bar");
    await untilCount(squiggles, 2);
    await untilCount((await problems(page)).filter({ hasText: "Table 'Orders'" }), 1);
    await page.getByText("about $1.23 a month").first().waitFor();
    await page.getByText("Orders").first().click();
    await moveSash(page);
    await hoverOver(page, squiggles.first(), "when IsProd is false");
    await page.getByText("Quick Fix... (Ctrl+.)").waitFor();
    mkdirSync(join(root, "docs/images"), { recursive: true });
    await page.screenshot({ path: join(root, "docs/images/editor.png") });
  } finally {
    await close();
  }
}

/** Gives the editor more of the window, and the Problems panel less. */
async function moveSash(page: Page): Promise<void> {
  const panel = await page.locator(".part.panel").boundingBox();
  if (panel === null) throw new Error("There is no panel.");
  await page.mouse.move(600, panel.y - 3);
  await page.mouse.down();
  await page.mouse.move(600, panel.y + 120, { steps: 5 });
  await page.mouse.up();
}
