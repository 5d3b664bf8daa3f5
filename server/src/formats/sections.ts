import { spanOf } from "../core/span.js";
import type { Entry, Node, ScalarNode } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import type { Place } from "../core/span.js";
import type { Outline, OutlineEntry, Section } from "./format.js";
import { problemsIn } from "./parsed.js";
import type { Parsed } from "./parsed.js";

/** A document that was parsed as one, behind the same interface as one read block by block. */
export class WholeOutline implements Outline {
  readonly blockwise = false;
  readonly continues = null;
  readonly sections: readonly Section[];

  constructor(
    readonly text: string,
    private readonly parsed: Parsed,
  ) {
    const entries = parsed.entries ?? [];
    this.sections = entries.map((entry, index) => {
      const limit = entries[index + 1]?.keyAt.from ?? Number.POSITIVE_INFINITY;
      return sectionOf(text, entry, (from, to) => isBroken(parsed, from, Math.min(to, limit)));
    });
  }

  problems(): readonly Problem[] {
    return problemsIn(this.text, this.parsed.problems);
  }

  takeBack(): void {
    // None was ever given away.
  }
}

/** Whether something is wrong between two offsets of a parsed text. */
export function isBroken(parsed: Parsed, from: number, to: number): boolean {
  const within = (offset: number): boolean => from <= offset && offset < to;
  return parsed.problems.some((problem) => within(problem.from)) || parsed.brokenAt.some(within);
}

/**
 * The entries of a map that was parsed with its surroundings; null for every other node. An entry
 * is broken where something is wrong before the next one begins.
 */
export function entriesOf(
  text: string,
  node: Node,
  broken: (from: number, to: number) => boolean,
): readonly OutlineEntry[] | null {
  if (node.kind !== "map") return null;
  return node.entries.map((entry, index) => {
    const next = node.entries[index + 1];
    const limit = next === undefined || next.merged ? Number.POSITIVE_INFINITY : next.keyAt.from;
    return {
      key: entry.key,
      keyAt: entry.keyAt,
      at: entry,
      content: entry,
      text: () => sliceOf(text, entry),
      read: () => ({ value: entry.value, broken: broken(entry.from, limit) }),
    };
  });
}

/** The null that stands where a value is missing: right behind the colon. */
export function nullAt(place: Place, at: number): ScalarNode {
  const { origin } = place;
  return { kind: "scalar", text: "", value: null, quoted: false, shared: false, origin, from: at, to: at };
}

function sectionOf(text: string, entry: Entry, broken: (from: number, to: number) => boolean): Section {
  return {
    key: entry.key,
    keyAt: entry.keyAt,
    at: entry,
    entries: entriesOf(text, entry.value, broken),
    text: () => sliceOf(text, entry),
    value: () => entry.value,
  };
}

function sliceOf(text: string, place: Place): string {
  const { start, end } = spanOf(place);
  return text.slice(start, end);
}
