import { encryptWithKey, encryptWithManagedKey, isGlobal } from "./encryption.js";
import { NOTHING, type Case, type Offer, type Offers } from "./offer.js";
import { nameOf } from "./plain-value.js";
import { propsOf, valueOf } from "./properties.js";
import { sideEffects } from "./side-effects.js";
import type { Node } from "./syntax.js";
import {
  isReplaceable,
  managedKeyTitle,
  newKeyTitle,
  whyNotAnywhere,
  whyNotReplicated,
} from "./table-titles.js";

const ENCRYPTION = ["encryption", "sseSpecification"];

/** A table that isn't encrypted with a customer managed key. */
export function keyFixes(one: Case): Offers {
  const { site } = one;
  if (!isReplaceable(site)) return NOTHING;
  const why = whyNoKey(one);
  const managed = site.messageId.startsWith("awsOwned") && (why !== null || site.accept === "aws-managed");
  return {
    refusals: why === null ? [] : [why],
    offers: [
      ...(why === null ? [newKeyOffer(one)] : []),
      ...(managed ? [managedKeyOffer(one, why === null)] : []),
    ],
  };
}

/** Why no customer managed key can be right; null where one can. */
function whyNoKey({ construct: { cdk, args }, site }: Case): string | null {
  if (cdk.name === "TableV2" && site.stack.regionAgnostic) return whyNotAnywhere(site);
  const isReplicated =
    site.replicaRegions.length > 0 || isGiven(valueOf(propsOf({ args }), "replicationRegions"));
  return cdk.name === "Table" && isReplicated ? whyNotReplicated(site) : null;
}

function newKeyOffer(one: Case): Offer {
  const { site, prices, construct } = one;
  const regions = isGlobal(construct) ? site.replicaRegions : [];
  return {
    id: "new-key",
    title: `${newKeyTitle(site, prices, regions)}${sideEffects(one, ...ENCRYPTION)}`,
    applicability: "review",
    isPreferred: regions.length === 0 && sideEffects(one, ...ENCRYPTION) === "",
    write: (draft) => encryptWithKey(draft, one),
  };
}

/** @param isChoice a customer managed key can be had as well. */
function managedKeyOffer(one: Case, isChoice: boolean): Offer {
  const { site, prices } = one;
  return {
    id: "aws-managed-key",
    title: `${managedKeyTitle(site, prices)}${sideEffects(one, ...ENCRYPTION)}`,
    applicability: "review",
    isPreferred: !isChoice && site.accept === "aws-managed" && sideEffects(one, ...ENCRYPTION) === "",
    write: (draft) => encryptWithManagedKey(draft, one),
  };
}

function isGiven(value: Node | undefined): boolean {
  if (value === undefined || nameOf(value) === "undefined") return false;
  return value.type !== "ArrayExpression" || value.elements.length > 0;
}
