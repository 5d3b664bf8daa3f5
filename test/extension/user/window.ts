/** What somebody does in a window of VS Code, and what there is to be seen. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { root } from "../vscode/vscode-server.js";

/** An extension starts with the first template; everything after that is quick. */
const STEP = { timeout: 30_000 };
const SCREENSHOTS = join(root, "test/extension/screenshots");

/** The editor that shows a file. */
export function editorOf(page: Page, file: string): Locator {
  return page.locator(`.editor-instance .monaco-editor[data-uri$="/${file}"]`);
}

/** The underlined places in an editor. */
export function squigglesIn(editor: Locator): Locator {
  return editor.locator(".squiggly-error, .squiggly-warning, .squiggly-info");
}

/** Opens a file of the folder by its name. */
export async function openFile(page: Page, file: string): Promise<Locator> {
  await page.keyboard.press("Control+P");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor(STEP);
  await input.fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor(STEP);
  await page.keyboard.press("Enter");
  const editor = editorOf(page, file);
  await editor.waitFor(STEP);
  return editor;
}

/** Runs a command from the palette. Right after the start VS Code may not know it yet. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator(".quick-input-widget input");
  const row = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title });
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press("F1");
    await input.waitFor(STEP);
    await input.fill(`>${title}`);
    try {
      await row.waitFor({ timeout: 5000 });
      break;
    } catch (error) {
      if (attempt === 10) throw error;
      await page.keyboard.press("Escape");
      await input.waitFor({ ...STEP, state: "hidden" });
    }
  }
  await page.keyboard.press("Enter");
}

/** Types into the input that is open, and accepts it. */
export async function answer(page: Page, placeholder: string, text: string): Promise<void> {
  const input = page.locator(`.quick-input-widget input[placeholder*="${placeholder}"]`);
  await input.waitFor(STEP);
  await input.fill(text);
  await page.keyboard.press("Enter");
}

/** The rows of the Problems panel, which is opened for it. */
export async function problems(page: Page): Promise<Locator> {
  const panel = page.locator(".markers-panel");
  if (!(await panel.isVisible())) await page.keyboard.press("Control+Shift+M");
  await panel.waitFor(STEP);
  return panel.locator(".monaco-list-row");
}

/** Points at a place in the text and reads the hover that comes up; it has to hold `text`. */
export async function hoverOver(page: Page, place: Locator, text: string): Promise<string> {
  const hover = page.locator(".monaco-hover:visible", { hasText: text });
  // A late layout can dismiss a hover: move away and come back.
  for (let attempt = 1; ; attempt++) {
    const { x, y, width, height } = await boxOf(place);
    await page.mouse.move(x + width + 200, y + 150);
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    try {
      await hover.first().waitFor({ timeout: 5000 });
      return await hover.first().innerText();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Sets the cursor into an underlined place, opens the light bulb beside it, and gives its rows. */
export async function openLightBulb(page: Page, editor: Locator, place: Locator): Promise<Locator> {
  await page.keyboard.press("Escape");
  const { x, y, height } = await boxOf(place);
  await page.mouse.click(x + 4, y + height / 2);
  const bulb = editor.locator('[class*="codicon-light-bulb"], [class*="codicon-lightbulb"]').first();
  await bulb.waitFor(STEP);
  await bulb.click(STEP);
  const rows = page.locator(".action-widget .monaco-list-row");
  await rows.first().waitFor(STEP);
  return rows;
}

/** Chooses a row of the open menu with the arrow keys. */
export async function choose(page: Page, rows: Locator, text: string): Promise<void> {
  await rows.filter({ hasText: text }).waitFor(STEP);
  const focused = page.locator(".action-widget .monaco-list-row.focused", { hasText: text });
  for (let presses = 0; (await focused.count()) === 0; presses++) {
    assert.ok(presses < 20, `'${text}' can't be reached with the arrow keys`);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

/** Types a line at the end of the file. */
export async function typeAtEnd(page: Page, editor: Locator, line: string): Promise<void> {
  // Its lines move when it scrolls, so a click goes to what they move in; at its edge, as one in the
  // middle of a long line would scroll it.
  await editor
    .locator(".editor-scrollable")
    .first()
    .click({ ...STEP, position: { x: 5, y: 5 } });
  await page.keyboard.press("Control+End");
  await page.keyboard.type(line);
}

/** Saves the file and waits until its text on the disk is as `check` wants it. */
export async function saveAndRead(page: Page, file: string, check: (text: string) => void): Promise<void> {
  await page.keyboard.press("Control+S");
  await until(async () => check(await readFile(file, "utf8")));
}

/** Repeats a check until it holds, and gives what it gives; throws what it last threw. */
export async function until<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + STEP.timeout;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(100);
    }
  }
}

/** Waits until so many things are to be seen. */
export async function untilCount(things: Locator, count: number): Promise<void> {
  await until(async () => assert.equal(await things.count(), count));
}

/** Keeps what the window shows, to be looked at. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Where a place is; an underline is drawn anew with each answer of the server, and is gone for a moment. */
async function boxOf(place: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  return until(async () => {
    const box = await place.boundingBox(STEP);
    assert.ok(box, "the place isn't visible");
    return box;
  });
}
