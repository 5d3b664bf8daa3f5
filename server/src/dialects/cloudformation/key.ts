import { mapCases, type Cases } from "../../core/cases.js";
import type { Alias, Key, KeyUser, Read } from "../../core/model.js";
import { textOf, valueOf, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { soleHole, type ResourceValue, type Text } from "../../core/text.js";
import { resourcesMentioning } from "./declarations.js";
import {
  attributeCases,
  casesOf,
  propertyCases,
  propertyValue,
  readIdentity,
  resourceOf,
  type ResourceSource,
} from "./resource.js";
import type { Scope } from "./scope.js";
import { refersTo } from "./table-users.js";
import { policyCases } from "./written-policy.js";
import { readBoolean, readInteger, readString, type Value } from "./value.js";

/** The types that are read as keys. */
export const KEY_KINDS: Readonly<Record<string, Key["kind"]>> = {
  "AWS::KMS::Key": "key",
  "AWS::KMS::ReplicaKey": "replica-key",
};

/**
 * Reads an `AWS::KMS::Key` or `AWS::KMS::ReplicaKey`.
 *
 * @param keyOf finds the key that is the primary of a replica.
 * @param usedBy the resources that refer to it.
 */
export function readKey(
  resource: ResourceSource,
  kind: Key["kind"],
  keyOf: KeyFinder,
  usedBy: readonly KeyUser[],
): Key {
  const withDefault = <T>(cases: Cases<Read<T> | null>, value: T): Cases<Read<T>> =>
    mapCases(cases, (read) => read ?? { known: true, value, at: resource.typeAt }, readIdentity);
  return {
    ...resourceOf(resource),
    kind,
    enabled: withDefault(propertyCases(resource, ["Enabled"], booleanOf), true),
    rotation: propertyCases(resource, ["EnableKeyRotation"], booleanOf),
    rotationPeriod: propertyCases(resource, ["RotationPeriodInDays"], readInteger),
    spec: withDefault(propertyCases(resource, ["KeySpec"], readString), "SYMMETRIC_DEFAULT"),
    usage: withDefault(propertyCases(resource, ["KeyUsage"], readString), "ENCRYPT_DECRYPT"),
    origin: withDefault(propertyCases(resource, ["Origin"], readString), "AWS_KMS"),
    multiRegion: withDefault(propertyCases(resource, ["MultiRegion"], booleanOf), false),
    pendingWindow: propertyCases(resource, ["PendingWindowInDays"], readInteger),
    bypassesLockoutCheck: propertyCases(resource, ["BypassPolicyLockoutSafetyCheck"], booleanOf),
    deletionPolicy: attributeCases(resource, "DeletionPolicy"),
    updateReplacePolicy: attributeCases(resource, "UpdateReplacePolicy"),
    policy: resource.scope.cells.cell(() => policyCases(resource, ["KeyPolicy"])),
    primary: kind === "replica-key" ? referencedKey(resource, "PrimaryKeyArn", keyOf) : null,
    usedBy,
    home: null,
  };
}

/** Finds a key by what refers to it; null where it isn't declared in reach. */
export type KeyFinder = (resource: ResourceValue) => Key | null;

/** Reads an `AWS::KMS::Alias`. */
export function readAlias(resource: ResourceSource, keyOf: KeyFinder): Alias {
  const names = casesOf<{ text: Text; at: Place }>(
    resource,
    (evaluation) => {
      const value = propertyValue(evaluation, resource, ["AliasName"]);
      return { text: value.kind === "text" ? value.text : { parts: [] }, at: value.at };
    },
    ({ text }) => JSON.stringify(text.parts),
    () => ({ text: { parts: [] }, at: resource.typeAt }),
  );
  return {
    ...resourceOf(resource),
    name: names[0]?.value.text ?? { parts: [] },
    key: referencedKey(resource, "TargetKeyId", keyOf),
    home: null,
  };
}

/** Reads a boolean; what is no boolean is not known. */
export function booleanOf(value: Value): Read<boolean> | null {
  const read = readBoolean(value);
  return read === "malformed" ? { known: false, reason: "it isn't a boolean", at: value.at } : read;
}

/** The key that a property is a plain reference to, the same in every world. */
function referencedKey(resource: ResourceSource, property: string, keyOf: KeyFinder): Key | null {
  const targets = casesOf<ResourceValue | null>(
    resource,
    (evaluation) => {
      const value = propertyValue(evaluation, resource, [property]);
      return value.kind === "text" ? (soleHole(value.text)?.resource ?? null) : null;
    },
    (target) => `${target?.path ?? ""} ${target?.logicalId ?? ""}`,
    () => null,
  );
  const target = targets.length === 1 ? (targets[0]?.value ?? null) : null;
  return target === null ? null : keyOf(target);
}

/**
 * The resources whose body refers to this logical id by `Ref`, `Fn::GetAtt` or `Fn::Sub`; where that
 * is an alias, also those that refer to the alias.
 */
export function usersOf(scope: Scope, logicalId: string): readonly KeyUser[] {
  const direct = [...referrersOf(scope, logicalId), ...scope.surroundings.usersOf(logicalId)].filter(
    ({ logicalId: user, of }) => of !== undefined || !scope.surroundings.followsStack(user),
  );
  const aliases = direct.filter(({ type, of }) => type === "AWS::KMS::Alias" && of === undefined);
  const users = [...direct, ...aliases.flatMap((alias) => referrersOf(scope, alias.logicalId))];
  const named = new Map(users.map((user) => [`${user.of ?? ""} ${user.logicalId}`, user]));
  return [...named.values()].filter((user) => user.of !== undefined || user.logicalId !== logicalId);
}

/** Whether a resource says in plain text that it stays when its stack is deleted. */
export function isRetained(body: Node): boolean {
  return textOf(valueOf(body, "DeletionPolicy"))?.startsWith("Retain") === true;
}

/** The resources whose body refers to this logical id, in its own template. */
export function referrersOf(scope: Scope, logicalId: string): readonly KeyUser[] {
  return resourcesMentioning(scope.declarations, logicalId).flatMap((declared) => {
    if (declared.key === logicalId || !refersTo(declared.read().value, logicalId)) return [];
    const type = scope.resourceType(declared.key) ?? "";
    return [{ logicalId: declared.key, type, retained: isRetained(declared.read().value) }];
  });
}
