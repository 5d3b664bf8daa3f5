import { encryptWithKey, encryptWithManagedKey, isGlobal } from "./encryption.js";
import { NOTHING, type Case, type Offer, type Offers } from "./offer.js";
import { propsOf, valueOf } from "./properties.js";
import { textOf, type Node } from "./syntax.js";
import {
  isReplaceable,
  managedKeyTitle,
  newKeyTitle,
  whyNotAnywhere,
  whyNotReplicated,
} from "./table-titles.js";

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
    title: `${newKeyTitle(site, prices, regions)}${instead(one)}`,
    applicability: "review",
    isPreferred: regions.length === 0 && instead(one) === "",
    write: (draft) => encryptWithKey(draft, one),
  };
}

/** @param isChoice a customer managed key can be had as well. */
function managedKeyOffer(one: Case, isChoice: boolean): Offer {
  const { site, prices } = one;
  return {
    id: "aws-managed-key",
    title: `${managedKeyTitle(site, prices)}${instead(one)}`,
    applicability: "review",
    isPreferred: !isChoice && site.accept === "aws-managed" && instead(one) === "",
    write: (draft) => encryptWithManagedKey(draft, one),
  };
}

/** What is lost where the property is no plain choice but worked out: people should look at that. */
function instead({ construct, sheet }: Case): string {
  const value = valueOf(propsOf(construct), "encryption") ?? valueOf(propsOf(construct), "sseSpecification");
  if (value === undefined || isPlain(value)) return "";
  const text = textOf(sheet.file, value).replace(/\s+/g, " ");
  return `, in place of \`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``;
}

function isPlain(value: Node): boolean {
  if (value.type === "CallExpression")
    return value.callee.type === "MemberExpression" && isPlain(value.callee);
  if (value.type === "MemberExpression")
    return /Encryption(V2)?\b/.test(
      value.object.type === "MemberExpression" ? nameOf(value.object.property) : nameOf(value.object),
    );
  return /^(ObjectExpression|NullLiteral)$/.test(value.type) || nameOf(value) === "undefined";
}

function nameOf(node: Node): string {
  return node.type === "Identifier" ? node.name : "";
}

function isGiven(value: Node | undefined): boolean {
  if (value === undefined || nameOf(value) === "undefined") return false;
  return value.type !== "ArrayExpression" || value.elements.length > 0;
}
