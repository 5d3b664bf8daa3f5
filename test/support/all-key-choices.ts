import type { Settings } from "../../server/src/core/settings.js";
import { openKeyChoices, type KeyChoices } from "../../server/src/key-change.js";
import type { Analysis } from "../../server/src/service.js";

/** The choices for a table, all worked out; null where there are none to be asked for. */
export function keyChoicesFor(
  analysis: Analysis,
  resource: string,
  caseIndex: number | null,
  settings: Settings,
): KeyChoices | null {
  const open = openKeyChoices(analysis, resource, caseIndex, settings);
  return open === null ? null : { ...open, choices: open.choices.map((work) => work()) };
}
