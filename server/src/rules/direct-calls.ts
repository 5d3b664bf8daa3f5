import { thisAccount } from "../policy/accounts.js";
import { rootOf } from "../policy/callers.js";
import { meets } from "../policy/conditions.js";
import type { Condition, PolicyDocument } from "../policy/document.js";
import { judgeResourcePolicy } from "../policy/evaluate.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { callerOf } from "../policy/grantees.js";
import { contextOf, type Request } from "../policy/request.js";
import type { PrincipalSet } from "../policy/principals.js";
import { open, type Truth } from "../policy/truth.js";
import type { JudgedPolicy } from "./judged-policies.js";

/** What somebody tells KMS who calls it without a service between them. */
const DIRECT = contextOf(
  {
    "kms:ViaService": null,
    "kms:GrantIsForAWSResource": "false",
    "aws:ViaAWSService": "false",
    "aws:CalledVia": null,
    "aws:CalledViaFirst": null,
    "aws:CalledViaLast": null,
    "aws:SecureTransport": "true",
  },
  open("what a request says of it depends on the request"),
);

/** Conditions that tell calls through a service from direct ones. */
const ON_THE_WAY = /^(kms:ViaService|aws:ViaAWSService|aws:CalledVia(First|Last)?)$/i;

/**
 * Whether those of a set may do this without a service between them and KMS: no condition of their
 * statement asks for one, and no statement with Deny keeps them from it.
 */
export function mayActDirectly(
  policy: JudgedPolicy,
  { statement, who }: GrantedSet,
  action: string,
): boolean {
  const request = directRequest(policy, who, action);
  return (
    statement.conditions
      .filter(isOnTheWay)
      .every((condition) => meets(condition, request, policy.document.replacesVariables) === true) &&
    isDenied(policy, who, action) === false
  );
}

/** Whether a statement with Deny keeps these principals from asking KMS for this directly. */
export function isDenied(policy: JudgedPolicy, who: PrincipalSet, action: string): Truth {
  const denying = denyingPartOf(policy.document);
  if (denying.statements.length === 0 && denying.unread.length === 0) return false;
  return judgeResourcePolicy(denying, directRequest(policy, who, action), policy.own).deny;
}

const denyingParts = new WeakMap<PolicyDocument, PolicyDocument>();

/** The policy without what only allows: large policies are asked about each of their principals. */
function denyingPartOf(document: PolicyDocument): PolicyDocument {
  const known = denyingParts.get(document);
  if (known !== undefined) return known;
  const statements = document.statements.filter(({ effect }) => effect !== "Allow");
  const part = { ...document, statements };
  denyingParts.set(document, part);
  return part;
}

function directRequest({ own, arn }: JudgedPolicy, who: PrincipalSet, action: string): Request {
  const caller = callerOf(who, own) ?? rootOf(thisAccount(own));
  return { caller, action, resource: arn, context: DIRECT };
}

/** Whether the condition, which may be unreadable, has to do with how KMS is reached. */
function isOnTheWay({ operator, key }: Condition): boolean {
  return operator === null || ON_THE_WAY.test(key);
}
