import { affected } from "./offer.js";
import type { SourcePrices, SourceSite } from "./source-fix.js";

const HAND_WRITTEN = "; IAM policies written by hand need kms:Decrypt";

/** Whether a finding is that a table's key is no customer managed one, and not merely unknown. */
export function isReplaceable({ messageId }: SourceSite): boolean {
  return /^aws(Owned|Managed)/.test(messageId);
}

/** @param regions those whose keys have to be filled in. */
export function newKeyTitle(site: SourceSite, prices: SourcePrices, regions: readonly string[]): string {
  const key = site.resources.length > 1 ? "a new customer managed key each" : "a new customer managed key";
  const keys =
    regions.length === 0 ? key : `${key} here and keys whose ARNs you fill in for ${regions.join(", ")}`;
  const price = regions.length === 0 ? prices.newKeys : `${prices.newKeys}${prices.otherRegions}`;
  const isGlobal = site.cfnType === "AWS::DynamoDB::GlobalTable";
  const caution = isGlobal ? "; a replica's key may not be changeable in place once deployed" : "";
  return `Encrypt ${affected(site, "tables")} with ${keys} (${price}${caution}${HAND_WRITTEN})`;
}

export function managedKeyTitle(site: SourceSite, { managedKey }: SourcePrices): string {
  return `Encrypt ${affected(site, "tables")} with the AWS managed key aws/dynamodb (${managedKey})`;
}

/** Why a `Table` with replicas can't have a customer managed key. */
export function whyNotReplicated(site: SourceSite): string {
  return (
    `${affected(site, "tables")} can't be given a customer managed key: the CDK refuses one for a Table with ` +
    "`replicationRegions`. A TableV2 takes a key for each replica."
  );
}

/** Why a `TableV2` in a stack without a Region can't. */
export function whyNotAnywhere(site: SourceSite): string {
  return (
    `${affected(site, "tables")} can't be given a customer managed key: the CDK refuses one for a TableV2 in a ` +
    "stack without a Region of its own. Give the stack an `env` first."
  );
}
