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
  const { settings } = parseSettings(raw);
  const frame = {
    settings,
    today: TODAY,
    version: "1.2.3",
    problems,
    reservations: [],
    nameOf: (path: string) => path,
  };
  return inventoryReport(format, inventoryOf(texts, raw), frame);
}
