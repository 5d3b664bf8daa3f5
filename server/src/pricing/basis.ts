import type { Settings } from "../core/settings.js";
import type { CostBasis } from "./priced.js";
import { pricesOf } from "./prices.js";

/** What the settings say that estimates are made with. */
export function basisOf({ cost }: Pick<Settings, "cost">): CostBasis {
  return { prices: pricesOf(cost), activeCallers: cost.activeCallers };
}
