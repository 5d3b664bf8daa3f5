import { mapCases, type Cases } from "../../core/cases.js";
import type { Alias, Key, Read } from "../../core/model.js";
import type { Place } from "../../core/span.js";
import { soleHole, type Text } from "../../core/text.js";
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
import { readBoolean, readInteger, readString, type Value } from "./value.js";

/** Reads an `AWS::KMS::Key` or `AWS::KMS::ReplicaKey`; `usedBy` are the resources that refer to it. */
export function readKey(resource: ResourceSource, kind: Key["kind"], usedBy: Key["usedBy"]): Key {
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
    primaryId: kind === "replica-key" ? referencedResource(resource, "PrimaryKeyArn") : null,
    usedBy,
  };
}

/** Reads an `AWS::KMS::Alias`. */
export function readAlias(resource: ResourceSource): Alias {
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
    keyId: referencedResource(resource, "TargetKeyId"),
  };
}

/** Reads a boolean; what is no boolean is not known. */
export function booleanOf(value: Value): Read<boolean> | null {
  const read = readBoolean(value);
  return read === "malformed" ? { known: false, reason: "it isn't a boolean", at: value.at } : read;
}

/** The resource of this template that a property is a plain reference to, the same in every world. */
export function referencedResource(resource: ResourceSource, property: string): string | null {
  const targets = casesOf<string | null>(
    resource,
    (evaluation) => {
      const value = propertyValue(evaluation, resource, [property]);
      return value.kind === "text" ? (soleHole(value.text)?.resource?.logicalId ?? null) : null;
    },
    String,
    () => null,
  );
  return targets.length === 1 ? (targets[0]?.value ?? null) : null;
}

/**
 * The resources whose body refers to this logical id by `Ref`, `Fn::GetAtt` or `Fn::Sub`; where that
 * is an alias, also those that refer to the alias.
 */
export function usersOf(scope: Scope, logicalId: string): Key["usedBy"] {
  const direct = referrersOf(scope, logicalId);
  const aliases = direct.filter(({ type }) => type === "AWS::KMS::Alias");
  const users = [...direct, ...aliases.flatMap((alias) => referrersOf(scope, alias.logicalId))];
  return [...new Map(users.map((user) => [user.logicalId, user])).values()].filter(
    (user) => user.logicalId !== logicalId,
  );
}

function referrersOf(scope: Scope, logicalId: string): Key["usedBy"] {
  const users: { logicalId: string; type: string }[] = [];
  const word = new RegExp(`(?<![A-Za-z0-9])${logicalId.replace(/[^A-Za-z0-9]/g, "\\$&")}(?![A-Za-z0-9])`);
  for (const declared of scope.declarations.sections.Resources.values()) {
    if (declared.key === logicalId || !word.test(declared.text())) continue;
    if (refersTo(declared.read().value, logicalId)) {
      users.push({ logicalId: declared.key, type: scope.resourceType(declared.key) ?? "" });
    }
  }
  return users;
}
