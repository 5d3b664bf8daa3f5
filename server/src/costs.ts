/** The façade's part for money: what is read of templates, as `pricing/` estimates it, one or many together. */
import { agreed } from "./core/agreed.js";
import { ofHome } from "./core/home.js";
import { canRotate } from "./core/key-rotation.js";
import { isJudged, isTableType } from "./core/key-scope.js";
import type { Key, KeyReference, Replica, Table, Template } from "./core/model.js";
import { plainPath } from "./core/paths.js";
import type { Settings } from "./core/settings.js";
import { nameOfText } from "./core/text.js";
import { basisOf } from "./pricing/basis.js";
import { changeInWords } from "./pricing/change.js";
import { totalEstimate } from "./pricing/estimate.js";
import { YEAR_DAYS, type Rotation } from "./pricing/key-fee.js";
import {
  statedCallers,
  type CostInput,
  type PricedCase,
  type PricedKey,
  type PricedTable,
} from "./pricing/priced.js";
import { money } from "./pricing/prices.js";
import type { Range } from "./pricing/range.js";
import { pricedIn } from "./rules/working-keys.js";

export { basisOf } from "./pricing/basis.js";

/** What one template adds to the costs, in the order of its tables and of the keys that are judged. */
export function costInputOf(template: Template, path: string, settings: Settings): CostInput {
  const known = new Map<string, PricedKey>();
  const read = template.tables.map((table) => ({
    table,
    replicas: table.replicas.map((replica) => casesOf(table, replica, template)),
  }));
  const users = localUsers(read);
  const priced = (key: Key): PricedKey => {
    const id = idOf(key);
    const made = known.get(id) ?? pricedKey(key, path, users.get(id) ?? 0);
    known.set(id, made);
    return made;
  };
  return {
    tables: read.map((one) => pricedTable(one, template, path, priced)),
    keys: template.keys.filter((key) => isJudged(key, settings)).map(priced),
  };
}

/** Several templates as one: tables that share a key share it wherever they are declared. */
export function joinedCosts(inputs: readonly CostInput[]): CostInput {
  const keys = new Map<string, PricedKey>();
  const users = new Map<string, Set<string>>();
  const see = (key: PricedKey): void => void keys.set(locationOf(key), keys.get(locationOf(key)) ?? key);
  for (const { tables, keys: declared } of inputs) {
    declared.forEach(see);
    for (const table of tables) {
      for (const { declared: key } of table.replicas.flat()) {
        if (key === null) continue;
        see(key);
        const known = users.get(locationOf(key)) ?? new Set();
        users.set(locationOf(key), known.add(locationOf(table)));
      }
    }
  }
  const joined = new Map(
    [...keys].map(([id, key]) => [id, { ...key, tables: users.get(id)?.size ?? 0 }] as const),
  );
  const tables = inputs
    .flatMap((input) => input.tables)
    .map((table) => ({
      ...table,
      replicas: table.replicas.map((cases) =>
        cases.map((one) => ({
          ...one,
          declared: one.declared === null ? null : (joined.get(locationOf(one.declared)) ?? null),
        })),
      ),
    }));
  return { tables, keys: [...joined.values()] };
}

/**
 * What the bill of a month changes by between two states of the same templates: the range is that before
 * any rotation, the words say what rotation adds.
 *
 * @param isOurs whether a path is one of these templates: keys of others are there before as well.
 */
export function costOfChange(
  before: readonly CostInput[],
  after: readonly CostInput[],
  isOurs: (path: string) => boolean,
  settings: Settings,
): Range & { readonly words: string } {
  const basis = basisOf(settings);
  const old = joinedCosts(before);
  const changed = joinedCosts(after);
  const known = new Set(old.keys.map(locationOf));
  const elsewhere = changed.keys.filter((key) => !isOurs(key.path) && !known.has(locationOf(key)));
  const from = totalEstimate({ ...old, keys: [...old.keys, ...elsewhere] }, basis);
  const to = totalEstimate(changed, basis);
  const ends = [to.firstYear.low - from.firstYear.low, to.firstYear.high - from.firstYear.high];
  const change = { low: Math.min(...ends), high: Math.max(...ends) };
  const open = changedTables(old, changed).some(
    ({ conditional, replicas }) => conditional || replicas.some((cases) => cases.length > 1),
  );
  const later = to.monthly.high - from.monthly.high - change.high;
  const words = [
    ...(change.high < CENT && later > CENT ? [] : [changeInWords({ ...change, open }, basis.prices)]),
    ...(later > CENT ? [`up to ${money(later, basis.prices)} a month more after the second rotation`] : []),
  ];
  return { ...change, words: words.join(", and ") };
}

/** Less than this no bill shows. */
const CENT = 0.005;

/** The tables that have another type of key then, in some case. */
function changedTables(before: CostInput, after: CostInput): readonly PricedTable[] {
  const typesOf = ({ replicas }: PricedTable): string =>
    JSON.stringify(replicas.map((cases) => cases.map(({ key }) => key)));
  const known = new Map(before.tables.map((table) => [locationOf(table), typesOf(table)]));
  return after.tables.filter((table) => known.get(locationOf(table)) !== typesOf(table));
}

/** A table with what each case of its replicas counts as, and the key that it works with where one is declared. */
interface ReadTable {
  readonly table: Table;
  readonly replicas: readonly (readonly (Omit<PricedCase, "declared"> & {
    readonly declared: Key | null;
  })[])[];
}

function casesOf(table: Table, replica: Replica, template: Template): ReadTable["replicas"][number] {
  return replica.encryption.map(({ when, value }) => {
    const key = pricedIn(value, when, table, replica, template);
    return { when, key, declared: key === "customer-managed" ? declaredKey(value.key) : null };
  });
}

function pricedTable(
  { table, replicas }: ReadTable,
  template: Template,
  path: string,
  priced: (key: Key) => PricedKey,
): PricedTable {
  return {
    path,
    resource: table.logicalId,
    activeCallers: statedCallers(table),
    callersMalformed: table.activeCallers === "malformed",
    account: template.context.account,
    conditional: table.condition !== null,
    replicas: replicas.map((cases) =>
      cases.map((one) => ({ ...one, declared: one.declared === null ? null : priced(one.declared) })),
    ),
    regions: table.replicas.flatMap(({ region }) => (region === null ? [] : nameOfText(region))),
  };
}

function pricedKey(key: Key, path: string, localTables: number): PricedKey {
  const elsewhere = key.usedBy.filter(({ type, of }) => of !== undefined && isTableType(type)).length;
  return {
    path: key.home?.path ?? path,
    resource: key.logicalId,
    name: `${key.logicalId}${ofHome(key)}`,
    rotation: rotationOf(key),
    tables: key.home === null ? localTables + elsewhere : null,
    conditional: key.condition !== null,
  };
}

/** How many tables of a template are encrypted with each key in some case. */
function localUsers(tables: readonly ReadTable[]): ReadonlyMap<string, number> {
  const users = new Map<string, number>();
  for (const { replicas } of tables) {
    const ids = new Set(replicas.flat().flatMap(({ declared }) => (declared === null ? [] : idOf(declared))));
    for (const id of ids) users.set(id, (users.get(id) ?? 0) + 1);
  }
  return users;
}

function declaredKey(reference: KeyReference | null): Key | null {
  return reference?.kind === "key" || reference?.kind === "alias" ? reference.key : null;
}

/** A replica of a multi-Region key is rotated, and charged, as its primary is. */
function rotationOf(key: Key): Rotation {
  const material = key.primary ?? key;
  if (key.kind === "replica-key" && key.primary === null) return { rotates: null, days: YEAR_DAYS };
  const on = agreed(material.rotation, (enabled) => enabled, false);
  const [period] = material.rotationPeriod;
  const days =
    material.rotationPeriod.length === 1 && period?.value?.known === true ? period.value.value : YEAR_DAYS;
  return { rotates: canRotate(material) ? on : false, days };
}

/** Tells the keys apart that one template refers to: its own are known by their name alone. */
function idOf({ home, logicalId }: Key): string {
  return home === null ? logicalId : locationOf({ path: home.path, resource: logicalId });
}

function locationOf({ path, resource }: { readonly path: string; readonly resource: string }): string {
  return `${plainPath(path)}\n${resource}`;
}
