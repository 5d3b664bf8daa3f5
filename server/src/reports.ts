/** The façade's part for reports on an inventory. */
import { FRAMEWORKS } from "./core/frameworks.js";
import { settingOf, type Settings } from "./core/settings.js";
import type { Inventory } from "./inventory/inventory.js";
import { reportHtml } from "./render/report/report-html.js";
import type { ReportInput } from "./render/report/report-input.js";
import { reportMarkdown } from "./render/report/report-markdown.js";
import { controlsOf, docsUrl } from "./rule-catalogue.js";
import { rules } from "./rules/index.js";

/** What a report is made of beside the inventory. */
export type ReportFrame = Pick<ReportInput, "today" | "version" | "problems" | "reservations" | "nameOf"> & {
  readonly settings: Settings;
};

/** An inventory for people who don't have the templates before them: a web page, or a comment on a pull request. */
export function inventoryReport(
  format: "html" | "markdown",
  inventory: Inventory,
  { settings, ...frame }: ReportFrame,
): string {
  const all = FRAMEWORKS.map(({ id }) => id);
  // Of a rule that is switched off nothing is known.
  const on = rules.filter((rule) => settingOf(settings, rule).severity !== "off");
  const input: ReportInput = {
    ...frame,
    inventory,
    frameworks: settings.frameworks,
    rules: on.map(({ id, docs }) => ({
      id,
      summary: docs.summary,
      docs: docsUrl(id),
      controls: controlsOf(id, all),
    })),
  };
  return format === "html" ? reportHtml(input) : reportMarkdown(input);
}
