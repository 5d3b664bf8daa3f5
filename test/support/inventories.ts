import type { RawSettings } from "../../server/src/core/settings.js";
import type { ReportProblem } from "../../server/src/render/report/report-input.js";
import {
  analyse,
  inventoryPart,
  inventoryReport,
  openWorkspace,
  parseSettings,
  takeInventory,
  type Inventory,
} from "../../server/src/service.js";
import { TODAY } from "./linting.js";
import { shopTemplates } from "./shops.js";

const shops = new Map<number, Inventory>();

/** The inventory of the shop with so many tables, which takes a while to be made. */
export function shopInventory(tables: number): Inventory {
  const inventory = shops.get(tables) ?? inventoryOf(shopTemplates(tables));
  shops.set(tables, inventory);
  return inventory;
}

/** The inventory of some templates, by path, that are linked with one another. */
export function inventoryOf(texts: Readonly<Record<string, string>>, raw: RawSettings = {}): Inventory {
  const { settings } = parseSettings(raw);
  const workspace = openWorkspace();
  for (const [path, text] of Object.entries(texts)) workspace.put(path, text);
  const parts = Object.entries(texts).flatMap(([path, text]) => {
    const analysis = analyse({ path, text }, { settings, today: TODAY, workspace });
    return inventoryPart(analysis) ?? [];
  });
  return takeInventory(parts, settings);
}

/** The report on some templates. */
export function reportOf(
  format: "html" | "markdown",
  texts: Readonly<Record<string, string>>,
  raw: RawSettings = {},
  problems: readonly ReportProblem[] = [],
): string {
  return reportOn(format, inventoryOf(texts, raw), raw, problems);
}

/** The report on an inventory. */
export function reportOn(
  format: "html" | "markdown",
  inventory: Inventory,
  raw: RawSettings = {},
  problems: readonly ReportProblem[] = [],
): string {
  const { settings } = parseSettings(raw);
  const frame = {
    settings,
    today: TODAY,
    version: "1.2.3",
    problems,
    reservations: [],
    nameOf: (path: string) => path,
  };
  return inventoryReport(format, inventory, frame);
}
