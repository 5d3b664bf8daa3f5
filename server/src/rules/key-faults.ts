import type { Assumption } from "../core/cases.js";
import { ofHome } from "../core/home.js";
import type { Key, KeyReference, Replica, Table, Template } from "../core/model.js";
import type { Report } from "../core/rule.js";
import { existenceOf, joined, pairs } from "../core/case-pairs.js";
import { regionFaults } from "./key-regions.js";
import { declaredKeyOf, isUsable } from "./table-keys.js";

/** Why a key can't work for a table, in one case; the messages stand in `valid-table-key`. */
export interface KeyFault {
  readonly message:
    | "notSymmetric"
    | "notForEncryption"
    | "disabled"
    | "keyOfStack"
    | "keyInTwoRegions"
    | "otherRegion"
    | "multiRegionElsewhere"
    | "otherService"
    | "malformed"
    | "dummyKey"
    | "placeholderAccount";
  readonly when: readonly Assumption[];
  readonly data: Readonly<Record<string, string>>;
  readonly related: NonNullable<Report["related"]>;
}

/** The key id of AWS's examples, which CDK writes where a lookup has not been done yet. */
const EXAMPLE_KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** Accounts that stand for any account in AWS's documentation. */
const PLACEHOLDER_ACCOUNTS = ["123456789012", "111122223333", "444455556666", "000000000000"];

/** All that keeps a key from working for this replica of a table in a case. */
export function keyFaults(
  reference: KeyReference,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
): readonly KeyFault[] {
  const fault = (message: KeyFault["message"], data: KeyFault["data"] = {}): KeyFault => ({
    message,
    when,
    data: { ...data, region: replica.regionName ?? "" },
    related: [],
  });
  switch (reference.kind) {
    case "malformed":
      return [fault("malformed", { reason: reference.reason })];
    case "alias-name":
      return isOfOtherService(reference.name) ? [fault("otherService", { alias: reference.name })] : [];
    case "key-id":
      return reference.name === EXAMPLE_KEY ? [fault("dummyKey")] : [];
    case "key-arn":
    case "alias-arn":
      return arnFaults(reference, replica, template, fault);
    case "key":
    case "alias": {
      const key = declaredKeyOf(reference);
      if (key === null) return [];
      return [
        ...regionFaults(reference, when, table, replica, template).map((one) => ({
          ...fault(one.message, { key: nameOf(key), other: one.other }),
          when: one.when,
          related: one.related,
        })),
        ...otherRegionOf(reference, key, replica).map((keyRegion) => fault("otherRegion", { keyRegion })),
        ...declaredKeyFaults(key, when, table, template),
      ];
    }
    case "unknown":
      return [];
  }
}

/** The key as the subject of a clause: "'TableKey'", "'TableKey' of keys.yaml". */
function nameOf(key: Key): string {
  return `'${key.logicalId}'${ofHome(key)}`;
}

/** The Region of the ARN written around a key, or of the stack that declares it, where it isn't the replica's. */
function otherRegionOf(reference: KeyReference, key: Key, replica: Replica): readonly string[] {
  const written = reference.kind === "key" ? (reference.arnRegion ?? null) : null;
  const region = written ?? key.home?.region ?? null;
  return region === null || replica.regionName === null || region === replica.regionName ? [] : [region];
}

type ArnReference = Extract<KeyReference, { readonly kind: "key-arn" | "alias-arn" }>;

function arnFaults(
  { kind, name, region, account }: ArnReference,
  replica: Replica,
  template: Template,
  fault: (message: KeyFault["message"], data?: KeyFault["data"]) => KeyFault,
): readonly KeyFault[] {
  if (kind === "key-arn" && name === EXAMPLE_KEY) return [fault("dummyKey")];
  if (name !== null && isOfOtherService(name)) return [fault("otherService", { alias: name })];
  if (region !== null && replica.regionName !== null && region !== replica.regionName) {
    const isMultiRegion = kind === "key-arn" && name?.startsWith("mrk-") === true;
    return [fault(isMultiRegion ? "multiRegionElsewhere" : "otherRegion", { keyRegion: region })];
  }
  const isPlaceholder = account !== null && PLACEHOLDER_ACCOUNTS.includes(account);
  return isPlaceholder && account !== template.context.account
    ? [fault("placeholderAccount", { account })]
    : [];
}

/** What the template itself says against a key that it declares. */
function declaredKeyFaults(
  key: Key,
  when: readonly Assumption[],
  table: Table,
  template: Template,
): readonly KeyFault[] {
  if (isUsable(key)) return [];
  const existence = joined(existenceOf(table), existenceOf(key));
  const canHold: Template["canHold"] = (both) => template.canHold(joined(both, existence));
  const material = key.primary ?? key;
  const always = [{ when, value: null }];
  const symmetric = pairs(always, pairs(material.spec, material.usage, canHold), canHold).flatMap(
    ({ when: both, value }): KeyFault[] => {
      const [spec, usage] = value[1];
      const data = { key: nameOf(key) };
      if (spec.known && spec.value !== "SYMMETRIC_DEFAULT") {
        const related = [{ at: spec.at, message: `KeySpec is ${spec.value}.` }];
        return [{ message: "notSymmetric", when: both, data: { ...data, spec: spec.value }, related }];
      }
      if (!usage.known || usage.value === "ENCRYPT_DECRYPT") return [];
      const related = [{ at: usage.at, message: `KeyUsage is ${usage.value}.` }];
      return [{ message: "notForEncryption", when: both, data: { ...data, usage: usage.value }, related }];
    },
  );
  const disabled = pairs(always, key.enabled, canHold).flatMap(
    ({ when: both, value: [, enabled] }): KeyFault[] => {
      if (!enabled.known || enabled.value) return [];
      const related = [{ at: enabled.at, message: `Key ${nameOf(key)} is disabled here.` }];
      return [{ message: "disabled", when: both, data: { key: nameOf(key) }, related }];
    },
  );
  return [...symmetric, ...disabled];
}

function isOfOtherService(alias: string): boolean {
  return alias.startsWith("alias/aws/") && alias !== "alias/aws/dynamodb";
}
