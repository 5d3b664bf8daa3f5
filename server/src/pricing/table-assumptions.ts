import { describeCase } from "../core/cases.js";
import { assumptionsOfCase, NOTHING_WITHOUT_CONDITION } from "./assumptions.js";
import type { CostBasis, PricedCase, PricedTable } from "./priced.js";

/**
 * What the estimate of a table takes for granted in all its cases and Regions. Where these differ, a
 * heading that ends with a colon ("In eu-west-1, when IsProd is false:") stands before what holds there.
 */
export function assumptionsOfTable(table: PricedTable, basis: CostBasis): readonly string[] {
  const parts = sameIn(
    partsOf(table).map((part) => ({ ...part, sentences: sentencesOf(part, table, basis) })),
  );
  return [
    ...(table.conditional ? [NOTHING_WITHOUT_CONDITION] : []),
    ...parts.flatMap(({ headings, sentences }) =>
      parts.length === 1 ? sentences : [headingOf(headings), ...sentences],
    ),
  ];
}

/** A case that is the same in some Regions. */
interface Part {
  readonly one: PricedCase;
  readonly regions: readonly string[];
  /** It is so in every Region. */
  readonly everywhere: boolean;
}

function partsOf({ replicas, regions }: PricedTable): readonly Part[] {
  const groups = new Map<string, { readonly one: PricedCase; readonly at: number[] }>();
  replicas.forEach((cases, replica) => {
    for (const one of cases) {
      const { when, key, declared } = one;
      const id = JSON.stringify([describeCase(when), key, declared?.path, declared?.resource]);
      const group = groups.get(id) ?? { one, at: [] };
      groups.set(id, group);
      group.at.push(replica);
    }
  });
  return [...groups.values()].map(({ one, at }) => ({
    one,
    regions: at.map((replica) => regions[replica] ?? ""),
    everywhere: at.length === replicas.length,
  }));
}

function sentencesOf({ one, regions }: Part, table: PricedTable, basis: CostBasis): readonly string[] {
  return assumptionsOfCase(one, table, basis, regions.length);
}

/** Parts of which the same is said are told as one. */
function sameIn(
  parts: readonly (Part & { readonly sentences: readonly string[] })[],
): readonly { readonly headings: readonly string[]; readonly sentences: readonly string[] }[] {
  const told = new Map<string, { readonly headings: string[]; readonly sentences: readonly string[] }>();
  for (const { sentences, ...part } of parts) {
    const id = sentences.join("\n");
    const one = told.get(id) ?? { headings: [], sentences };
    told.set(id, one);
    one.headings.push(whereAndWhen(part));
  }
  return [...told.values()];
}

function whereAndWhen({ one, regions, everywhere }: Part): string {
  const when = describeCase(one.when).trim();
  const where = everywhere ? "" : `in ${regions.join(", ")}`;
  return [where, when].filter((part) => part !== "").join(", ");
}

function headingOf(headings: readonly string[]): string {
  const text = headings.filter((heading) => heading !== "").join("; ") || "otherwise";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}:`;
}
