import type {
  BackupVault,
  DaxCluster,
  Ignore,
  Key,
  KeyType,
  Replica,
  SseFault,
  Stream,
  Table,
} from "./model.js";
import type { Assumption } from "./cases.js";
import type { Span } from "./span.js";

/** Replaces the text of a span; an insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * What somebody may choose to do about a finding. `safe`: the same deployed behaviour and bill.
 * `review`: changes cost, permissions or data.
 */
export interface Fix {
  /** The same for fixes that do the same thing; unique within a finding. */
  readonly id: string;
  /** An imperative that names the consequence and the price. */
  readonly title: string;
  readonly applicability: "safe" | "review";
  /** The fix that a bulk fix of the rule applies. One of a finding's fixes at most. */
  readonly bulk: boolean;
  /** Says what to change; the editor of the dialect writes it. Throws `EditRefused`. */
  readonly edits: (editor: Editor) => void;
}

/** The text can't be changed safely there; `message` says why, as a clause. */
export class EditRefused extends Error {}

/** Which key a table is to be given. */
export type KeyChoice =
  | { readonly kind: "new" }
  | { readonly kind: "declared"; readonly key: Key }
  /** The key that another stack exports under this name. */
  | { readonly kind: "import"; readonly exportName: string }
  /** `name` is a parameter of the template, or null for a new one. */
  | { readonly kind: "parameter"; readonly name: string | null };

/**
 * The intents a fix may have. The editor of a dialect turns them into edits of the text, in the
 * text's own style. One editor may be handed to several fixes: a new key is made once and shared.
 * Every method throws `EditRefused` where the text can't be changed safely.
 */
export interface Editor {
  /**
   * States encryption with this key in full (enabled, type KMS, key), for the table or each
   * replica of a global table. In a branch of a condition only that branch is changed, unless
   * every other case has one of the `unwanted` types of key, too.
   */
  encryptWithKey(
    table: Table,
    choice: KeyChoice,
    when: readonly Assumption[],
    unwanted: readonly KeyType[],
  ): void;
  /** States encryption with the AWS managed key, in place of an AWS owned one. */
  encryptWithManagedKey(table: Table, when: readonly Assumption[]): void;
  /** Points the table's (or this replica's) key at another key, leaving the rest. */
  replaceTableKey(table: Table, replica: Replica, key: Key, when: readonly Assumption[]): void;
  /** Mends one fault by adding what is missing. */
  completeSse(table: Table, fault: SseFault, when: readonly Assumption[]): void;
  /** Gives the replica that a fault is at the AWS managed key, as other replicas name it. */
  encryptReplicaWithManagedKey(table: Table, fault: SseFault): void;
  /** Mends one fault by removing what contradicts the rest. */
  removeSseContradiction(table: Table, fault: SseFault, when: readonly Assumption[]): void;
  enableRotation(key: Key): void;
  setRotationPeriod(key: Key, days: number): void;
  removeRotationPeriod(key: Key): void;
  /** Keeps the key when its stack is deleted or it is replaced. */
  retainKey(key: Key): void;
  setDeletionWindow(key: Key, days: number): void;
  keepLockoutCheck(key: Key): void;
  encryptCluster(cluster: DaxCluster): void;
  encryptClusterEndpoint(cluster: DaxCluster): void;
  encryptStream(stream: Stream): void;
  encryptVault(vault: BackupVault, key: Key): void;
  /** Takes a suppression out of the text, and what stands around it for its sake alone. */
  removeIgnore(ignore: Ignore): void;
}
