import type { Entry, Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";

/** What one parse gives: of a whole document, or of a block, which is a map with one entry. */
export interface Parsed {
  /** The entries of the map at the top; null where something else stands there. */
  readonly entries: readonly Entry[] | null;
  readonly problems: readonly LocalProblem[];
  /** Where else the text can't be relied on, beside the problems' own places. */
  readonly brokenAt: readonly number[];
}

/** What parsing a whole text gives where anything may stand at its top, not just a map. */
export interface ParsedValue {
  /** Null where the text is empty or can't be read at all. */
  readonly value: Node | null;
  readonly problems: readonly LocalProblem[];
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

/** The problems of a text that was parsed as one, in order. */
export function problemsIn(text: string, problems: readonly LocalProblem[]): readonly Problem[] {
  const limit = text.length;
  return problems
    .map(({ message, from, to }) => ({
      message,
      span: { start: Math.min(from, limit), end: Math.min(to, limit) },
    }))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
