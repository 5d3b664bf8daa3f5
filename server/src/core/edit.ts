import type {
  BackupVault,
  DaxCluster,
  Ignore,
  Key,
  KeyType,
  Replica,
  Resource,
  SseFault,
  Stream,
  Table,
} from "./model.js";
import type { Assumption } from "./cases.js";
import type { Plain } from "./plain.js";
import type { WrittenPolicy } from "./policy-value.js";
import type { AttachedPolicy, Principal } from "./principal.js";
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
  /** The same with the key that somebody asks for, where the fix gives a table a key. */
  readonly withKey?: (asked: AskedKey) => (editor: Editor) => void;
  /** The logical id of the template's key that it uses, where the finding has a fix for each of them. */
  readonly usesKey?: string;
}

/**
 * Which key fixes give to tables, as somebody asks for it: a new one for all tables of a template, or
 * for those with the same classification; one from a parameter (null: the one there is, or a new one);
 * or one that is there, by name.
 */
export type AskedKey =
  | { readonly kind: "new" }
  /** `tag` classifies the tables; null for the tags of the setting. */
  | { readonly kind: "new-per-classification"; readonly tag: string | null }
  | { readonly kind: "parameter"; readonly name: string | null }
  /** `named`: a key of the template, a parameter of it, or an export, whichever has this name. */
  | { readonly kind: "declared" | "export" | "named"; readonly name: string };

/** The text can't be changed safely there; `message` says why, as a clause. */
export class EditRefused extends Error {}

/** Which key a table is to be given. */
export type KeyChoice =
  /** One for all tables of a template, or for those of one group: the classification they share. */
  | { readonly kind: "new"; readonly group?: string | null }
  | { readonly kind: "declared"; readonly key: Key }
  /** The key that another stack exports under this name. */
  | { readonly kind: "import"; readonly exportName: string }
  /** `name` is a parameter of the template, or is going to be; null for a new one with a name of ours. */
  | { readonly kind: "parameter"; readonly name: string | null };

/**
 * What may be written over beside the case that is meant: the cases with these types of key, `all` that
 * there are, or `none`.
 */
export type Unwanted = readonly KeyType[] | "all" | "none";

/** The keys and list positions that lead to a piece of a policy: `["Statement", 0, "Action"]`. */
export type PolicyPath = readonly (string | number)[];

/** One change of a policy. Paths lead to what `WrittenPolicy.value` has there. */
export type PolicyChange =
  /** Gives the map at the path this entry, in place of the one it has under that key. */
  | { readonly do: "set"; readonly path: PolicyPath; readonly key: string; readonly value: Plain }
  /** Puts another value in place of the one at the path. */
  | { readonly do: "replace"; readonly path: PolicyPath; readonly value: Plain }
  /** Adds an item behind the list at the path; a value that is no list becomes the first of one. */
  | { readonly do: "append"; readonly path: PolicyPath; readonly value: Plain }
  /** Takes away the entry or the item at the path, and a condition's operator with its last key. */
  | { readonly do: "remove"; readonly path: PolicyPath };

/** How somebody is allowed to decrypt with a key. */
export type DecryptGrant =
  /** A statement in a policy that it has. */
  | { readonly kind: "statement"; readonly policy: AttachedPolicy }
  /** A policy of its own. */
  | { readonly kind: "policy" }
  /** SAM's `KMSDecryptPolicy`. */
  | { readonly kind: "policy-template" }
  /** A statement in the key's policy that names it. */
  | { readonly kind: "key-policy"; readonly policy: WrittenPolicy };

/**
 * The intents a fix may have. The editor of a dialect turns them into edits of the text, in the
 * text's own style. One editor may be handed to several fixes: a new key is made once and shared.
 * Every method throws `EditRefused` where the text can't be changed safely.
 */
export interface Editor {
  /**
   * States encryption with this key in full (enabled, type KMS, key), for the table or each
   * replica of a global table, but for replicas elsewhere that have a key of their own. In a branch
   * of a condition only that branch is changed, unless every other case is `unwanted`, too.
   */
  encryptWithKey(table: Table, choice: KeyChoice, when: readonly Assumption[], unwanted: Unwanted): void;
  /**
   * States encryption with the AWS managed key, in place of an AWS owned one where nothing else is
   * said. A key that is named goes, those of replicas as well.
   */
  encryptWithManagedKey(table: Table, when: readonly Assumption[], unwanted?: Unwanted): void;
  /** States encryption with an AWS owned key. A key that is named goes, those of replicas as well. */
  encryptWithOwnedKey(table: Table, when: readonly Assumption[], unwanted: Unwanted): void;
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
  /**
   * Changes a policy as it is written, in the style of its text (block, flow, JSON, JSON in a
   * string). Where conditions choose between texts, those of the given case are changed.
   *
   * @param holder the resource whose text the policy is part of.
   * @param changes their paths lead through the policy as it was before any of them.
   */
  changePolicy(holder: Resource, policy: WrittenPolicy, changes: readonly PolicyChange[]): void;
  /**
   * Lets somebody decrypt with a key through DynamoDB (with a policy template: also otherwise). Where
   * an earlier fix has done so for a case that takes in this one, nothing more is written.
   *
   * @param importedAs the name that a key of another template is exported by, as an ARN.
   */
  allowDecrypt(
    principal: Principal,
    key: Key,
    grant: DecryptGrant,
    when: readonly Assumption[],
    importedAs?: string,
  ): void;
  /** Puts these keys in place of a resource that a policy names. */
  narrowToKeys(policy: AttachedPolicy, resource: PolicyPath, keys: readonly Key[]): void;
  /** Runs a part of a fix that may be refused: then nothing of it stays. Returns whether it was written. */
  attempt(part: (editor: Editor) => void): boolean;
  /** Takes a suppression out of the text, and what stands around it for its sake alone. */
  removeIgnore(ignore: Ignore): void;
}
