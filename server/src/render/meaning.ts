import type { KeyType, Table } from "../core/model.js";
import { pricesOfDay, money, requestPrice, rotatedKeyMonth, type Prices } from "../pricing/prices.js";

/** What a kind of key means to those who run the table: control, trail, rotation, price, loss. */
export function meaningOf(keyType: KeyType, kind: Table["kind"], prices: Prices): readonly string[] {
  switch (keyType) {
    case "aws-owned":
      return [
        "Control: AWS alone. You see neither the key nor its use in CloudTrail, and AWS decides its rotation.",
        "Price: nothing.",
      ];
    case "aws-managed":
      return [
        "Control: AWS. You see the key's policy, and its use in CloudTrail, but can't change, disable or delete it.",
        "Rotation: every year, by AWS.",
        `Price: no monthly fee; ${requestPrice(prices)} (${pricesOfDay(prices)}).`,
      ];
    case "customer-managed":
      return [
        "Control: yours. You set its policy, rotation and deletion, and see its use in CloudTrail.",
        `Price: ${keyPrice(prices)}; ${requestPrice(prices)} (${pricesOfDay(prices)}).`,
        lossOfKey([kind]),
      ];
  }
}

/** The same in a few words, where several kinds stand side by side. */
export function meaningInShort(keyType: KeyType, prices: Prices): string {
  switch (keyType) {
    case "aws-owned":
      return "AWS owned: AWS alone controls it, nothing shows in CloudTrail, no charge.";
    case "aws-managed":
      return "AWS managed: you see its use in CloudTrail but can't change it; rotated every year, requests are charged.";
    case "customer-managed":
      return `Customer managed: you control its policy, rotation and deletion; ${keyPrice(prices)}, requests extra (${pricesOfDay(prices)}).`;
  }
}

/** What a customer managed key costs a month, as a phrase. */
export function keyPrice(prices: Prices, rotates = true): string {
  const first = `${money(prices.keyMonth, prices)} a month for each key and Region`;
  const most = rotatedKeyMonth(prices);
  return rotates && most > prices.keyMonth
    ? `${first}, rising with rotation to ${money(most, prices)} at most`
    : first;
}

/** What happens to tables of these kinds when their key can't be used, as a sentence. */
export function lossOfKey(kinds: readonly Table["kind"][]): string {
  const start =
    "If the key is disabled or its deletion is scheduled, reads and writes fail within minutes (`INACCESSIBLE_ENCRYPTION_CREDENTIALS`)";
  const single = "after 7 days the table is archived as a backup that only this key can restore";
  const replica =
    "after 20 hours a replica irreversibly becomes a table of its own (with strong consistency: archived or lost after 7 days)";
  const parts = [
    start,
    ...(kinds.some((kind) => kind !== "global-table") ? [single] : []),
    ...(kinds.includes("global-table") ? [replica] : []),
  ];
  return `${parts.join("; ")}.`;
}
