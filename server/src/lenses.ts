/**
 * The façade's part for code lenses: what stands above a table or a key in a word or two. What takes
 * longer to work out is asked for by itself. Pure.
 */
import { isJudged, isTableType } from "./core/key-scope.js";
import type { Key, Table } from "./core/model.js";
import { plainPath } from "./core/paths.js";
import type { Settings } from "./core/settings.js";
import { spanOf, type Span } from "./core/span.js";
import { readersOf } from "./policy/access/readers.js";
import { keyEstimate } from "./pricing/estimate.js";
import { monthlyRange } from "./pricing/words.js";
import { basisOf } from "./costs.js";
import { keysInWords } from "./render/key-words.js";
import { readersInShort, rotationInShort } from "./render/lens-words.js";
import { costHints, costInput, readOf, type Analysis } from "./service.js";

/** What stands above a resource. */
export interface Lens {
  readonly resource: string;
  /** Its logical id. */
  readonly span: Span;
  /**
   * `text` says `title` and no more; `change-key` leads to the choice of a key. The titles of the
   * others are worked out by `readersOfTable` and `tablesOfKey`.
   */
  readonly kind: "text" | "change-key" | "readers" | "tables";
  /** Empty where it is yet to be worked out. */
  readonly title: string;
}

/** A title, and the places that it counts. */
export interface CountedPlaces {
  readonly title: string;
  /** In the analysed document. */
  readonly spans: readonly Span[];
  /** In other templates: the resources' names, and how their templates are called to people. */
  readonly elsewhere: readonly { readonly resource: string; readonly of: string }[];
}

/**
 * The lenses of a template in document order, none above keys that are another service's business;
 * what one text makes several times has them once.
 */
export function lensesOf(analysis: Analysis, settings: Settings): readonly Lens[] {
  const template = readOf(analysis)?.template;
  if (template === undefined) return [];
  const costs = settings.cost.show ? costsOfKeys(analysis, settings) : new Map<string, string>();
  const lenses = [
    ...template.tables.flatMap((table) => tableLenses(table, analysis)),
    ...template.keys.filter((key) => isJudged(key, settings)).flatMap((key) => keyLenses(key, costs)),
  ];
  const places = new Map(lenses.map((lens) => [`${lens.span.start} ${lens.kind} ${lens.title}`, lens]));
  return [...places.values()].sort((a, b) => a.span.start - b.span.start);
}

/** Who may read or write a table under a customer managed key: "3 can decrypt, 1 blocked". */
export function readersOfTable(analysis: Analysis, resource: string): CountedPlaces | null {
  const template = readOf(analysis)?.template;
  const table = template?.tables.find(({ logicalId }) => logicalId === resource);
  if (template === undefined || table === undefined) return null;
  const readers = table.replicas.flatMap((replica) => readersOf(table, replica, template));
  const spans = readers.flatMap(({ who, access }) => {
    if (who.kind === "principal") return [spanOf(who.principal.nameAt)];
    const at = access.by[0]?.statement.at ?? null;
    return at === null || at.path !== undefined ? [] : [spanOf(at)];
  });
  return { title: readersInShort(readers), spans: unique(spans), elsewhere: [] };
}

/** The tables that a key encrypts in some case, of this template and of others: "used by 2 tables". */
export function tablesOfKey(analysis: Analysis, resource: string): CountedPlaces | null {
  const template = readOf(analysis)?.template;
  const key = template?.keys.find(({ logicalId }) => logicalId === resource);
  if (template === undefined || key === undefined) return null;
  const tables = template.tablesUnder(key);
  const elsewhere = key.usedBy.flatMap(({ logicalId, type, of }) =>
    of !== undefined && isTableType(type) ? [{ resource: logicalId, of }] : [],
  );
  const count = tables.length + elsewhere.length;
  const title =
    count === 0 ? "used by no table in reach" : `used by ${count} ${count === 1 ? "table" : "tables"}`;
  return { title, spans: unique(tables.map(({ nameAt }) => spanOf(nameAt))), elsewhere };
}

/** What stands above each table and key, in one text: "AWS owned key · $0"; by logical id. */
export function lensTexts(analysis: Analysis, settings: Settings): ReadonlyMap<string, string> {
  const template = readOf(analysis)?.template;
  if (template === undefined) return new Map();
  const hintsAt = (resource: Table | Key): readonly string[] => [
    ...new Set(costHints(analysis, spanOf(resource.at)).map(({ label }) => label)),
  ];
  const ofTable = (table: Table): readonly string[] => {
    const hints = hintsAt(table);
    return hints.length > 0 ? hints : [keysInWords(table)];
  };
  const ofKey = (key: Key): readonly string[] => [...hintsAt(key), rotationInShort(key) ?? []].flat();
  const keys = template.keys.filter((key) => isJudged(key, settings));
  return new Map([
    ...template.tables.map((table) => [table.logicalId, ofTable(table).join(" / ")] as const),
    ...keys.map((key) => [key.logicalId, ofKey(key).join(" · ")] as const),
  ]);
}

function tableLenses(table: Table, { generated }: Analysis): readonly Lens[] {
  const base = { resource: table.logicalId, span: spanOf(table.nameAt) };
  const isOwn = table.replicas.some(({ encryption }) =>
    encryption.some(({ value }) => value.verdict === "customer-managed"),
  );
  return [
    { ...base, kind: "text", title: keysInWords(table) },
    ...(isOwn ? [{ ...base, kind: "readers", title: "" } as const] : []),
    ...(generated || table.locked !== null
      ? []
      : [{ ...base, kind: "change-key", title: "Change key…" } as const]),
  ];
}

function keyLenses(key: Key, costs: ReadonlyMap<string, string>): readonly Lens[] {
  const base = { resource: key.logicalId, span: spanOf(key.nameAt) };
  const titles = [rotationInShort(key) ?? [], costs.get(key.logicalId) ?? []].flat();
  return [
    { ...base, kind: "tables", title: "" },
    ...titles.map((title) => ({ ...base, kind: "text", title }) as const),
  ];
}

/** By logical id. */
function costsOfKeys(analysis: Analysis, settings: Settings): ReadonlyMap<string, string> {
  const path = plainPath(analysis.source.path);
  const basis = basisOf(settings);
  const own = (costInput(analysis)?.keys ?? []).filter((one) => plainPath(one.path) === path);
  return new Map(
    own.map((key) => [key.resource, `${monthlyRange(keyEstimate(key, basis), basis.prices)} a month`]),
  );
}

function unique(spans: readonly Span[]): readonly Span[] {
  return [...new Map(spans.map((span) => [span.start, span])).values()];
}
