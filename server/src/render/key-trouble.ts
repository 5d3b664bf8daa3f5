import { compatible, describeCase, type Assumption, type Cases } from "../core/cases.js";
import type { Key, KeyReference, Read, Replica } from "../core/model.js";
import { keyName } from "./key-name.js";
import { code, plain } from "./markdown.js";

/** Why DynamoDB will refuse a key, as a clause in Markdown. */
export interface KeyTrouble {
  readonly clause: string;
  /** It holds in the whole case it was asked about, not only in a part of it. */
  readonly always: boolean;
}

/** What keeps the key a table names from working, as far as the template shows it; or null. */
export function keyTrouble(
  reference: KeyReference,
  replica: Replica,
  when: readonly Assumption[],
): KeyTrouble | null {
  switch (reference.kind) {
    case "malformed":
      return { clause: plain(reference.reason), always: true };
    case "alias-name":
      return foreignAlias(reference.name);
    case "alias-arn":
      return foreignAlias(reference.name) ?? otherRegion(reference.region, replica);
    case "key-arn":
      return otherRegion(reference.region, replica);
    case "key":
    case "alias":
      return reference.key === null ? null : declaredTrouble(reference.key, when);
    case "key-id":
    case "unknown":
      return null;
  }
}

/** What keeps every table from using a key of the template; or null. */
export function declaredTrouble(key: Key, when: readonly Assumption[]): KeyTrouble | null {
  return (
    wrong(key.spec, "SYMMETRIC_DEFAULT", when, (spec) => {
      return `${keyName(key)} is ${code(spec)}, and DynamoDB takes symmetric encryption keys only`;
    }) ??
    wrong(key.usage, "ENCRYPT_DECRYPT", when, (usage) => {
      return `${keyName(key)} is for ${code(usage)}, and DynamoDB needs ${code("ENCRYPT_DECRYPT")}`;
    }) ??
    wrong(key.enabled, true, when, () => `${keyName(key)} is disabled`)
  );
}

function wrong<T>(
  cases: Cases<Read<T>>,
  wanted: T,
  when: readonly Assumption[],
  say: (value: T) => string,
): KeyTrouble | null {
  const possible = cases.filter((one) => compatible(one.when, when));
  for (const one of possible) {
    if (!one.value.known || one.value.value === wanted) continue;
    const always = possible.every(({ value }) => value.known && value.value !== wanted);
    return { clause: say(one.value.value) + (always ? "" : plain(describeCase(one.when))), always };
  }
  return null;
}

function foreignAlias(name: string | null): KeyTrouble | null {
  if (name === null || !name.startsWith("alias/aws/") || name === "alias/aws/dynamodb") return null;
  return { clause: `${code(name)} is the key of another AWS service`, always: true };
}

function otherRegion(region: string | null, { regionName }: Replica): KeyTrouble | null {
  if (region === null || region === "" || regionName === null || region === regionName) return null;
  return { clause: `the key lies in ${plain(region)} and the table in ${plain(regionName)}`, always: true };
}
