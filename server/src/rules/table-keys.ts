import type { Assumption, Cases } from "../core/cases.js";
import { ofHome } from "../core/home.js";
import type { Key, KeyReference, Read, Replica, Table, Template } from "../core/model.js";
import type { Report } from "../core/rule.js";
import { nameOfText } from "../core/text.js";

/** The key of this template that a reference leads to, directly or through an alias; or null. */
export function declaredKeyOf(reference: KeyReference): Key | null {
  return reference.kind === "key" || reference.kind === "alias" ? reference.key : null;
}

/** The Region of a replica as the template gives it; null for a table that isn't global. */
export function replicaName(replica: Replica): string | null {
  return replica.region === null ? null : nameOfText(replica.region);
}

/** A table or a replica as the subject of a sentence: "Table 'Orders'". */
export function subjectOf(table: Table, replica: string | null): string {
  if (table.kind !== "global-table") return `Table '${table.logicalId}'`;
  const whole = `lobal table '${table.logicalId}'`;
  return replica === null ? `G${whole}` : `Replica ${replica} of g${whole}`;
}

/** The same within a sentence: "table 'Orders'". */
export function lowerSubjectOf(table: Table, replica: string | null): string {
  const subject = subjectOf(table, replica);
  return subject.charAt(0).toLowerCase() + subject.slice(1);
}

/** The places a key reference leads through: the parameter, mapping or alias, and the key itself. */
export function placesOf(reference: KeyReference | null): NonNullable<Report["related"]> {
  if (reference === null) return [];
  const steps = reference.trace.map(({ at, text }) => ({ at, message: sentence(text) }));
  const alias = reference.kind === "alias" ? [declaredHere("Alias", reference.alias)] : [];
  const key = declaredKeyOf(reference);
  return [...steps, ...alias, ...(key === null ? [] : [declaredHere("Key", key)])];
}

/**
 * Keys of the template that a resource may use where these assumptions hold: they exist then, and are
 * symmetric, for encryption and enabled in every case.
 */
export function usableKeys(template: Template, when: readonly Assumption[]): readonly Key[] {
  return template.keys.filter(
    (key) =>
      key.locked === null &&
      isUsable(key) &&
      (key.condition === null ||
        !template.canHold([...when, { kind: "condition", name: key.condition, is: false }])),
  );
}

/** Whether the key is symmetric, for encryption and enabled in every case. */
export function isUsable(key: Key): boolean {
  const material = key.primary ?? key;
  return (
    isAlways(material.spec, "SYMMETRIC_DEFAULT") &&
    isAlways(material.usage, "ENCRYPT_DECRYPT") &&
    isAlways(key.enabled, true)
  );
}

function isAlways<T>(cases: Cases<Read<T>>, wanted: T): boolean {
  return cases.length > 0 && cases.every(({ value }) => value.known && value.value === wanted);
}

function declaredHere(what: string, declared: Pick<Key, "logicalId" | "nameAt" | "home">) {
  const message = `${what} '${declared.logicalId}'${ofHome(declared)} is declared here.`;
  return { at: declared.nameAt, message };
}

function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}
