import type { Construct } from "./construct.js";
import type { Draft, Sheet } from "./draft.js";
import type { SourceFix, SourcePrices, SourceSite } from "./source-fix.js";

/** What a fix is worked out from. */
export interface Case {
  readonly sheet: Sheet;
  readonly site: SourceSite;
  readonly prices: SourcePrices;
  readonly construct: Construct;
}

/** A fix before it is written. */
export interface Offer extends Pick<SourceFix, "id" | "title" | "applicability"> {
  /** Whether a bulk fix may take it. */
  readonly isPreferred: boolean;
  /** Throws `EditRefused`. */
  readonly write: (draft: Draft) => void;
}

/** Offers, and why others aren't among them: sentences. */
export interface Offers {
  readonly offers: readonly Offer[];
  readonly refusals: readonly string[];
}

export const NOTHING: Offers = { offers: [], refusals: [] };

/** The resources that a fix changes, for titles: `'Orders'`, `'Orders' in 2 stacks`, `3 tables (LoopA, LoopB, LoopC)`. */
export function affected({ constructId, resources }: SourceSite, things: string): string {
  const ids = [...new Set(resources)];
  if (resources.length <= 1) return `'${constructId}'`;
  if (ids.length === 1) return `'${constructId}' in ${resources.length} stacks`;
  const named = ids.slice(0, MOST_NAMED).join(", ");
  return `${resources.length} ${things} (${named}${ids.length > MOST_NAMED ? " …" : ""})`;
}

const MOST_NAMED = 3;

/** What the source says already isn't said again: then the template is older, or something undoes it. */
export const SAID = "the source says so already: the template is older, or something changes it later on";
