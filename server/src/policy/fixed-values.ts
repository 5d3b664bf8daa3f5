import { displayText, knownText, splitText, type Text } from "../core/text.js";
import type { Condition } from "./document.js";
import type { Operator } from "./operators.js";
import { hasVariables, hasWildcard } from "./pattern.js";
import { conditionKey } from "./reference.js";
import { isPseudoParameter } from "./symbols.js";

/** Whether a condition fixes its key to values, or why it doesn't. */
export type Fixing =
  | { readonly kind: "fixed"; readonly values: readonly Text[] }
  /** It lets others through; the reason is a clause about it. */
  | { readonly kind: "loose"; readonly reason: string }
  | { readonly kind: "undecided"; readonly reason: string };

/** What of a value must be without wildcards for it to fix its key. */
export type FixedPart = "all" | "account-of-arn" | "first-of-path" | "before-colon" | "address";

/** Keys that every request of a role or user has, so `…IfExists` lets none through without them. */
const ALWAYS_PRESENT = new Set([
  "kms:calleraccount",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:userid",
]);

/** Policy variables that stand for the account or organization of the key itself, whoever asks. */
const OWN_TO_THE_RESOURCE = /^\$\{aws:Resource(Account|OrgID)\}$/i;

/**
 * Whether the condition fixes its key: each value, without a wildcard in what counts and without a
 * policy variable (but for those that the key itself fixes). `others` are the conditions beside it: a
 * Null condition makes ForAllValues fix.
 */
export function fixing(
  condition: Condition,
  part: FixedPart,
  others: readonly Condition[],
  replaces: boolean,
): Fixing {
  const { operator, values, key } = condition;
  if (operator === null) return { kind: "undecided", reason: `'${condition.operatorName}' can't be read` };
  const reason = looseOperator(operator, key, others);
  if (reason !== null) return { kind: "loose", reason };
  for (const { text } of values) {
    const problem = looseValue(text, operator, part, replaces);
    if (problem !== null) return problem;
  }
  return { kind: "fixed", values: values.map(({ text }) => text) };
}

function looseOperator(operator: Operator, key: string, others: readonly Condition[]): string | null {
  if (operator.base === "Null") return "it only asks whether the key is there";
  if (operator.negated) return "it only excludes values";
  if (operator.compares === "number" || operator.compares === "date") return "it compares a number";
  if (operator.ifExists && !ALWAYS_PRESENT.has(key.toLowerCase())) {
    return `${operator.base}IfExists lets requests without the key through`;
  }
  if (operator.set === "all" && !others.some((other) => requiresPresence(other, key))) {
    return "ForAllValues lets requests without the key through";
  }
  if (operator.set === null && conditionKey(key)?.multiValued === true) {
    return "a key with several values needs ForAllValues or ForAnyValue";
  }
  return null;
}

function requiresPresence({ operator, key, values }: Condition, wanted: string): boolean {
  return (
    operator?.base === "Null" &&
    key.toLowerCase() === wanted.toLowerCase() &&
    values.length > 0 &&
    values.every(({ text }) => knownText(text)?.toLowerCase() === "false")
  );
}

function looseValue(text: Text, operator: Operator, part: FixedPart, replaces: boolean): Fixing | null {
  if (replaces && OWN_TO_THE_RESOURCE.test(knownText(text) ?? "")) return null;
  if (replaces && hasVariables(text)) {
    return { kind: "loose", reason: `the policy variable in '${displayText(text)}' fixes nothing` };
  }
  if (operator.compares === "address") return looseAddress(text);
  if (operator.compares !== "like" && operator.compares !== "arn") return null;
  const counts = partOf(text, part);
  if (hasWildcard(counts))
    return { kind: "loose", reason: `the wildcard in '${displayText(text)}' takes in others` };
  const hole = counts.parts.find((piece) => typeof piece === "object");
  if (hole === undefined || isPseudoParameter(hole) || hole.resource !== undefined) return null;
  return { kind: "undecided", reason: `whether '${hole.name}' has a wildcard isn't known` };
}

function looseAddress(text: Text): Fixing | null {
  return /\/0$/.test(knownText(text) ?? "")
    ? { kind: "loose", reason: `'${displayText(text)}' is every address` }
    : null;
}

/** The part of a value that tells whom it fixes. */
function partOf(text: Text, part: FixedPart): Text {
  if (part === "before-colon") return splitText(text, ":")[0] ?? text;
  if (part === "first-of-path") return splitText(text, "/")[0] ?? text;
  if (part !== "account-of-arn") return text;
  const account = splitText(text, ":")[4];
  return account === undefined || displayText(account) === "" ? text : account;
}
