import type { Alias, BackupVault, DaxCluster, Key, Replica, Stream, Table, Template } from "./model.js";

/** What stands under the cursor, in the words of the model: the dialect finds it, `render/` tells about it. */
export type HoverSubject =
  | { readonly kind: "table"; readonly table: Table; readonly template: Template }
  | { readonly kind: "replica"; readonly table: Table; readonly replica: Replica }
  /** `replica` is null for the block of the table itself. */
  | { readonly kind: "sse-block"; readonly table: Table; readonly replica: Replica | null }
  | {
      readonly kind: "sse-property";
      readonly table: Table;
      readonly property: SseProperty;
      readonly replica: Replica | null;
    }
  /** SAM's `Globals.SimpleTable.SSESpecification`; `tables` are the ones it is merged into. */
  | { readonly kind: "sse-globals"; readonly tables: readonly Table[]; readonly property: SseProperty | null }
  | { readonly kind: "key"; readonly key: Key; readonly template: Template }
  | { readonly kind: "key-property"; readonly key: Key; readonly property: KeyProperty }
  | { readonly kind: "alias"; readonly alias: Alias; readonly template: Template }
  /** `property` is null for the cluster itself. */
  | { readonly kind: "dax-cluster"; readonly cluster: DaxCluster; readonly property: DaxProperty | null }
  | { readonly kind: "table-property"; readonly property: TableProperty }
  | { readonly kind: "backup-vault"; readonly vault: BackupVault }
  | { readonly kind: "stream"; readonly stream: Stream }
  /** `pattern` as written: `kms:Decrypt`, `kms:ReEncrypt*`, and `*` in a key policy. */
  | { readonly kind: "kms-action"; readonly pattern: string; readonly place: PolicyPlace }
  | { readonly kind: "condition-key"; readonly name: string; readonly place: PolicyPlace }
  | { readonly kind: "principal"; readonly principal: NamedPrincipal };

/** The policy that something stands in: that of a key, or one of IAM or of another resource. */
export type PolicyPlace = "key-policy" | "other-policy";

/** A principal of a key policy that there is more to say of than its name. */
export type NamedPrincipal =
  { readonly kind: "everyone" | "root" } | { readonly kind: "service"; readonly name: string };

export const SSE_PROPERTIES = ["SSEEnabled", "SSEType", "KMSMasterKeyId"] as const;
export type SseProperty = (typeof SSE_PROPERTIES)[number];

/** What is told about a key, property by property; the last two stand beside `Properties`. */
export const KEY_PROPERTIES = [
  "EnableKeyRotation",
  "RotationPeriodInDays",
  "PendingWindowInDays",
  "KeySpec",
  "KeyUsage",
  "Origin",
  "Enabled",
  "MultiRegion",
  "BypassPolicyLockoutSafetyCheck",
  "DeletionPolicy",
  "UpdateReplacePolicy",
] as const;
export type KeyProperty = (typeof KEY_PROPERTIES)[number];

/** Properties of a table, or of a replica, that send its items elsewhere or keep them under another key. */
export const TABLE_PROPERTIES = [
  "StreamSpecification",
  "KinesisStreamSpecification",
  "PointInTimeRecoverySpecification",
  "ImportSourceSpecification",
  "ContributorInsightsSpecification",
  "KeySchema",
] as const;
export type TableProperty = (typeof TABLE_PROPERTIES)[number];

export const DAX_PROPERTIES = ["SSESpecification", "ClusterEndpointEncryptionType"] as const;
export type DaxProperty = (typeof DAX_PROPERTIES)[number];
