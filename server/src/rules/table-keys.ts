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
  return template.keys.filter((key) => whyNotThere(key, template, when) === null && isUsable(key));
}

/** Why a resource can't name a key of its template where these assumptions hold, as a clause; or null. */
export function whyNotThere(key: Key, template: Template, when: readonly Assumption[]): string | null {
  if (key.locked !== null) return `key '${key.logicalId}' can't be named: ${key.locked}`;
  const { condition } = key;
  const isAlwaysThere =
    condition === null || !template.canHold([...when, { kind: "condition", name: condition, is: false }]);
  return isAlwaysThere
    ? null
    : `key '${key.logicalId}' exists only where its condition '${condition}' holds, and the table elsewhere, too`;
}

/** Whether the key is symmetric, for encryption and enabled in every case. */
export function isUsable(key: Key): boolean {
  return whyUnusable(key) === null;
}

/** Why a key isn't known to be able to encrypt a table in every case, as a clause; or null. */
export function whyUnusable(key: Key): string | null {
  const material = key.primary ?? key;
  const name = `key '${key.logicalId}'${ofHome(key)}`;
  const spec = whyNot(material.spec, "SYMMETRIC_DEFAULT");
  if (spec !== null) return `${name} isn't symmetric (${spec("KeySpec")})`;
  const usage = whyNot(material.usage, "ENCRYPT_DECRYPT");
  if (usage !== null) return `${name} isn't for encryption (${usage("KeyUsage")})`;
  const enabled = whyNot(key.enabled, true);
  return enabled === null ? null : `${name} isn't always enabled (${enabled("Enabled")})`;
}

/** What is in the way of a property having a value in every case, given the property's name; or null. */
function whyNot<T>(cases: Cases<Read<T>>, wanted: T): ((property: string) => string) | null {
  for (const { value } of cases) {
    if (!value.known) return (property) => `${property} isn't known, because ${value.reason}`;
    if (value.value !== wanted) return (property) => `${property} is ${String(value.value)}`;
  }
  return cases.length === 0 ? (property) => `${property} isn't known` : null;
}

/** Why a key of a table's own stack, or of one beside it, can't encrypt it, as a clause; or null. */
export function whyNotLocal({ replicas }: Table): string | null {
  if (replicas.some(({ local }) => local)) return null;
  return "none of its replicas is known to lie in this stack's Region (see the setting 'region')";
}

function declaredHere(what: string, declared: Pick<Key, "logicalId" | "nameAt" | "home">) {
  const message = `${what} '${declared.logicalId}'${ofHome(declared)} is declared here.`;
  return { at: declared.nameAt, message };
}

function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}
