import type { PolicyChange } from "../core/edit.js";
import { isPlainMap, type Plain, type PlainMap } from "../core/plain.js";
import type { WrittenPolicy } from "../core/policy-value.js";
import { knownText } from "../core/text.js";
import type { Statement, Written } from "../policy/document.js";
import { matches } from "../policy/pattern.js";
import { KMS_ACTION_NAMES } from "../policy/reference.js";
import { isOpen } from "../policy/truth.js";
import { copyOf, pieceAt } from "./policy-copies.js";

/** The actions of a statement in two groups. */
export interface ActionGroups {
  readonly inside: readonly Written[];
  readonly outside: readonly Written[];
}

/**
 * The statement's actions by whether they belong to a group; null where a wildcard has a share in
 * both, or an action isn't known.
 */
export function actionGroups(
  { actions }: Statement,
  belongs: (action: string) => boolean,
): ActionGroups | null {
  if (actions === null || actions.negated) return null;
  const groups: { inside: Written[]; outside: Written[] } = { inside: [], outside: [] };
  for (const written of actions.values) {
    const truths = KMS_ACTION_NAMES.map((name) => matches(written.text, { parts: [name] }, "action"));
    const named = KMS_ACTION_NAMES.filter((_name, index) => truths[index] === true);
    if (truths.some(isOpen) || knownText(written.text) === undefined) return null;
    if (named.every((name) => !belongs(name))) groups.outside.push(written);
    else if (named.every(belongs)) groups.inside.push(written);
    else return null;
  }
  return groups;
}

/** A value for one condition key. */
export interface NewCondition {
  readonly operator: string;
  readonly key: string;
  readonly value: Plain;
}

/** The change that gives a statement one more condition; null where it already has one there. */
export function addCondition(
  { path, conditions }: Statement,
  { operator, key, value }: NewCondition,
): PolicyChange | null {
  const same = conditions.filter(({ operatorName }) => operatorName === operator);
  if (same.some((one) => one.key.toLowerCase() === key.toLowerCase() || one.operator === null)) return null;
  const block = [...path, "Condition"];
  if (conditions.length === 0)
    return { do: "set", path, key: "Condition", value: { [operator]: { [key]: value } } };
  if (same.length === 0) return { do: "set", path: block, key: operator, value: { [key]: value } };
  return { do: "set", path: [...block, operator], key, value };
}

/** Takes these actions out of their statement. */
export function removeActions(actions: readonly Written[]): readonly PolicyChange[] {
  return actions.map(({ path }) => ({ do: "remove", path }));
}

/**
 * Adds a statement for the same principals and conditions, with these actions. Null where the
 * statement has a part that can't be written once more.
 */
export function addTwin(
  policy: WrittenPolicy,
  statement: Statement,
  actions: readonly string[],
  sidEnding: string,
  condition: NewCondition | null,
): PolicyChange | null {
  const piece = pieceAt(policy.value, statement.path);
  const copy = piece === undefined ? null : copyOf(piece);
  if (copy === null || !isPlainMap(copy)) return null;
  const { Sid: sid, Condition: block, ...rest } = copy;
  const conditions = condition === null ? (block ?? null) : withCondition(block ?? {}, condition);
  const [only, ...more] = actions;
  const twin: PlainMap = {
    ...(typeof sid === "string" && sid !== "" ? { Sid: twinSid(sid, sidEnding) } : {}),
    ...rest,
    Action: only !== undefined && more.length === 0 ? only : actions,
    ...(conditions === null ? {} : { Condition: conditions }),
  };
  return { do: "append", path: ["Statement"], value: twin };
}

/** A name in the style of the statement's: words, or one word in mixed case. */
function twinSid(sid: string, ending: string): string {
  return sid.includes(" ") ? `${sid} (${ending.toLowerCase()})` : `${sid}${ending}`;
}

function withCondition(block: Plain, { operator, key, value }: NewCondition): Plain {
  const conditions = isPlainMap(block) ? block : {};
  const known = conditions[operator];
  const same = known !== undefined && isPlainMap(known) ? known : {};
  return { ...conditions, [operator]: { ...same, [key]: value } };
}
