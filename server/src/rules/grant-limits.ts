import { knownText } from "../core/text.js";
import { keyActionsOf } from "../policy/action-sets.js";
import type { Condition, PolicyDocument, Statement } from "../policy/document.js";
import { judgeResourcePolicy } from "../policy/evaluate.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { callerOf } from "../policy/grantees.js";
import { hasVariables, matchesEverything } from "../policy/pattern.js";
import { contextOf } from "../policy/request.js";
import { open } from "../policy/truth.js";
import type { JudgedPolicy } from "./judged-policies.js";

/** Keys that say for whom, for what or by whom a grant is made. */
const LIMITING =
  /^(kms:(GrantIsForAWSResource|GrantConstraint(Type|SourceArn)|GrantOperations|Grantee(Service)?Principal|EncryptionContext(:.+|Keys)))$/i;

const ANY_REQUEST = contextOf({}, open("what a request says of it depends on the request"));

/** Whether a condition of the statement limits its grants, or may: a doubt counts in its favour. */
export function limitsGrants({ replacesVariables }: PolicyDocument, { conditions }: Statement): boolean {
  return conditions.some((condition) => isLimit(condition, replacesVariables));
}

function isLimit({ operator, key, values }: Condition, replaces: boolean): boolean {
  if (operator === null) return true;
  if (!LIMITING.test(key) || operator.negated || operator.base === "Null") return false;
  return values.every(
    ({ text }) =>
      !(operator.compares === "like" && matchesEverything(text)) &&
      !(operator.compares === "boolean" && knownText(text)?.toLowerCase() === "false") &&
      !(replaces && hasVariables(text)),
  );
}

/** Whether the policy itself lets those of the set change it, or may: grants add nothing to that. */
export function isAdministrator({ document, own, arn }: JudgedPolicy, { who }: GrantedSet): boolean {
  const caller = callerOf(who, own);
  if (caller === null) return true;
  const request = { caller, action: CHANGE, resource: arn, context: ANY_REQUEST };
  return judgeResourcePolicy(changingPartOf(document), request, own).direct !== false;
}

const CHANGE = "kms:PutKeyPolicy";
const changingParts = new WeakMap<PolicyDocument, PolicyDocument>();

/** The statements about changing the policy: large policies are asked about each of their principals. */
function changingPartOf(document: PolicyDocument): PolicyDocument {
  const known = changingParts.get(document);
  if (known !== undefined) return known;
  const statements = document.statements.filter((statement) => {
    const { sure, maybe } = keyActionsOf(statement);
    return sure.has(CHANGE) || maybe.has(CHANGE);
  });
  const part = { ...document, statements };
  changingParts.set(document, part);
  return part;
}
