import type { Table } from "../core/model.js";

/**
 * What becomes of tables of these kinds whose key is disabled or about to be deleted, as a list in
 * the order of time.
 */
export function lossTimeline(kinds: readonly Table["kind"][]): string {
  const points = [
    "**within minutes** reads and writes fail: the table keys that DynamoDB holds in memory last about five. The table becomes `INACCESSIBLE_ENCRYPTION_CREDENTIALS`, and AWS sends an email",
    ...(kinds.includes("global-table") ? [REPLICA] : []),
    ...(kinds.some((kind) => kind !== "global-table") ? [SINGLE] : []),
    "**after 7 to 30 days** (`PendingWindowInDays`) a key whose deletion is scheduled is gone. Until then it can be had back: cancel the deletion, then enable the key",
  ];
  return `If the key is disabled or its deletion is scheduled:\n\n${points.map((point) => `- ${point}.`).join("\n")}`;
}

const REPLICA =
  "**after 20 hours** a replica irreversibly becomes a table of its own (with strong consistency: archived or lost after 7 days)";

const SINGLE =
  "**after 7 days** the table is archived as a backup, which is billed, and which only this key can restore, as a new table";
