import { describeCase } from "../core/cases.js";
import { isSameKey, ofHome } from "../core/home.js";
import { mayStoreUnder } from "../core/key-scope.js";
import type { Encryption, Key, KeyReference, Table, Template } from "../core/model.js";
import type { ChangeOfKey } from "./key-change.js";
import { listed } from "./listed.js";

/**
 * What is to be done about the keys that a change replaces, as sentences. One that something else
 * still needs mustn't be disabled.
 *
 * @param from what encrypted the table where it changes: customer managed keys only.
 */
export function oldKeySteps(
  { table, to, after }: Pick<ChangeOfKey, "table" | "to" | "after">,
  from: readonly Encryption[],
): readonly string[] {
  const keys = distinct(from.flatMap(({ key }) => key ?? []));
  if (keys.length === 0) return [];
  const needed = keys.flatMap((key) => {
    const reasons = reasonsToKeep(key, table, after);
    return reasons.length === 0 ? [] : [`Don't disable ${nameOf(key)}: ${reasons.join(", and ")}.`];
  });
  const isFree = needed.length < keys.length;
  const old = needed.length === 0 ? "the old key" : "each other old key";
  const through = to === "aws-owned" ? "no longer names it" : "shows the new key with the status ENABLED";
  return [
    ...needed,
    ...(isFree ? [`Keep ${old} enabled until the table's SSEDescription ${through}.`] : []),
    "On-demand backups that were made before go on needing the old key.",
    ...(isFree ? [`${capitalised(old)} is charged for until its deletion is scheduled.`] : []),
  ];
}

/** Who names the key after the change, as clauses. */
function reasonsToKeep(key: KeyReference, table: Table, after: Template): readonly string[] {
  const under = after.tables.filter((one) => casesUnder(key, one).length > 0);
  const own = under.filter(({ logicalId }) => logicalId === table.logicalId);
  const others = under.filter(({ logicalId }) => logicalId !== table.logicalId);
  const names = [...new Set([...others.map(({ logicalId }) => `'${logicalId}'`), ...otherUsers(key, after)])];
  return [
    ...own.map((one) => `'${one.logicalId}' still has it ${listed(casesUnder(key, one))}`.trimEnd()),
    ...(names.length === 0
      ? []
      : [`${listed(names)} still ${names.length === 1 ? "refers" : "refer"} to it`]),
  ];
}

/** In which cases the key encrypts a table: "when IsProd is false"; empty text for every case. */
function casesUnder(key: KeyReference, { replicas }: Table): readonly string[] {
  const cases = replicas.flatMap(({ encryption }) =>
    encryption.filter(({ value }) => value.key !== null && isSame(value.key, key)),
  );
  return [...new Set(cases.map(({ when }) => describeCase(when).trim()))];
}

/** What else is encrypted with a declared key, or may be: tables of other templates, buckets, stacks. */
function otherUsers(reference: KeyReference, { keys, tableIds }: Template): readonly string[] {
  const before = declaredKey(reference);
  if (before === null) return [];
  const key = keys.find((one) => isSameKey(one, before)) ?? before;
  return key.usedBy
    .filter(({ logicalId, type, of }) => {
      // Tables of this template are known by their cases; seen from another template's key they are elsewhere.
      const isHere = of === undefined || key.home !== null;
      return mayStoreUnder(type) && !(isHere && tableIds().has(logicalId));
    })
    .map(({ logicalId, of }) => `'${logicalId}'${of === undefined ? ofHome(key) : ` of ${of}`}`);
}

function distinct(keys: readonly KeyReference[]): readonly KeyReference[] {
  return keys.filter((key, index) => keys.findIndex((other) => isSame(other, key)) === index);
}

function isSame(a: KeyReference, b: KeyReference): boolean {
  const [one, other] = [declaredKey(a), declaredKey(b)];
  return one === null && other === null ? a.text === b.text : isSameKey(one, other);
}

function nameOf(reference: KeyReference): string {
  const key = declaredKey(reference);
  return key === null ? `the key ${reference.text}` : `the key '${key.logicalId}'${ofHome(key)}`;
}

function declaredKey(reference: KeyReference): Key | null {
  return reference.kind === "key" || reference.kind === "alias" ? reference.key : null;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
