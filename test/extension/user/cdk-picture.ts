/** Takes the picture of a CDK app anew, `docs/images/cdk-source.png`: `npx tsx test/extension/user/cdk-picture.ts`. */
import { join } from "node:path";
import { APP_TEXT, constructTree, MADE, OUT, ROOT, SOURCE_TEXT, synthesised } from "../../support/cdk-app.js";
import { root } from "../vscode/vscode-server.js";
import { openFolder } from "./opened.js";
import { openFile, openLightBulb, runCommand, squigglesIn, untilCount } from "./window.js";

const SETTINGS = {
  "breadcrumbs.enabled": false,
  "dynamodbEncryption.codeLens.enabled": true,
  "editor.minimap.enabled": false,
  "editor.renderLineHighlight": "none",
  "typescript.validate.enable": false,
  "window.commandCenter": false,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "workbench.editor.showTabs": "none",
};

const OUTPUT = { ...synthesised(MADE), [`${OUT}/tree.json`]: constructTree(MADE) };

/** The source first: a synthesis comes after what it was made from. */
const FILES = {
  "lib/shop.ts": SOURCE_TEXT,
  "bin/app.ts": APP_TEXT,
  "cdk.json": "{}",
  ...Object.fromEntries(Object.entries(OUTPUT).map(([uri, text]) => [uri.slice(ROOT.length + 1), text])),
};

void main();

async function main(): Promise<void> {
  const { page, close } = await openFolder({ files: FILES, settings: SETTINGS });
  try {
    const editor = await openFile(page, "shop.ts");
    await runCommand(page, "View: Close Primary Side Bar");
    const squiggles = squigglesIn(editor);
    await untilCount(squiggles, 2);
    await editor.locator(".codelens-decoration", { hasText: "3 tables: AWS owned key" }).waitFor();
    await openLightBulb(page, editor, squiggles.first());
    const { x, y, width } = (await editor.boundingBox()) ?? { x: 0, y: 0, width: 1200 };
    const clip = { x, y, width: Math.min(width, 1200 - x), height: 290 };
    await page.screenshot({ path: join(root, "docs/images/cdk-source.png"), clip });
  } finally {
    await close();
  }
}
