import { keyActionsOf } from "./action-sets.js";
import type { Condition, PolicyDocument, Statement } from "./document.js";
import { faultOf, type PolicyFault } from "./fault.js";
import { actionCanHave, conditionKey, nearestConditionKey } from "./reference.js";

/** Conditions on keys that aren't any, with the wrong set operator, or that some actions never meet. */
export function conditionFaults(document: PolicyDocument, statement: Statement): readonly PolicyFault[] {
  return statement.conditions.flatMap((condition) => {
    if (condition.operator === null || condition.key === "") return [];
    return [
      unknownKey(condition, statement),
      setOperator(condition, statement),
      document.kind === "key" ? neverMet(condition, statement) : null,
    ].filter((fault) => fault !== null);
  });
}

function unknownKey(condition: Condition, statement: Statement): PolicyFault | null {
  const { key } = condition;
  if (conditionKey(key) !== undefined || !/^(aws|kms):|^[^:]*$/i.test(key)) return null;
  const nearest = nearestConditionKey(key) ?? null;
  const place = { path: condition.path, at: condition.keyAt };
  return faultOf("unknown-condition-key", "no-effect", place, statement, key, { nearest });
}

/** KMS itself refuses ForAllValues on these two. */
const REFUSED_WITH_FOR_ALL = /^(kms:EncryptionContext:|aws:RequestTag\/)/i;

function setOperator(condition: Condition, statement: Statement): PolicyFault | null {
  const row = conditionKey(condition.key);
  if (row === undefined || condition.operator === null || condition.operator.base === "Null") return null;
  const { set } = condition.operator;
  const place = { path: condition.path, at: condition.operatorAt };
  if (set === null) {
    if (row.multiValued !== true) return null;
    return faultOf("missing-set-operator", "doubtful", place, statement, condition.operatorName);
  }
  if (row.multiValued === true) return null;
  const nearest = condition.operatorName.replace(/^[^:]*:/, "");
  if (set === "all" && REFUSED_WITH_FOR_ALL.test(condition.key)) {
    return faultOf("refused-set-operator", "refused", place, statement, condition.operatorName, { nearest });
  }
  return faultOf("set-operator-on-single-value", "doubtful", place, statement, condition.operatorName, {
    nearest,
  });
}

/** Keys of encryption contexts and grants: requests for other actions never have them. */
const OF_SOME_ACTIONS = /^kms:(EncryptionContext|Grant|Retiring)/i;

/**
 * The actions of the statement whose requests never meet the condition: DescribeKey, mostly. What is
 * given to a service is left as its own documentation writes it, which has `kms:Describe*` beside an
 * encryption context (CloudWatch Logs): the service knows what it needs.
 */
function neverMet(condition: Condition, statement: Statement): PolicyFault | null {
  const { operator, key } = condition;
  const { entries = [], negated = false } = statement.principals ?? {};
  if (!negated && entries.length > 0 && entries.every(({ type }) => type === "Service")) return null;
  if (operator === null || operator.negated || operator.ifExists || operator.set === "all") return null;
  if (operator.base === "Null" || !OF_SOME_ACTIONS.test(key) || conditionKey(key) === undefined) return null;
  const dead = [...keyActionsOf(statement).sure].filter((action) => !actionCanHave(action, key));
  if (dead.length === 0) return null;
  const place = { path: condition.path, at: condition.keyAt };
  return faultOf("condition-never-met", "no-effect", place, statement, key, { actions: dead });
}
