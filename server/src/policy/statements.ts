import { resourceMatches } from "./arn.js";
import { lookupIn, meets } from "./conditions.js";
import type { Clause, PolicyDocument, PrincipalClause, Statement } from "./document.js";
import { matches } from "./pattern.js";
import { includes, principalSetOf, type PrincipalMatch } from "./principals.js";
import type { Request } from "./request.js";
import { ofSpellings } from "./spellings.js";
import { and, every, isOpen, not, open, or, some, type Truth } from "./truth.js";

/** Whether a statement applies to a request, and how it takes in the caller. */
export interface Application {
  readonly statement: Statement;
  readonly document: PolicyDocument;
  readonly truth: Truth;
  /** It names the caller's account: the account's IAM policies decide. */
  readonly delegates: boolean;
}

/**
 * How a statement applies to a request: once for what it says to the caller, once for what it
 * hands to the caller's account. `own` is the account of the deployment, where known.
 */
export function applications(
  document: PolicyDocument,
  statement: Statement,
  request: Request,
  own: string | null,
): readonly Application[] {
  if (statement.refused !== null) {
    return [
      { statement, document, truth: open(`AWS refuses the policy: ${statement.refused}`), delegates: false },
    ];
  }
  const action = actionApplies(statement.actions, request.action);
  if (action === false) return [];
  const { direct, delegated } = principalApplies(document, statement, request, own);
  if (direct === false && delegated === false) return [];
  const rest = and(action, resourceApplies(document, statement.resources, request));
  const met = rest === false ? false : and(rest, conditionsApply(document, statement, request));
  if (met === false) return [];
  const found: Application[] = [];
  if (direct !== false) found.push({ statement, document, truth: and(direct, met), delegates: false });
  if (delegated !== false) found.push({ statement, document, truth: and(delegated, met), delegates: true });
  return found;
}

/** Whether `Action` or `NotAction` takes in the action. Without either the statement has no effect. */
export function actionApplies(clause: Clause | null, action: string): Truth {
  if (clause === null) return false;
  const value = { parts: [action] };
  const listed = some(clause.values, ({ text }) => matches(text, value, "action"));
  return clause.negated ? not(listed) : listed;
}

function resourceApplies(document: PolicyDocument, clause: Clause | null, request: Request): Truth {
  if (clause === null) return false;
  const lookup = document.replacesVariables ? lookupIn(request) : null;
  const listed = some(clause.values, ({ text }) =>
    ofSpellings(request.resource, (spelling) =>
      resourceMatches(text, spelling, lookup, document.kind === "identity"),
    ),
  );
  return clause.negated ? not(listed) : listed;
}

function conditionsApply(
  { replacesVariables }: PolicyDocument,
  { conditions }: Statement,
  request: Request,
): Truth {
  return every(conditions, (condition) => meets(condition, request, replacesVariables));
}

interface PrincipalTruths {
  readonly direct: Truth;
  readonly delegated: Truth;
}

function principalApplies(
  { kind }: PolicyDocument,
  { principals, effect }: Statement,
  request: Request,
  own: string | null,
): PrincipalTruths {
  if (kind === "identity") return { direct: true, delegated: false };
  if (principals === null) return { direct: false, delegated: false };
  const found = principals.entries.map((entry) => includes(principalSetOf(entry, own), request.caller));
  const direct = someTruth(found, (match) => !match.delegates);
  const delegated = someTruth(found, (match) => match.delegates);
  if (!principals.negated) return { direct, delegated };
  return { direct: allBut(principals, direct, delegated, request, effect === "Allow"), delegated: false };
}

function someTruth(found: readonly PrincipalMatch[], wanted: (match: PrincipalMatch) => boolean): Truth {
  return some(found.filter(wanted), ({ truth }) => truth);
}

/**
 * `NotPrincipal` spares a role or user that it names together with the account. Naming one without
 * the other "might deny access"; with `Allow`, AWS doesn't support it.
 */
function allBut(
  clause: PrincipalClause,
  direct: Truth,
  delegated: Truth,
  { caller }: Request,
  allows: boolean,
): Truth {
  if (clause.entries.length > 0 && allows) {
    const named = caller.kind === "root" ? delegated : direct;
    return named === true ? false : open("AWS doesn't support NotPrincipal with Allow");
  }
  if (caller.kind === "service") return not(direct);
  if (caller.kind === "root") return not(or(direct, delegated));
  if (direct === true && delegated !== true) {
    return open("NotPrincipal names the caller without its account, and might deny it all the same");
  }
  return not(direct);
}

/** The first reason of several that can't be decided, or what else holds. */
export function reasonOf(truth: Truth, otherwise: string): string {
  return isOpen(truth) ? truth.reason : otherwise;
}
