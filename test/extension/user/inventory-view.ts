/** What somebody does in the view of tables and keys, and what there is to be seen. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { until } from "./window.js";

/** Opens the view, if it isn't open, and gives its rows. */
export async function openView(page: Page): Promise<Locator> {
  const tree = page.locator(".sidebar .customview-tree");
  const icon = page.locator('.activitybar a[aria-label^="DynamoDB Encryption"]');
  if (!(await tree.isVisible())) await icon.click();
  await tree.first().waitFor({ state: "attached" });
  return tree.locator(".monaco-list-row");
}

/** The first row of that name. */
export function rowOf(rows: Locator, name: string): Locator {
  return rows.filter({ has: rows.page().getByText(name, { exact: true }) }).first();
}

/** The names of all rows that are to be seen. */
export async function namesOf(rows: Locator): Promise<readonly string[]> {
  return rows.locator(".label-name").allInnerTexts();
}

/** Opens a row, or closes it. */
export async function toggle(rows: Locator, name: string): Promise<void> {
  await rowOf(rows, name).locator(".monaco-tl-twistie").click();
}

/** A button of the view's title. */
export function button(page: Page, title: string): Locator {
  return page.locator(".sidebar").getByRole("button", { name: title });
}

/** Waits until it stands above the rows. */
export async function untilSaid(page: Page, text: RegExp): Promise<void> {
  const message = page.locator(".sidebar .tree-explorer-viewlet-tree-view .message");
  await until(async () => assert.match((await message.innerText()).replaceAll("\n", " "), text));
}
