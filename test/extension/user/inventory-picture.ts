/** Takes the README's picture of the view anew, `docs/images/inventory.png`: `npx tsx test/extension/user/inventory-picture.ts`. */
import { join } from "node:path";
import { root } from "../vscode/vscode-server.js";
import { openView, rowOf, toggle, untilSaid } from "./inventory-view.js";
import { openFolder } from "./opened.js";
import { READERS_YAML, SESSIONS_JSON, SHOP_YAML } from "./templates.js";
import { openFile, squigglesIn, untilCount } from "./window.js";

const FILES = { "shop.yaml": SHOP_YAML, "sessions.json": SESSIONS_JSON, "readers.yaml": READERS_YAML };
const SETTINGS = {
  "breadcrumbs.enabled": false,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
};

void main();

async function main(): Promise<void> {
  const { page, close } = await openFolder({ files: FILES, settings: SETTINGS });
  try {
    const rows = await openView(page);
    await untilSaid(page, /^4 tables/);
    await page.mouse.move(350, 300);
    await page.mouse.down();
    await page.mouse.move(520, 300, { steps: 5 });
    await page.mouse.up();
    for (const name of ["ReadKey", "Items", "ShopKey"]) await toggle(rows, name);
    await rowOf(rows, "role 'Api'").waitFor();
    await untilCount(squigglesIn(await openFile(page, "shop.yaml")), 2);
    await rowOf(rows, "Orders").click();
    await page.locator(".statusbar", { hasText: "6 selected" }).waitFor();
    await page.screenshot({
      path: join(root, "docs/images/inventory.png"),
      clip: { x: 0, y: 0, width: 1100, height: 440 },
    });
  } finally {
    await close();
  }
}
