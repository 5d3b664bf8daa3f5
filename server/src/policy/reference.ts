import { nearestName } from "../core/nearest.js";
import { CONDITION_KEYS, KMS_ACTIONS } from "./kms-reference.js";
import type { ConditionKeyRow, KmsActionRow } from "./reference-rows.js";

export type { ConditionKeyRow, ConditionKeyType, KmsActionRow } from "./reference-rows.js";
export { CONDITION_KEYS, KMS_ACTIONS } from "./kms-reference.js";

const ACTIONS = new Map(KMS_ACTIONS.map((row) => [`kms:${row.name}`.toLowerCase(), row]));
const WHOLE_KEYS = new Map(
  CONDITION_KEYS.filter((row) => row.suffix === undefined).map((row) => [row.name.toLowerCase(), row]),
);
const FAMILIES = CONDITION_KEYS.filter((row) => row.suffix !== undefined).map((row) => ({
  row,
  prefix: row.name.toLowerCase(),
}));

/** The KMS action of this name with its prefix (`kms:Decrypt`), whatever its case. */
export function kmsAction(name: string): KmsActionRow | undefined {
  return ACTIONS.get(name.toLowerCase());
}

/** All KMS actions with prefix, in the order of their names. */
export const KMS_ACTION_NAMES: readonly string[] = KMS_ACTIONS.map((row) => `kms:${row.name}`);

/** The condition key of this name, whatever its case: of KMS or a global one. */
export function conditionKey(name: string): ConditionKeyRow | undefined {
  const wanted = name.toLowerCase();
  const whole = WHOLE_KEYS.get(wanted);
  if (whole !== undefined) return whole;
  return FAMILIES.find(({ row, prefix }) => {
    if (!wanted.startsWith(prefix) || wanted.length === prefix.length) return false;
    return row.suffix === "text" || /^\d{1,2}$/.test(wanted.slice(prefix.length));
  })?.row;
}

/** The condition key that was probably meant. What a family's name goes on with is kept. */
export function nearestConditionKey(name: string): string | undefined {
  const slash = /^([^/]*\/|kms:EncryptionContext?s?:)(.+)$/i.exec(name);
  if (slash !== null) {
    const family = nearestName(
      slash[1] ?? "",
      FAMILIES.map(({ row }) => row.name),
    );
    if (family !== undefined) return `${family}${slash[2] ?? ""}`;
  }
  return nearestName(
    name,
    CONDITION_KEYS.map((row) => row.name),
  );
}

/** The action that was probably meant; a `*` where one letter case of several actions was. */
export function nearestAction(name: string): string | undefined {
  const wanted = name.toLowerCase();
  const slip = SLIPS[wanted];
  if (slip !== undefined) return slip;
  return nearestName(name, KMS_ACTION_NAMES);
}

/** The actions that were probably meant, the likeliest first; at most three. */
export function nearActions(name: string): readonly string[] {
  const stem = name.toLowerCase().replace(/[*?]+$/, "");
  const longer = KMS_ACTION_NAMES.filter((one) => one.toLowerCase().startsWith(stem) && stem !== "kms:");
  const nearest = nearestAction(stem) ?? nearestAction(name);
  return [...new Set([...(nearest === undefined ? [] : [nearest]), ...longer])].slice(0, 3);
}

/** Names that people take for actions. */
const SLIPS: Readonly<Record<string, string>> = {
  "kms:reencrypt": "kms:ReEncrypt*",
  "kms:deletekey": "kms:ScheduleKeyDeletion",
  "kms:updatekeypolicy": "kms:PutKeyPolicy",
  "kms:rotatekey": "kms:RotateKeyOnDemand",
  "kms:generatedatakeys": "kms:GenerateDataKey*",
};

/** Whether requests for the action can have the condition key; true where nobody knows. */
export function actionCanHave(action: string, key: string): boolean {
  const row = conditionKey(key);
  const known = kmsAction(action);
  if (row === undefined || known === undefined || row.on === "*") return true;
  if (row.on === "key") return known.notOnKey !== true || known.name === "CreateKey";
  return keyActions(row).has(known.name);
}

const actionsOfKeys = new WeakMap<ConditionKeyRow, ReadonlySet<string>>();

/** The KMS actions whose requests can have the key. */
export function keyActions(row: ConditionKeyRow): ReadonlySet<string> {
  const known = actionsOfKeys.get(row);
  if (known !== undefined) return known;
  const names = new Set(row.on.replace(/^! ?/, "").split(" "));
  const rows = KMS_ACTIONS.filter((action) => {
    if (row.on === "*") return true;
    if (row.on === "key") return action.notOnKey !== true;
    return names.has(action.name) !== row.on.startsWith("!");
  });
  const actions = new Set(rows.map((action) => action.name));
  actionsOfKeys.set(row, actions);
  return actions;
}
