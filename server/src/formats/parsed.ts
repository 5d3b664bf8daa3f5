import type { Entry } from "../core/node.js";

/** What one parse gives: of a whole document, or of a block, which is a map with one entry. */
export interface Parsed {
  /** The entries of the map at the top; null where something else stands there. */
  readonly entries: readonly Entry[] | null;
  readonly problems: readonly LocalProblem[];
  /** Where else the text can't be relied on, beside the problems' own places. */
  readonly brokenAt: readonly number[];
}

/** A problem with offsets relative to the parsed block. */
export interface LocalProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** A parse that gives nothing but one problem. */
export function failed(message: string, from: number, to: number): Parsed {
  return { entries: null, problems: [{ message, from, to }], brokenAt: [] };
}
