/** The façade's part for the rules themselves: their pages and their controls. */
import { controlsAmong, type Control } from "./compliance/controls.js";
import type { FrameworkId } from "./core/frameworks.js";
import { rulePageUrl } from "./render/pages.js";
import { rulePage } from "./render/rule-page.js";
import { rules } from "./rules/index.js";

/** The controls of the frameworks that a rule bears on, framework by framework; none for no rule. */
export function controlsOf(ruleId: string, frameworks: readonly FrameworkId[]): readonly Control[] {
  return controlsAmong(rules.find(({ id }) => id === ruleId)?.controls ?? [], frameworks);
}

/** The page of a rule, as a URL. */
export function docsUrl(ruleId: string): string {
  return rulePageUrl(ruleId);
}

/** The page of a rule as Markdown, the same that `docs/rules/<id>.md` holds; null for no rule. */
export function explainRule(ruleId: string): string | null {
  const rule = rules.find((one) => one.id === ruleId);
  return rule === undefined ? null : rulePage(rule);
}
