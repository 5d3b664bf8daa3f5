import { textOf, valueOf, type Node } from "../../core/node.js";
import type { Equivalents, PeerId } from "../../core/peers.js";
import type { Place } from "../../core/span.js";
import type { PeerSuppression } from "./peer-ignores.js";

type Written = Pick<PeerSuppression, "reason" | "at"> & { readonly id: string };

/**
 * What a `Metadata` says to other tools: of a resource, or of the template (then nothing in
 * particular is covered, and only cfn-lint and cdk-nag look there).
 */
export function peerMetadata(
  metadata: Node | undefined,
  resource: Place | null,
  equivalents: Equivalents,
): readonly PeerSuppression[] {
  if (metadata?.kind !== "map") return [];
  const exactly = (peer: PeerId, written: readonly Written[]): readonly PeerSuppression[] =>
    written.map(({ id, reason, at }) => ({
      peer,
      rules: equivalents.rulesOf(peer, id),
      reason,
      at,
      covers: resource,
    }));
  const cfnLint = names(valueOf(at(metadata, "cfn-lint", "config"), "ignore_checks"));
  const cdkNag = exactly("cdk-nag", cdkNagRules(at(metadata, "cdk_nag", "rules_to_suppress")));
  if (resource === null) return [...cfnLint.map((one) => ofPrefix(one, equivalents)), ...cdkNag];
  return [
    ...exactly("cfn-lint", cfnLint),
    ...cdkNag,
    ...exactly("cfn_nag", entries(at(metadata, "cfn_nag", "rules_to_suppress"), "reason")),
    ...exactly("checkov", entries(at(metadata, "checkov", "skip"), "comment")),
    ...exactly("checkov", entries(at(metadata, "bridgecrew", "skip"), "comment")),
    ...exactly("guard", names(at(metadata, "guard", "SuppressedRules"))),
  ];
}

/** For the template as a whole cfn-lint takes the beginning of an id, `E30` or `E`; for a resource it doesn't. */
function ofPrefix({ id: prefix, reason, at: place }: Written, equivalents: Equivalents): PeerSuppression {
  const rules = equivalents.rulesWhere("cfn-lint", (id) => id.startsWith(prefix));
  return { peer: "cfn-lint", rules, reason, at: place, covers: null };
}

/** A list of ids; Guard takes the values of a map as well, whatever their keys. */
function names(node: Node | undefined): readonly Written[] {
  return itemsOf(node).flatMap((item) => {
    const id = textOf(item);
    return id === undefined || id === "" ? [] : [{ id, reason: null, at: item }];
  });
}

/** A list of maps with an `id` and a reason. */
function entries(node: Node | undefined, reasonKey: string): readonly Written[] {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => {
    const id = textOf(valueOf(item, "id"));
    if (id === undefined) return [];
    return [{ id, reason: textOf(valueOf(item, reasonKey)) ?? null, at: item }];
  });
}

/** An entry with `applies_to` is about some findings of a check that has several for a resource: none of ours has. */
function cdkNagRules(node: Node | undefined): readonly Written[] {
  if (node?.kind !== "list") return [];
  const whole = node.items.filter((item) => valueOf(item, "applies_to") === undefined);
  return whole.flatMap((item) => {
    const encoded = valueOf(item, "is_reason_encoded");
    const isEncoded = encoded?.kind === "scalar" && encoded.value === true;
    const [written] = entries({ ...node, items: [item] }, "reason");
    if (written === undefined) return [];
    return [{ ...written, reason: isEncoded ? decoded(written.reason) : written.reason }];
  });
}

/** Base64 of UTF-8, as the CDK writes reasons that aren't ASCII; as it stands where it is no such text. */
function decoded(text: string | null): string | null {
  if (text === null) return null;
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

function at(node: Node, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((inner, key) => valueOf(inner, key), node);
}

function itemsOf(node: Node | undefined): readonly Node[] {
  if (node?.kind === "list") return node.items;
  return node?.kind === "map" ? node.entries.map(({ value }) => value) : [];
}
