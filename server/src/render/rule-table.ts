import type { Rule } from "../core/rule.js";

/** The table of rules as Markdown. `pages` is the folder of their pages, as a link sees it. */
export function ruleTable(rules: readonly Rule[], pages: string): string {
  const rows = rules.map(
    ({ id, severity, fixable, docs }) =>
      `| [\`${id}\`](${pages}/${id}.md) | ${severity} | ${fixable === "none" ? "" : fixable} | ${cell(docs.summary)} |\n`,
  );
  return `| Rule | Severity | Fix | What it is about |\n|---|---|---|---|\n${rows.join("")}`;
}

/** A bar would end the cell, a line break the row. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();
}
