import { displayText } from "../core/text.js";
import { accountText, isSameAccount, thisAccount } from "./accounts.js";
import { keyActionsOf, statementsWith } from "./action-sets.js";
import { callerOfArn, resourceText, rootOf, type Caller } from "./callers.js";
import type { PolicyDocument, Statement } from "./document.js";
import { dynamoDbContext, type TablePlace } from "./dynamodb-request.js";
import { judgeResourcePolicy } from "./evaluate.js";
import { grantedSets, type GrantedSet } from "./granted-sets.js";
import { DYNAMODB_KEY_ACTIONS } from "./key-actions.js";
import type { PrincipalSet } from "./principals.js";
import { contextOf, type Request } from "./request.js";
import type { Spellings } from "./spellings.js";
import { statementsAbout } from "./statement-index.js";
import { and, isOpen, not, open, or, some, type Truth } from "./truth.js";

/** A principal that statements of a key policy allow something, under all of its names at once. */
export interface Grantee {
  readonly who: PrincipalSet;
  /** One for each statement with Allow that names it, in document order. */
  readonly sets: readonly GrantedSet[];
}

const known = new WeakMap<
  PolicyDocument,
  { readonly own: string | null; readonly found: readonly Grantee[] }
>();

/** Everybody whom the policy allows something: each principal once. */
export function grantees(document: PolicyDocument, own: string | null): readonly Grantee[] {
  const before = known.get(document);
  if (before?.own === own) return before.found;
  const found = findGrantees(document, own);
  known.set(document, { own, found });
  return found;
}

function findGrantees(document: PolicyDocument, own: string | null): readonly Grantee[] {
  const byName = new Map<string, GrantedSet[]>();
  for (const statement of statementsWith(document, "Allow")) {
    for (const set of grantedSets(document, statement, own)) {
      const name = nameOf(set.who);
      const sets = byName.get(name);
      if (sets === undefined) byName.set(name, [set]);
      else sets.push(set);
    }
  }
  return [...byName.values()].flatMap((sets) => (sets[0] === undefined ? [] : [{ who: sets[0].who, sets }]));
}

/** Two sets with one name are the same principal. */
function nameOf(who: PrincipalSet): string {
  switch (who.kind) {
    case "account":
      return `account ${displayText(accountText(who.account))}`;
    case "role":
    case "user":
    case "session":
    case "group":
      return displayText(who.arn);
    case "template":
      return `${who.logicalId}.Arn`;
    case "service":
      return who.name;
    case "unique-id":
      return who.id;
    default:
      return who.kind;
  }
}

/**
 * Somebody of the set, to ask the evaluator about: for an account its root user, for `*` somebody
 * of this account. Null where nobody can stand for it.
 */
export function callerOf(who: PrincipalSet, own: string | null): Caller | null {
  const known = callers.get(who);
  if (known?.own === own) return known.caller;
  const caller = makeCaller(who, own);
  callers.set(who, { own, caller });
  return caller;
}

/** The same principal is asked about for one action after another. */
const callers = new WeakMap<PrincipalSet, { readonly own: string | null; readonly caller: Caller | null }>();

function makeCaller(who: PrincipalSet, own: string | null): Caller | null {
  switch (who.kind) {
    case "anyone":
      return rootOf(thisAccount(own));
    case "account":
      return rootOf(who.account);
    case "role":
    case "user":
    case "session":
      return callerOfArn(who.arn, own);
    case "template":
      return {
        kind: "role",
        account: thisAccount(own),
        arn: [resourceText(who.logicalId, "Arn")],
        session: null,
      };
    case "service":
      return { kind: "service", name: who.name };
    default:
      return null;
  }
}

/** What of the actions that DynamoDB needs a policy gives; see `DYNAMODB_KEY_ACTIONS`. */
export interface DynamoDbPermissions {
  readonly given: readonly string[];
  readonly missing: readonly string[];
  readonly undecided: readonly { readonly action: string; readonly reason: string }[];
}

/**
 * What a key policy gives somebody who makes a table under the key: by itself, or by handing the
 * decision to the account of the caller.
 */
export function dynamoDbPermissions(
  document: PolicyDocument,
  caller: Caller,
  key: Spellings,
  table: TablePlace,
  own: string | null,
): DynamoDbPermissions {
  const context = dynamoDbContext(table);
  const statements = statementsAbout(document, caller, own).filter(({ effect }) => effect !== "Deny");
  const found = DYNAMODB_KEY_ACTIONS.map((action) => ({
    action,
    truth:
      (document.unread.length > 0 || statements.some((statement) => mayBeAbout(statement, action))) &&
      allows(document, { caller, action, resource: key, context }, own),
  }));
  return {
    given: found.filter(({ truth }) => truth === true).map(({ action }) => action),
    missing: found.filter(({ truth }) => truth === false).map(({ action }) => action),
    undecided: found.flatMap(({ action, truth }) =>
      isOpen(truth) ? [{ action, reason: truth.reason }] : [],
    ),
  };
}

/** A quick look, before a statement is judged. */
function mayBeAbout(statement: Statement, action: string): boolean {
  const { sure, maybe } = keyActionsOf(statement);
  return statement.refused !== null || sure.has(action) || maybe.has(action);
}

/** Whether the policy by itself lets a request through, or hands it to the caller's account. */
export function allows(document: PolicyDocument, request: Request, own: string | null): Truth {
  const { deny, direct, delegated } = judgeResourcePolicy(document, request, own);
  return and(or(direct, delegated), not(deny));
}

/**
 * Whether the policy lets anybody of the key's account change it, by name or by naming the account:
 * from other accounts the permission has no effect.
 */
export function canBeAdministered(document: PolicyDocument, key: Spellings, own: string | null): Truth {
  // Nobody administers a key through another service.
  const direct = { "kms:ViaService": null };
  const context = contextOf(direct, open("what a request says of it depends on the request"));
  return some(grantees(document, own), ({ who }) => {
    const caller = callerOf(who, own);
    if (caller === null)
      return who.kind === "unknown" || who.kind === "unique-id" ? open("who that is isn't known") : false;
    if (caller.kind === "service") return false;
    const request: Request = { caller, action: "kms:PutKeyPolicy", resource: key, context };
    return and(isSameAccount(caller.account, thisAccount(own)), allows(document, request, own));
  });
}
