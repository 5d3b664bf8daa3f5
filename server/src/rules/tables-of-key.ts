import { mapCases, type Cases } from "../core/cases.js";
import type { Key, KeyReference, Replica, Table, Template } from "../core/model.js";
import { isTableType } from "../core/key-scope.js";
import { pairs } from "../core/case-pairs.js";
import { declaredKeyOf } from "./table-keys.js";

/** Types that refer to a key for the sake of its tables: they neither use it nor hand it on. */
const BESIDE_TABLES = ["AWS::KMS::Alias", "AWS::KMS::ReplicaKey", "AWS::KMS::Key", "AWS::IAM::"];

/**
 * Whether nothing in reach but tables uses the key, and at least one does. A stack or a parameter
 * store that it is handed to may give it to anything.
 */
export function isForTablesOnly(key: Key): boolean {
  return (
    key.usedBy.some(({ type }) => isTableType(type)) &&
    key.usedBy.every(
      ({ type }) => isTableType(type) || BESIDE_TABLES.some((prefix) => type.startsWith(prefix)),
    )
  );
}

/** The names of the tables of other templates that refer to the key: "'Orders' of orders.yaml". */
export function tablesElsewhere(key: Key): readonly string[] {
  return key.usedBy.flatMap(({ logicalId, type, of }) =>
    of !== undefined && isTableType(type) ? [`'${logicalId}' of ${of}`] : [],
  );
}

/** What holds in the cases in which the key encrypts the table or one of its replicas; null in others. */
export function whereUsed<T>(
  cases: Cases<T>,
  table: Table,
  key: Key,
  canHold: Template["canHold"],
): Cases<T | null> {
  if (!usesKey(table.replicas, key)) return [];
  const numbers = new Map(cases.map(({ value }, index) => [value, index]));
  let found: Cases<Use<T>> = cases.map(({ when, value }) => ({ when, value: { value, isUsed: false } }));
  for (const { encryption } of table.replicas) {
    found = mapCases(
      pairs(found, encryption, canHold),
      ([{ value, isUsed }, { key: named }]) => ({ value, isUsed: isUsed || isReferenceTo(named, key) }),
      ({ value, isUsed }) => `${numbers.get(value) ?? ""} ${String(isUsed)}`,
    );
  }
  return found.map(({ when, value: { value, isUsed } }) => ({ when, value: isUsed ? value : null }));
}

interface Use<T> {
  readonly value: T;
  readonly isUsed: boolean;
}

function usesKey(replicas: readonly Replica[], key: Key): boolean {
  return replicas.some(({ encryption }) => encryption.some(({ value }) => isReferenceTo(value.key, key)));
}

function isReferenceTo(reference: KeyReference | null, key: Key): boolean {
  const named = reference === null ? null : declaredKeyOf(reference);
  return named !== null && named.logicalId === key.logicalId && named.home === key.home;
}
