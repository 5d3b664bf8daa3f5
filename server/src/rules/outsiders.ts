import { knownText, literalText } from "../core/text.js";
import { keyActionsOf } from "../policy/action-sets.js";
import type { Condition, Statement, Written } from "../policy/document.js";
import { grantedSets } from "../policy/granted-sets.js";
import { narrowingOf, type Narrowing } from "../policy/narrowing.js";
import { readOperator } from "../policy/operators.js";
import { describeViaService } from "../policy/via-service.js";
import { isAboutKey } from "./allow-statements.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";

/** What statements with Deny leave to those who are let in without belonging to anybody one knows. */
export type LeftToOutsiders =
  | { readonly kind: "all" }
  | { readonly kind: "nothing" }
  /** What they do through these services. */
  | { readonly kind: "through-service"; readonly services: string }
  | { readonly kind: "undecided" };

const ALL: LeftToOutsiders = { kind: "all" };
const NOTHING: LeftToOutsiders = { kind: "nothing" };
const UNDECIDED: LeftToOutsiders = { kind: "undecided" };

/**
 * What is left of these actions to outsiders once each Deny has taken its part: a policy may allow
 * everybody and deny whoever isn't of the organization.
 */
export function leftToOutsiders(policy: JudgedPolicy, actions: ReadonlySet<string>): LeftToOutsiders {
  if (policy.document.unread.length > 0) return UNDECIDED;
  const left = policy.document.statements
    .filter((statement) => statement.effect !== "Allow" && isAboutKey(statement, policy))
    .map((statement) => leftByDeny(policy, statement, actions));
  return (
    left.find(({ kind }) => kind === "nothing") ??
    left.find(({ kind }) => kind === "undecided") ??
    left.find(({ kind }) => kind === "through-service") ??
    ALL
  );
}

function leftByDeny(
  policy: JudgedPolicy,
  statement: Statement,
  actions: ReadonlySet<string>,
): LeftToOutsiders {
  const denied = keyActionsOf(statement);
  if ([...actions].some((name) => !denied.sure.has(name) && !denied.maybe.has(name))) return ALL;
  const left = leftByConditions(policy, statement);
  if (left.kind === "all") return ALL;
  const sets = grantedSets(policy.document, statement, policy.own);
  const everyone = sets.some(
    ({ who, but }) =>
      who.kind === "anyone" && who.refused === null && but.every(({ kind }) => kind !== "anyone"),
  );
  if (!everyone) return sets.some(({ who }) => who.kind === "unknown") ? UNDECIDED : ALL;
  const isSure = [...actions].every((name) => denied.sure.has(name)) && statement.effect === "Deny";
  return isSure ? left : UNDECIDED;
}

/** A Deny leaves over what doesn't meet one of its conditions, so each must be one on who asks. */
function leftByConditions({ document, own }: JudgedPolicy, statement: Statement): LeftToOutsiders {
  const kept = statement.conditions.map((condition) => {
    const opposite = oppositeOf(condition);
    if (opposite === null) return ALL;
    return leftBy(narrowingOf({ ...statement, conditions: [opposite] }, document, own));
  });
  return (
    kept.find(({ kind }) => kind === "all") ??
    kept.find(({ kind }) => kind === "undecided") ??
    kept.find(({ kind }) => kind === "through-service") ??
    NOTHING
  );
}

function leftBy(narrowing: Narrowing): LeftToOutsiders {
  const { accounts, organizations, principals, serviceCallers, sources, services, undecided } = narrowing;
  const who = [accounts, organizations, principals, serviceCallers, sources];
  if (who.some((one) => one !== null)) return NOTHING;
  if (services !== null)
    return { kind: "through-service", services: listOf(services.map(describeViaService)) };
  return undecided.length > 0 ? UNDECIDED : ALL;
}

/** The condition that whoever doesn't meet this one meets; null where a Deny by it excludes few. */
function oppositeOf(condition: Condition): Condition | null {
  const { operator, operatorName, values } = condition;
  if (operator === null) return { ...condition, operatorName };
  const set = operator.set === null ? "" : operator.set === "all" ? "ForAnyValue:" : "ForAllValues:";
  if (operator.negated) {
    const name = `${set}${operator.base.replace("Not", "")}`;
    return { ...condition, operatorName: name, operator: readOperator(name) };
  }
  if (operator.base !== "Bool" || set !== "") return null;
  return { ...condition, operatorName: "Bool", operator: readOperator("Bool"), values: values.map(flipped) };
}

function flipped(written: Written): Written {
  const isFalse = knownText(written.text)?.toLowerCase() === "false";
  return { ...written, text: literalText(isFalse ? "true" : "false") };
}
