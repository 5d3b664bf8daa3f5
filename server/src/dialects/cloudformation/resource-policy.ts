import { always, type Cases } from "../../core/cases.js";
import type { ResourcePolicies } from "../../core/model.js";
import { textOf, valueOf, walk, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { knownText } from "../../core/text.js";
import { casesOf, placeIdentity, propertyValue, valueBelow, type ResourceSource } from "./resource.js";
import type { Evaluation } from "./evaluation.js";
import { absent, unknownValue, type Value } from "./value.js";
import { policyIdentity, writtenPolicy } from "./written-policy.js";

const POLICIES = [
  ["ResourcePolicy", "PolicyDocument"],
  ["StreamSpecification", "ResourcePolicy", "PolicyDocument"],
] as const;
const REPLICA_POLICIES = [
  ["ResourcePolicy", "PolicyDocument"],
  ["ReplicaStreamSpecification", "ResourcePolicy", "PolicyDocument"],
] as const;

/**
 * The resource policies of a table and of its stream, case by case.
 *
 * @param replica the item of the list that a replica of a global table is; null for other tables.
 */
export function resourcePolicyCases(
  resource: ResourceSource,
  replica: Place | null,
): Cases<ResourcePolicies> {
  if (resource.broken) return always({ table: null, stream: null });
  const [table, stream] = replica === null ? POLICIES : REPLICA_POLICIES;
  return casesOf<ResourcePolicies>(
    resource,
    (evaluation) => {
      const read = (path: readonly string[]): Value =>
        replica === null
          ? propertyValue(evaluation, resource, path)
          : valueBelow(evaluation, replicaValue(evaluation, resource, replica), path, resource.typeAt);
      return {
        table: writtenPolicy(evaluation, read(table)),
        stream: writtenPolicy(evaluation, read(stream)),
      };
    },
    (policies) => `${policyIdentity(policies.table)} ${policyIdentity(policies.stream)}`,
    (reason) => {
      const { text, at } = unknownValue("ResourcePolicy", reason, resource.typeAt);
      const policy = { value: { kind: "text", text, at }, at, inString: false } as const;
      return { table: policy, stream: policy };
    },
  );
}

function replicaValue(evaluation: Evaluation, resource: ResourceSource, replica: Place): Value {
  const items = evaluation.items(propertyValue(evaluation, resource, ["Replicas"])) ?? [];
  return items.find((item) => placeIdentity(item.at) === placeIdentity(replica)) ?? absent(resource.typeAt);
}

/**
 * Principals outside the template's account that the resource policy of a table or of its stream
 * lets in, as written: ARNs, account ids, or "*". Where the account isn't known, every account
 * that is written out counts as another one.
 */
export function externalReaders(resource: ResourceSource): readonly string[] {
  const readers = new Set<string>();
  casesOf(
    resource,
    (evaluation) => {
      for (const path of POLICIES) {
        const policy = propertyValue(evaluation, resource, path);
        if (policy.kind === "map") collect(evaluation, policy.node, readers);
      }
      for (const replica of evaluation.items(propertyValue(evaluation, resource, ["Replicas"])) ?? []) {
        const policy = replica.kind === "map" ? valueOf(replica.node, "ResourcePolicy") : undefined;
        if (policy !== undefined) collect(evaluation, policy, readers);
      }
      return "";
    },
    String,
    String,
  );
  return [...readers];
}

function collect(evaluation: Evaluation, policy: Node, readers: Set<string>): void {
  walk(policy, (node) => {
    if (node.kind !== "map" || textOf(valueOf(node, "Effect")) !== "Allow") return;
    const principal = evaluation.value(valueOf(node, "Principal"));
    const named = principal.kind === "map" ? evaluation.value(valueOf(principal.node, "AWS")) : principal;
    for (const one of evaluation.items(named) ?? [named]) {
      const text = one.kind === "text" ? knownText(one.text) : undefined;
      if (text !== undefined && isExternal(text, evaluation.scope.settings.account)) readers.add(text);
    }
  });
}

function isExternal(principal: string, account: string | null): boolean {
  if (principal === "*") return true;
  const named = /^(?:arn:[a-z-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
  return named !== undefined && named !== account;
}
