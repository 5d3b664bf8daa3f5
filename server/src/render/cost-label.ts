import { describeCase } from "../core/cases.js";
import { keyAmounts, tableAmounts } from "../pricing/estimate.js";
import type { CostBasis, PricedKey, PricedTable } from "../pricing/priced.js";
import { monthlyInShort, monthlyRange } from "../pricing/words.js";
import type { CostCase, CostPlace, TableAt } from "./cost-places.js";

/** A label longer than a few words isn't read; the tooltip has the rest. */
const MOST_PARTS = 3;

/** What a place costs, in a few words: "AWS owned key · $0", "3 tables · $1.00 to $3.00 a month". */
export function costLabel({ tables, keys }: CostPlace, basis: CostBasis): string {
  const byLabel = new Map<string, string[]>();
  for (const one of tables) {
    const label = tableLabel(one, basis);
    byLabel.set(label, [...(byLabel.get(label) ?? []), one.table.logicalId]);
  }
  const named = tables.length > 1;
  const ofTables = [...byLabel].map(([label, names]) => {
    if (!named) return label;
    return names.length > 1 ? `${names.length} tables, each: ${label}` : `${String(names[0])}: ${label}`;
  });
  return inShort([...ofTables, ...keys.map((key) => keyLabel(key, basis))]);
}

/** Cases that cost the same in the same words are told as one. */
export function tableLabel({ table, priced, cases }: TableAt, basis: CostBasis): string {
  const byWords = new Map<string, CostCase[]>();
  for (const group of sameCases(cases)) {
    const words = caseLabel(group, priced, basis);
    byWords.set(words, [...(byWords.get(words) ?? []), ...group]);
  }
  const everywhere = table.replicas.flatMap(({ encryption }) => encryption).length === cases.length;
  const parts = [...byWords].map(([words, group]) => {
    return words + (byWords.size === 1 && everywhere ? whenOfAll(group) : whenOf(group));
  });
  return inShort(parts);
}

/** The replicas of a global table that are the same case: they are paid for together. */
export function sameCases(cases: readonly CostCase[]): readonly (readonly CostCase[])[] {
  if (cases.length === 1) return [cases];
  const groups = new Map<string, CostCase[]>();
  for (const one of cases) {
    const { key, declared } = one.priced;
    const id = [describeCase(one.when), one.verdict.broken, key, declared?.path, declared?.resource].join(
      "|",
    );
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return [...groups.values()];
}

/** A table with these of its cases alone, to be estimated where it exists. */
export function narrowed(table: PricedTable, cases: readonly CostCase[]): PricedTable {
  return { ...table, conditional: false, replicas: cases.map(({ priced }) => [priced]) };
}

/** How many tables use the key, and what it costs as it ages where it exists. */
export function keyLabel(key: PricedKey, basis: CostBasis): string {
  const count = key.tables ?? 0;
  const tables = count === 0 ? "no table in reach" : count === 1 ? "1 table" : `${count} tables`;
  return `${tables} · ${monthlyRange(keyAmounts({ ...key, conditional: false }, basis.prices), basis.prices)} a month`;
}

function caseLabel(group: readonly CostCase[], table: PricedTable, basis: CostBasis): string {
  const [first] = group;
  if (first === undefined) return "";
  const { key, declared } = first.priced;
  if (first.verdict.broken || key === "unusable") return "key can't be used";
  if (key === "invalid") return "refused when deployed";
  if (key === "undecided") return "key undecided";
  const amounts = tableAmounts(narrowed(table, group), basis);
  const amount = monthlyInShort(amounts, basis.prices);
  const regions = group.length > 1 ? ` in ${group.length} Regions` : "";
  const price = amounts.firstYear.high === 0 ? amount : `${amount} a month${regions}`;
  switch (key) {
    case "aws-owned":
      return `AWS owned key · ${price}`;
    case "aws-managed":
      return `AWS managed key · ${price}`;
    case "kms":
      return `key undecided · ${price} for requests`;
    case "customer-managed": {
      const tables = declared?.tables ?? null;
      if (tables === null) return `customer managed · ${price}, key's fee not included`;
      return `customer managed · ${price}${tables > 1 ? `, key shared by ${tables} tables` : ""}`;
    }
  }
}

function whenOf(group: readonly CostCase[]): string {
  const cases = casesOf(group);
  return cases.length > 1 ? ` in ${cases.length} cases` : (cases[0] ?? "");
}

/** Several cases that take in everything need no words; a single one may rest on a parameter's default. */
function whenOfAll(group: readonly CostCase[]): string {
  const cases = casesOf(group);
  return cases.length > 1 ? "" : (cases[0] ?? "");
}

function casesOf(group: readonly CostCase[]): readonly string[] {
  return [...new Set(group.map(({ when }) => describeCase(when)))];
}

function inShort(parts: readonly string[]): string {
  const shown = parts.length > MOST_PARTS ? parts.slice(0, MOST_PARTS - 1) : parts;
  const rest = parts.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
