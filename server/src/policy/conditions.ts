import { knownText, type Text } from "../core/text.js";
import { arnMatches } from "./arn.js";
import { compareAddresses, compareBooleans, compareDates, compareNumbers } from "./comparisons.js";
import type { Condition } from "./document.js";
import type { Operator } from "./operators.js";
import { hasVariables, matches, matchesWithVariables, type Lookup } from "./pattern.js";
import { contextValueOf, type ContextValue, type Request } from "./request.js";
import { ofSpellings, type Spellings } from "./spellings.js";
import { every, isOpen, not, open, some, type Truth } from "./truth.js";

/** Whether a request meets a condition. `replaces`: policy variables are replaced in this policy. */
export function meets(condition: Condition, request: Request, replaces: boolean): Truth {
  const { operator, key } = condition;
  if (operator === null) return open(`the condition '${condition.operatorName}' can't be read`);
  const value = contextValueOf(request, key);
  if (isOpen(value)) return open(`${key} isn't known: ${value.reason}`);
  if (operator.base === "Null") return meetsNull(condition, value);
  if (value === "absent" || value.length === 0) return whenAbsent(operator);
  const lookup = replaces ? lookupIn(request) : null;
  const test = (one: Spellings): Truth => meetsOne(condition, operator, one, lookup);
  if (value.length === 1 && isEmptyValue(value[0])) return whenEmpty(operator, test, value);
  if (operator.set === "all") return every(value, test);
  if (operator.set === "any") return some(value, test);
  const [only, ...more] = value;
  if (only === undefined) return false;
  return more.length === 0
    ? test(only)
    : open(`${key} has several values, and the condition has no set operator`);
}

/** A value of the request against those of the policy: one must match, or none where negated. */
function meetsOne(condition: Condition, operator: Operator, value: Spellings, lookup: Lookup | null): Truth {
  const isMatch = some(condition.values, ({ text }) =>
    ofSpellings(value, (spelling) => compare(operator, text, spelling, lookup)),
  );
  return operator.negated ? not(isMatch) : isMatch;
}

function compare(operator: Operator, text: Text, value: Text, lookup: Lookup | null): Truth {
  switch (operator.compares) {
    case "equals":
      return compareTexts(text, value, "equals", lookup);
    case "equals-ignoring-case":
      return compareTexts(text, value, "fold", lookup);
    case "like":
      return compareTexts(text, value, "like", lookup);
    case "arn":
      return arnMatches(text, value, lookup);
    case "binary":
      return matches(text, value, "equals");
    case "boolean":
      if (lookup !== null && hasVariables(text))
        return open("AWS doesn't agree with itself on variables in Bool");
      return withKnown(text, value, compareBooleans);
    case "number":
      return withKnown(text, value, (a, b) => compareNumbers(operator.base, a, b));
    case "date":
      return withKnown(text, value, (a, b) => compareDates(operator.base, a, b));
    case "address":
      return withKnown(text, value, compareAddresses);
    case "null":
      return false;
  }
}

function compareTexts(
  text: Text,
  value: Text,
  mode: "equals" | "fold" | "like",
  lookup: Lookup | null,
): Truth {
  return lookup === null ? matches(text, value, mode) : matchesWithVariables(text, value, mode, lookup);
}

/** Whether value and text compare, where both are known in full. */
function withKnown(text: Text, value: Text, test: (written: string, given: string) => Truth): Truth {
  const [written, given] = [knownText(text), knownText(value)];
  if (written !== undefined && given !== undefined) return test(written, given);
  return open("a value of a condition isn't known");
}

/**
 * Without the key nothing matches, so negated operators are met. Of two cases AWS's pages say
 * opposite things.
 */
function whenAbsent({ set, negated, ifExists }: Operator): Truth {
  if (set === "all") {
    return negated ? open("AWS doesn't agree with itself on a negated ForAllValues without the key") : true;
  }
  if (set === "any") {
    return ifExists ? open("AWS doesn't say what ForAnyValue with IfExists does without the key") : false;
  }
  return ifExists || negated;
}

/** "If the context key value resolves to a null dataset, such as an empty string". */
function whenEmpty(operator: Operator, test: (one: Spellings) => Truth, value: readonly Spellings[]): Truth {
  const truth = every(value, test);
  return operator.set === "all" && truth !== true ? open("an empty value may count as none") : truth;
}

function isEmptyValue(value: Spellings | undefined): boolean {
  return value?.length === 1 && value[0] !== undefined && knownText(value[0]) === "";
}

/** `true` asks for the key to be absent, `false` for it to be there. */
function meetsNull({ values }: Condition, value: ContextValue): Truth {
  const isAbsent = value === "absent" || (Array.isArray(value) && value.length === 0);
  if (!isAbsent && Array.isArray(value) && isEmptyValue(value[0] as Spellings)) {
    return open("an empty value may count as none");
  }
  return some(values, ({ text }) => {
    const known = knownText(text)?.toLowerCase();
    if (known === undefined) return open("a value of a condition isn't known");
    return known === String(isAbsent);
  });
}

/** What a policy variable is worth in the request. */
export function lookupIn(request: Request): Lookup {
  return (key) => {
    const value = contextValueOf(request, key);
    if (value === "absent") return null;
    if (isOpen(value)) return open(`${key} isn't known: ${value.reason}`);
    const [only, ...more] = value;
    if (only === undefined) return null;
    if (more.length > 0) return open(`${key} has several values, so it is no policy variable`);
    const known = only.map(knownText).find((spelling) => spelling !== undefined);
    if (known === undefined) return open(`${key} isn't known`);
    return /[*?]/.test(known) ? open(`${key} has a character that is a wildcard elsewhere`) : known;
  };
}
