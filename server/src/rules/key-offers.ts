import { existenceOf, joined } from "../core/case-pairs.js";
import type { Assumption } from "../core/cases.js";
import type { Fix, KeyChoice, Unwanted } from "../core/edit.js";
import { isSameKey, ofHome } from "../core/home.js";
import type { Encryption, Key, Replica, Table, Template } from "../core/model.js";
import type { KeyChange } from "../pricing/change.js";
import { inItsRegion, isGivenLater } from "./given-keys.js";
import { encryptAndGrant } from "./grants-for-key.js";
import { isUsable, usableKeys, whyNotLocal } from "./table-keys.js";

/** More keys than this aren't offered one by one, of the template or of others. */
const MOST_KEYS = 20;

/** A key that a table could be given, and the way there. */
export interface KeyOffer {
  /** The same as of the fix that does the same. */
  readonly id: string;
  readonly kind: "new" | "declared" | "exported" | "parameter" | "aws-managed" | "aws-owned";
  /** A noun phrase that begins a line. */
  readonly label: string;
  /** The key, where it is declared in reach. */
  readonly key: Key | null;
  readonly price: KeyChange["to"];
  /** Why the table can't have it, as a clause; or null. */
  readonly refused: string | null;
  readonly edits: Fix["edits"];
  /** Whether this is what the offer is to come to. */
  readonly gives: (encryption: Encryption, replica: Replica) => boolean;
}

/**
 * Every key that a table could be given, whatever it has now: a new one, those in reach, one given as
 * a parameter, and those of AWS.
 *
 * @param when the case that is to change; null for all of them.
 */
export function keyOffers(
  table: Table,
  template: Template,
  when: readonly Assumption[] | null,
): readonly KeyOffer[] {
  const means: Means = { table, template, when: when ?? [], unwanted: when === null ? "all" : "none" };
  return [
    newKey(means),
    ...declaredKeys(means),
    ...exportedKeys(means),
    ...parameters(means),
    awsKey(means, "aws-managed"),
    awsKey(means, "aws-owned"),
  ];
}

interface Means {
  readonly table: Table;
  readonly template: Template;
  readonly when: readonly Assumption[];
  readonly unwanted: Unwanted;
}

function newKey(means: Means): KeyOffer {
  const known = new Set(means.template.keys.map(({ logicalId }) => logicalId));
  return {
    id: "new-key",
    kind: "new",
    label: "New customer managed key",
    key: null,
    price: "new-key",
    refused: whyNotLocal(means.table),
    edits: encrypt(means, { kind: "new" }),
    gives: inItsRegion((key) => key?.home === null && !known.has(key.logicalId)),
  };
}

function declaredKeys(means: Means): readonly KeyOffer[] {
  const { table, template, when } = means;
  return usableKeys(template, joined(when, existenceOf(table)))
    .slice(0, MOST_KEYS)
    .map((key) => ({
      id: `key-${key.logicalId}`,
      kind: "declared",
      label: `Key '${key.logicalId}' of this template`,
      key,
      price: "existing-key",
      refused: whyNotLocal(means.table),
      edits: encryptAndGrant(means, key),
      gives: inItsRegion((other) => isSameKey(other, key)),
    }));
}

function exportedKeys(means: Means): readonly KeyOffer[] {
  return means.template
    .importableKeys()
    .filter(({ key }) => isUsable(key))
    .slice(0, MOST_KEYS)
    .map(({ exportName, key, isArn }) => ({
      id: `import-${exportName}`,
      kind: "exported",
      label: `Key '${key.logicalId}'${ofHome(key)}, exported as '${exportName}'`,
      key,
      price: "existing-key",
      refused: whyNotLocal(means.table),
      edits: encryptAndGrant(means, key, { exportName, isArn }),
      gives: inItsRegion((other) => isSameKey(other, key)),
    }));
}

function parameters(means: Means): readonly KeyOffer[] {
  const decided = new Set(means.when.filter(({ kind }) => kind === "parameter").map(({ name }) => name));
  const isShared = means.table.replicas.every((replica) => replica.local);
  const declared = isShared ? means.template.keyParameters.filter((name) => !decided.has(name)) : [];
  const names = declared.length > 0 ? declared.slice(0, MOST_KEYS) : [null];
  return names.map((name) => ({
    id: name === null ? "new-parameter" : `parameter-${name}`,
    kind: "parameter",
    label: name === null ? "Key from a new parameter" : `Key from parameter '${name}'`,
    key: null,
    price: "existing-key",
    refused: null,
    edits: encrypt(means, { kind: "parameter", name }),
    gives: isGivenLater,
  }));
}

function awsKey({ table, when, unwanted }: Means, kind: "aws-managed" | "aws-owned"): KeyOffer {
  const isManaged = kind === "aws-managed";
  return {
    id: `${kind}-key`,
    kind,
    label: isManaged ? "AWS managed key aws/dynamodb" : "AWS owned key",
    key: null,
    price: kind,
    refused: null,
    edits: (editor) =>
      isManaged
        ? editor.encryptWithManagedKey(table, when, unwanted)
        : editor.encryptWithOwnedKey(table, when, unwanted),
    gives: ({ verdict }) => verdict === kind,
  };
}

function encrypt({ table, when, unwanted }: Means, choice: KeyChoice): Fix["edits"] {
  return (editor) => editor.encryptWithKey(table, choice, when, unwanted);
}
