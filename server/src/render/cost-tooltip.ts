import type { Table } from "../core/model.js";
import { describeCase } from "../core/cases.js";
import { assumptionsOfCase, NOTHING_WITHOUT_CONDITION } from "../pricing/assumptions.js";
import { keyEstimate, tableAmounts, type Amounts } from "../pricing/estimate.js";
import { isCharged, type CostBasis, type PricedKey } from "../pricing/priced.js";
import { KMS_PRICES, type Prices } from "../pricing/prices.js";
import { priceSource, rangeInWords, throughputSentence, yearsInWords } from "../pricing/words.js";
import { keyLabel, narrowed, sameCases } from "./cost-label.js";
import type { CostCase, CostPlace, TableAt } from "./cost-places.js";
import { code, list, paragraphs, plain, sentence } from "./markdown.js";
import { phrase, reasonOf, regionOf } from "./verdict.js";

/** Longer tooltips aren't read. */
const MOST_ENTRIES = 4;

/** The working behind a label, as Markdown: ranges, years, what is taken for granted, and whose prices they are. */
export function costTooltip({ tables, keys }: CostPlace, basis: CostBasis): string {
  const entries = [
    ...tables.flatMap((one) => sameCases(one.cases).map((group) => () => tableEntry(one, group, basis))),
    ...keys.map((key) => () => keyEntry(key, basis)),
  ];
  const shown = entries.length > MOST_ENTRIES ? entries.slice(0, MOST_ENTRIES - 1) : entries;
  const rest = entries.length - shown.length;
  return paragraphs(
    ...shown.map((entry) => entry()),
    rest > 0 ? `And ${rest} more.` : null,
    source(basis.prices),
  );
}

function keyEntry(key: PricedKey, basis: CostBasis): string {
  return paragraphs(
    `**${plain(key.resource)}**: ${plain(keyLabel(key, basis))}.`,
    working(keyEstimate(key, basis).assumptions),
  );
}

function tableEntry({ table, priced }: TableAt, group: readonly CostCase[], basis: CostBasis): string {
  const [first] = group;
  if (first === undefined) return "";
  const { verdict } = first;
  const regions = group.flatMap(({ replica }) => regionOf(replica) ?? []).map(code);
  const where = regions.length === 0 ? "" : ` in ${regions.join(", ")}`;
  const subject = `**${plain(table.logicalId)}**${where}${plain(describeCase(first.when))}`;
  const { verdict: kind } = verdict.encryption;
  if (verdict.broken) return `${subject}: ${phrase(verdict)}, because ${reasonOf(verdict)}.`;
  if (first.priced.key === "unusable") return `${subject}: ${phrase({ ...verdict, broken: true })}.`;
  const assumptions = working([
    ...(priced.conditional ? [NOTHING_WITHOUT_CONDITION] : []),
    ...assumptionsOfCase(first.priced, priced, basis),
    ...(group.length > 1 && isCharged(first.priced.key)
      ? [`Requests are charged for in each of the ${group.length} Regions.`]
      : []),
  ]);
  const amounts = tableAmounts(narrowed(priced, group), basis);
  if (kind === "invalid" || kind === "undecided") {
    const requests =
      first.priced.key === "kms" ? ` Requests cost ${amountsInWords(amounts, basis.prices)}.` : "";
    return paragraphs(
      `${subject}: ${phrase(verdict)}, because ${reasonOf(verdict)}.${requests}`,
      assumptions,
    );
  }
  return paragraphs(
    `${subject}: ${phrase(verdict)}, ${amountsInWords(amounts, basis.prices)}.`,
    yearsOf(first, amounts, basis.prices),
    assumptions,
    isCharged(first.priced.key) ? comparison(table, basis.prices) : null,
  );
}

function amountsInWords({ firstYear, monthly }: Amounts, prices: Prices): string {
  const atFirst = rangeInWords(firstYear, prices);
  const later = rangeInWords(monthly, prices);
  const start = firstYear.high === 0 ? atFirst : `${atFirst} a month`;
  return atFirst === later ? start : `${start} before its key is rotated, ${later} over the years`;
}

function comparison(table: Table, prices: Prices): string | null {
  const capacity = table.capacity();
  return capacity === null ? null : sentence(throughputSentence(capacity, prices));
}

/** Tables that share a key bear its rising fee together. */
function yearsOf({ priced: { declared } }: CostCase, { firstYear }: Amounts, prices: Prices): string | null {
  const tables = declared?.tables ?? null;
  if (declared === null || tables === null) return null;
  return yearsInWords(firstYear, declared.rotation, 1 / Math.max(1, tables), prices);
}

function working(assumptions: readonly string[]): string {
  return list(assumptions.map(sentence), Number.POSITIVE_INFINITY);
}

function source(prices: Prices): string {
  const [page] = KMS_PRICES.sources;
  return prices.own ? `${priceSource(prices)}.` : `${priceSource(prices)}: [AWS KMS pricing](${page}).`;
}
