import type { Position } from "vscode-languageserver";
import { inventoryPart, type InventoryPart, type Spot } from "../service.js";
import type { Judged } from "./analyses.js";

/** What stays of a template for those who show the whole workspace: plain, and without its text. */
export interface KeptTemplate {
  readonly part: InventoryPart;
  /** Where the offsets lie that the part's tables, keys and readers begin and end at. */
  readonly positions: ReadonlyMap<number, Position>;
}

/** Null where the text was meant as a template, but can't be recognised as one. */
export function keepTemplate({ document, analysis }: Judged): KeptTemplate | null {
  const part = inventoryPart(analysis);
  if (part === null) return null;
  const offsets = spotsOf(part).flatMap(({ span }) => [span.start, span.end]);
  return { part, positions: new Map(offsets.map((offset) => [offset, document.positionAt(offset)])) };
}

function spotsOf({ tables, keys }: InventoryPart): readonly Spot[] {
  const replicas = tables.flatMap((table) => table.replicas);
  const readers = replicas.flatMap((replica) => replica.readers);
  const declared = readers.flatMap(({ at }) => at ?? []);
  return [...[...tables, ...replicas, ...keys].map(({ at }) => at), ...declared];
}
