import type { TextEdit } from "../../core/edit.js";

/**
 * An edit and where the map or list begins that it changes. Where a nested map ends, the maps
 * around it end, too: of two insertions at one offset the one into the inner map comes first.
 */
export interface PlacedEdit {
  readonly edit: TextEdit;
  /** Absolute offset. */
  readonly within: number;
}

/** Edits of one map or list, which begins at this offset. */
export function placed(edits: readonly TextEdit[], within: number): PlacedEdit[] {
  return edits.map((edit) => ({ edit, within }));
}

/** The edits in the order in which they apply. */
export function inOrder(edits: readonly PlacedEdit[]): readonly TextEdit[] {
  return [...edits]
    .sort((a, b) => a.edit.span.start - b.edit.span.start || b.within - a.within)
    .map(({ edit }) => edit);
}
