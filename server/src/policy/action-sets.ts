import type { Clause, PolicyDocument, Statement } from "./document.js";
import { ADMINISTRATION_ACTIONS, USE_ACTIONS } from "./key-actions.js";
import { matchesEverything } from "./pattern.js";
import { keyActionsMatching, type ActionSet } from "./matching-actions.js";
import { KMS_ACTIONS } from "./reference.js";

const ON_KEYS = KMS_ACTIONS.filter((row) => row.notOnKey !== true).map((row) => `kms:${row.name}`);

const NONE: ActionSet = { sure: new Set(), maybe: new Set() };

/**
 * The actions on keys that a statement of a key policy is about. Without `Action` or `Resource` it
 * has no effect.
 */
export function keyActionsOf({ actions, resources }: Statement): ActionSet {
  if (actions === null || resources === null) return NONE;
  return actions.negated ? allBut(actions) : allOf(actions);
}

function allOf({ values }: Clause): ActionSet {
  const [only, ...more] = values;
  if (only !== undefined && more.length === 0) return keyActionsMatching(only.text);
  const sure = new Set<string>();
  const maybe = new Set<string>();
  for (const { text } of values) {
    const listed = keyActionsMatching(text);
    for (const name of listed.sure) sure.add(name);
    for (const name of listed.maybe) maybe.add(name);
  }
  for (const name of sure) maybe.delete(name);
  return { sure, maybe };
}

function allBut(clause: Clause): ActionSet {
  const listed = allOf(clause);
  const rest = ON_KEYS.filter((name) => !listed.sure.has(name));
  return {
    sure: new Set(rest.filter((name) => !listed.maybe.has(name))),
    maybe: new Set(rest.filter((name) => listed.maybe.has(name))),
  };
}

/** What a set of actions amounts to. */
export interface Duties {
  /** It can change the policy or end the key. */
  readonly administers: boolean;
  /** It can encrypt or decrypt. */
  readonly uses: boolean;
  /** It can hand the use of the key on. */
  readonly grants: boolean;
  /** It can do everything. */
  readonly everything: boolean;
}

export function dutiesOf({ sure }: ActionSet): Duties {
  return {
    administers: ADMINISTRATION_ACTIONS.some((name) => sure.has(name)),
    uses: USE_ACTIONS.some((name) => sure.has(name)),
    grants: sure.has("kms:CreateGrant"),
    everything: sure.size === ON_KEYS.length,
  };
}

/** Whether a pattern of the statement is `*` or `kms:*`. */
export function listsEveryAction({ actions }: Statement): boolean {
  if (actions === null || actions.negated) return false;
  return actions.values.some(({ text }) => matchesEverything(text) || isAllOfKms(text.parts));
}

function isAllOfKms(parts: readonly unknown[]): boolean {
  return parts.length === 1 && typeof parts[0] === "string" && /^kms:\*+$/i.test(parts[0]);
}

/** The statements with this effect. */
export function statementsWith(document: PolicyDocument, effect: "Allow" | "Deny"): readonly Statement[] {
  return document.statements.filter((statement) => statement.effect === effect);
}
