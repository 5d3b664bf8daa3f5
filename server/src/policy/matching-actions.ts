import { knownText, literalText, type Text } from "../core/text.js";
import { matches } from "./pattern.js";
import { kmsAction, KMS_ACTION_NAMES } from "./reference.js";

/** KMS actions, with prefix: those that are surely meant, and those that perhaps are. */
export interface ActionSet {
  readonly sure: ReadonlySet<string>;
  /** Those that depend on what isn't known. */
  readonly maybe: ReadonlySet<string>;
}

const NAMES = KMS_ACTION_NAMES.map((name) => ({ name, text: literalText(name) }));

/** Policies of the world write the same few patterns, so each is expanded once. */
const expanded = new Map<string, Expansion>();
const MOST_KEPT = 1000;

interface Expansion {
  readonly all: ActionSet;
  readonly onKeys: ActionSet;
}

/** The actions of KMS that a pattern stands for, those that aren't on keys too. */
export function actionsMatching(pattern: Text): ActionSet {
  return expansionOf(pattern).all;
}

/** The actions on keys that a pattern stands for. */
export function keyActionsMatching(pattern: Text): ActionSet {
  return expansionOf(pattern).onKeys;
}

function expansionOf(pattern: Text): Expansion {
  const known = knownText(pattern);
  const kept = known === undefined ? undefined : expanded.get(known);
  if (kept !== undefined) return kept;
  const all = expand(pattern);
  const found = { all, onKeys: { sure: onKeys(all.sure), maybe: onKeys(all.maybe) } };
  if (known !== undefined && expanded.size < MOST_KEPT) expanded.set(known, found);
  return found;
}

function onKeys(names: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => kmsAction(name)?.notOnKey !== true));
}

function expand(pattern: Text): ActionSet {
  const known = knownText(pattern);
  if (known !== undefined && !/[*?]/.test(known)) {
    const row = kmsAction(known);
    return { sure: new Set(row === undefined ? [] : [`kms:${row.name}`]), maybe: new Set() };
  }
  const sure = new Set<string>();
  const maybe = new Set<string>();
  for (const { name, text } of NAMES) {
    const truth = matches(pattern, text, "action");
    if (truth === true) sure.add(name);
    else if (truth !== false) maybe.add(name);
  }
  return { sure, maybe };
}
