import { knownText, splitText, type Text } from "../core/text.js";
import type { PolicyDocument, Statement, Written } from "./document.js";
import { matches, matchesEverything } from "./pattern.js";
import { KMS_ACTIONS } from "./reference.js";
import { actionApplies } from "./statements.js";

/** What gives away what a key has encrypted. */
export const DECRYPTING_ACTIONS = ["kms:Decrypt", "kms:ReEncryptFrom"] as const;

/** A statement that allows decryption with every key. */
export interface AllKeysStatement {
  readonly statement: Statement;
  /** The resources that stand for every key. */
  readonly resources: readonly Written[];
  readonly actions: readonly string[];
  /** It allows nothing but what is done with a key, so naming the key takes nothing else away. */
  readonly onKeysOnly: boolean;
}

/** Conditions that choose the key by something else than its ARN, or what it has encrypted. */
const CHOOSES_KEY = /^(kms:resourcealiases|kms:requestalias|kms:encryptioncontext:|aws:resourcetag\/)/i;

/**
 * The statements of an IAM policy that allow `kms:Decrypt` or `kms:ReEncryptFrom` with every key.
 * Every key of one Region isn't every key: Security Hub's KMS.1 takes that for a limit. Conditions
 * count where they choose the key.
 */
export function allKeysStatements({ statements }: PolicyDocument): readonly AllKeysStatement[] {
  return statements.flatMap((statement) => {
    const { effect, actions, resources, conditions, refused } = statement;
    if (effect !== "Allow" || refused !== null || resources === null || resources.negated) return [];
    const found = DECRYPTING_ACTIONS.filter((action) => actionApplies(actions, action) === true);
    const all = resources.values.filter(({ text }) => isEveryKey(text));
    if (found.length === 0 || all.length === 0) return [];
    if (conditions.some(({ key }) => CHOOSES_KEY.test(key))) return [];
    return [{ statement, resources: all, actions: found, onKeysOnly: isOnKeysOnly(statement) }];
  });
}

const SAMPLE_KEYS = ["key/00000000-0000-4000-8000-000000000000", "key/mrk-ffffffffffffffffffffffffffffffff"];

function isEveryKey(text: Text): boolean {
  if (matchesEverything(text)) return true;
  const parts = splitText(text, ":");
  const [, , service, region, , ...rest] = parts;
  const resource = rest[0];
  if (service === undefined || region === undefined || resource === undefined || rest.length > 1)
    return false;
  if (matches(service, { parts: ["kms"] }, "like") !== true || knownText(region) !== "*") return false;
  return SAMPLE_KEYS.every((key) => matches(resource, { parts: [key] }, "like") === true);
}

function isOnKeysOnly({ actions }: Statement): boolean {
  if (actions === null || actions.negated) return false;
  const isOfKms = actions.values.every(({ text }) => /^kms:/i.test(knownText(text) ?? ""));
  return (
    isOfKms &&
    KMS_ACTIONS.every((row) => row.notOnKey !== true || actionApplies(actions, `kms:${row.name}`) === false)
  );
}
