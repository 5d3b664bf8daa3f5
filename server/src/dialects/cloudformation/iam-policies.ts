import type { AttachedPolicy, PrincipalPolicies } from "../../core/principal.js";
import { valueOf } from "../../core/node.js";
import type { PolicyValue, WrittenPolicy } from "../../core/policy-value.js";
import type { Place } from "../../core/span.js";
import { displayText, knownText, splitText, type Text } from "../../core/text.js";
import { managedPolicy } from "../../policy/managed-policies.js";
import type { Evaluation } from "./evaluation.js";
import type { IamResources } from "./iam-resources.js";
import { additionReason } from "./macros.js";
import { propertyValue, resourceOf, type ResourceSource } from "./resource.js";
import { reasonUnknown, type Value } from "./value.js";
import { writtenPolicy } from "./written-policy.js";

/** Policies as they are found, and why there may be more. */
export type Found = Pick<PrincipalPolicies, "attached" | "unread">;

export const NOTHING_FOUND: Found = { attached: [], unread: [] };

/** Several findings as one. */
export function together(...found: readonly Found[]): Found {
  return {
    attached: found.flatMap(({ attached }) => attached),
    unread: found.flatMap(({ unread }) => unread),
  };
}

/** The policies that a role, user or group has in its own text: `Policies`, and what `ManagedPolicyArns` names. */
export function ownPolicies(evaluation: Evaluation, source: ResourceSource, iam: IamResources): Found {
  const inline = eachItem(evaluation, propertyValue(evaluation, source, ["Policies"]), (item) =>
    inlinePolicy(evaluation, source, item),
  );
  const arns = propertyValue(evaluation, source, ["ManagedPolicyArns"]);
  const managed = eachItem(evaluation, arns, (item) =>
    item.kind === "text" ? managedByArn(evaluation, source, iam, item.text, item.at) : unreadable(),
  );
  return together(inline, managed);
}

/** The policy of a resource that is one: `AWS::IAM::Policy`, `AWS::IAM::ManagedPolicy` and the like. */
export function policyOf(evaluation: Evaluation, source: ResourceSource): Found {
  const own = evaluation.withBindings(source.bindings);
  return document(own, source, propertyValue(own, source, ["PolicyDocument"]));
}

/** A policy document, wherever it stands in the resource's text. */
export function document(evaluation: Evaluation, source: ResourceSource, value: Value): Found {
  const written = source.broken ? null : writtenPolicy(evaluation, value);
  return written === null
    ? NOTHING_FOUND
    : { attached: [{ written, holder: resourceOf(source), source: "document" }], unread: [] };
}

/** A managed policy by its ARN, or by a reference to the resource of this template that makes it. */
export function managedByArn(
  evaluation: Evaluation,
  source: ResourceSource,
  iam: IamResources,
  arn: Text,
  at: Place,
): Found {
  const declared = iam.managedPolicy(arn);
  if (declared !== undefined) return policyOf(evaluation, declared);
  const [, , service, , account, resource] = splitText(arn, ":");
  const isManaged =
    service !== undefined &&
    knownText(service) === "iam" &&
    account !== undefined &&
    knownText(account) === "aws";
  const name = isManaged && resource !== undefined ? knownText(resource)?.split("/").at(-1) : undefined;
  return name === undefined ? unknownPolicy(displayText(arn)) : managedByName(source, name, at);
}

/** A managed policy of AWS's by its name. */
export function managedByName(source: ResourceSource, name: string, at: Place): Found {
  const value = managedPolicy(name);
  return value === null ? unknownPolicy(name) : reference(source, value, at);
}

/** A policy that the template only names: all of its pieces stand at the place that names it. */
export function reference(source: ResourceSource, value: PolicyValue, at: Place): Found {
  const written: WrittenPolicy = { value: placedAt(value, at), at, inString: false };
  const policy: AttachedPolicy = { written, holder: resourceOf(source), source: "reference" };
  return { attached: [policy], unread: [] };
}

/** Reads each item of a list. What is no list may hold policies that can't be seen. */
export function eachItem(evaluation: Evaluation, list: Value, read: (item: Value) => Found): Found {
  if (list.kind === "absent") return NOTHING_FOUND;
  const items = evaluation.items(list);
  if (items === undefined) return unreadable(reasonUnknown(list));
  return together(...items.map(read));
}

/** Policies that can't be read, and why, as a clause. */
export function unreadable(reason = "they aren't written as policies are"): Found {
  return { attached: [], unread: [`not all of its policies can be read: ${reason}`] };
}

function unknownPolicy(name: string): Found {
  return { attached: [], unread: [`what the managed policy '${name}' allows isn't known`] };
}

function inlinePolicy(evaluation: Evaluation, source: ResourceSource, item: Value): Found {
  if (item.kind !== "map") return unreadable(reasonUnknown(item));
  const value = evaluation.value(valueOf(item.node, "PolicyDocument"), item.at);
  const addition = value.kind === "absent" ? additionReason(item.node) : undefined;
  return addition === undefined ? document(evaluation, source, value) : unreadable(addition);
}

function placedAt(value: PolicyValue, at: Place): PolicyValue {
  switch (value.kind) {
    case "text":
      return { ...value, at };
    case "list":
      return { ...value, at, items: value.items.map((item) => placedAt(item, at)) };
    case "map":
      return {
        ...value,
        at,
        entries: value.entries.map((entry) => ({ ...entry, keyAt: at, value: placedAt(entry.value, at) })),
      };
  }
}
