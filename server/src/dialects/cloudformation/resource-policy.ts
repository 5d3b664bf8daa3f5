import { textOf, valueOf, walk, type Node } from "../../core/node.js";
import { knownText } from "../../core/text.js";
import { casesOf, propertyValue, type ResourceSource } from "./resource.js";
import type { Evaluation } from "./evaluation.js";

const POLICIES = [
  ["ResourcePolicy", "PolicyDocument"],
  ["StreamSpecification", "ResourcePolicy", "PolicyDocument"],
] as const;

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
