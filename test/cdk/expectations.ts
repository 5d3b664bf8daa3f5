import assert from "node:assert/strict";
import type { IConstruct } from "constructs";
import type { KeyEntry, Place, TableEntry } from "./report.js";
import type { Synthesis } from "./synthesis.js";

/** What is expected of a table construct, in the words of the app. */
export interface TableExpectation {
  /** `aws-owned`, `aws-managed`, `invalid`. */
  toBe(key: string): void;
  /** By a key construct of the app, in whichever stack it is. */
  toBeEncryptedWith(key: IConstruct): void;
  /** By a key that is named in this way, and that isn't part of the app. */
  toBeEncryptedWithKeyNamed(reference: RegExp): void;
  /** It can't be known from the app. */
  toBeUndecided(reason: RegExp): void;
}

/**
 * Expects something of a table, asked for by its construct.
 *
 * @param replica the Region of a global table's replica.
 */
export function expectTable(
  { report, placeOf }: Synthesis<unknown>,
  table: IConstruct,
  replica: string | null = null,
): TableExpectation {
  const place = placeOf(table);
  const name = `${table.node.path}${replica === null ? "" : ` in ${replica}`}`;
  const entries = report.tables.filter((entry) => isAt(entry, place) && entry.replica === replica);
  assert.equal(entries.length, 1, `${name} is reported once, at ${place.path} ${place.resource}`);
  const cases = entries.flatMap((entry: TableEntry) => entry.cases);
  assert.equal(cases.length, 1, `${name} means one thing`);
  const [only] = cases;
  const keyAt = only?.keyAt ?? null;
  return {
    toBe: (key) => assert.deepEqual([only?.key, keyAt], [key, null], name),
    toBeEncryptedWith: (key) =>
      assert.deepEqual([only?.key, keyAt], ["customer-managed", placeOf(key)], name),
    toBeEncryptedWithKeyNamed: (reference) => {
      assert.deepEqual([only?.key, keyAt], ["customer-managed", null], name);
      assert.match(only?.reference ?? "", reference, name);
    },
    toBeUndecided: (reason) => {
      assert.deepEqual([only?.key, keyAt], ["undecided", null], name);
      assert.match(only?.reason ?? "", reason, name);
    },
  };
}

/** What is reported of a key, asked for by its construct. */
export function keyEntry({ report, placeOf }: Synthesis<unknown>, key: IConstruct): KeyEntry {
  const place = placeOf(key);
  const [entry, ...others] = report.keys.filter((one) => isAt(one, place));
  assert.ok(entry !== undefined && others.length === 0, `${key.node.path} is reported once`);
  return entry;
}

/** The tables that are reported to use a key: by their construct paths, a replica with its Region. */
export function usersOf(
  synthesis: Synthesis<unknown>,
  key: IConstruct,
  tables: readonly IConstruct[],
): readonly string[] {
  const nameOf = ({ path, resource }: Place): string =>
    tables.find((table) => isAt({ path, resource }, synthesis.placeOf(table)))?.node.path ??
    `${path} ${resource}`;
  return keyEntry(synthesis, key)
    .usedBy.map((user) => `${nameOf(user)}${user.replica === null ? "" : ` in ${user.replica}`}`)
    .sort();
}

function isAt(one: Place, other: Place): boolean {
  return one.path === other.path && one.resource === other.resource;
}
