import type { RawSettings } from "../../server/src/core/settings.js";
import { rules } from "../../server/src/service.js";

/** Settings under which every rule speaks, about all there is. */
export const EVERYTHING: RawSettings = {
  reportUndecided: true,
  allKeys: true,
  rules: Object.fromEntries(
    rules.filter(({ severity }) => severity === "off").map(({ id }) => [id, "warning"]),
  ),
};
