import { resourceOf } from "./symbols.js";
import { thisAccount, type Account } from "./accounts.js";
import type { PolicyDocument, PrincipalEntry, Statement } from "./document.js";
import { accountsOfArns, narrowingOf, type Narrowing } from "./narrowing.js";
import { principalSetOf, type PrincipalSet } from "./principals.js";

/** Whom a statement lets in (or, with Deny, keeps out) by one of its principals. */
export interface GrantedSet {
  readonly document: PolicyDocument;
  readonly statement: Statement;
  /** Null for `NotPrincipal`, which is one set: all but those it names. */
  readonly entry: PrincipalEntry | null;
  readonly who: PrincipalSet;
  /** With `NotPrincipal`, those who are spared. */
  readonly but: readonly PrincipalSet[];
  readonly narrowing: Narrowing;
  readonly reach: Reach;
  /** The accounts they are of: `any` where nothing says, `none` for services. */
  readonly accounts: readonly Account[] | "any" | "none";
}

/** How far a set reaches, once its conditions have narrowed it. */
export type Reach =
  /** Any account, whatever way. */
  | "anyone"
  /** Any account, but only through a service that `kms:ViaService` names. */
  | "anyone-through-service"
  | "organization"
  /** All principals of accounts, by the accounts' IAM policies or without them. */
  | "account"
  /** Roles, users, sessions that are named. */
  | "principal"
  /** AWS services that call as themselves. */
  | "service"
  /** Nobody can be of it. */
  | "nobody"
  | "undecided";

/** The sets of a statement, one for each principal it names; none in an IAM policy. */
export function grantedSets(
  document: PolicyDocument,
  statement: Statement,
  own: string | null,
): readonly GrantedSet[] {
  const clause = statement.principals;
  if (clause === null || clause.entries.length === 0) return [];
  const narrowing = narrowingOf(statement, document, own);
  const sets = clause.entries.map((entry) => principalSetOf(entry, own));
  const make = (
    entry: PrincipalEntry | null,
    who: PrincipalSet,
    but: readonly PrincipalSet[],
  ): GrantedSet => {
    const accounts = accountsOf(who, narrowing, own);
    const reach = reachOf(who, narrowing);
    return { document, statement, entry, who, but, narrowing, reach, accounts };
  };
  if (clause.negated) return [make(null, { kind: "anyone", refused: null }, sets)];
  return clause.entries.map((entry, index) => make(entry, sets[index] ?? NOBODY, []));
}

const NOBODY: PrincipalSet = { kind: "malformed", reason: "there is no principal" };

function reachOf(who: PrincipalSet, narrowing: Narrowing): Reach {
  if (isEmpty(narrowing)) return "nobody";
  switch (who.kind) {
    case "anyone":
      return reachOfAnyone(narrowing);
    case "any-service":
      return narrowing.sources === null ? "anyone" : "service";
    case "account":
      if (narrowing.principals !== null) return "principal";
      return who.account.kind === "unknown" ? "undecided" : "account";
    case "role":
    case "user":
    case "session":
    case "template":
      return "principal";
    case "service":
      return "service";
    case "unique-id":
    case "unknown":
      return "undecided";
    case "ineffective":
    case "group":
    case "malformed":
      return "nobody";
  }
}

function reachOfAnyone(narrowing: Narrowing): Reach {
  if (narrowing.principals !== null) return "principal";
  if (narrowing.accounts !== null) return "account";
  if (narrowing.organizations !== null) return "organization";
  if (narrowing.sources !== null || narrowing.serviceCallers !== null) return "service";
  if (narrowing.undecided.length > 0) return "undecided";
  return narrowing.services === null ? "anyone" : "anyone-through-service";
}

function isEmpty({
  accounts,
  organizations,
  principals,
  services,
  serviceCallers,
  sources,
}: Narrowing): boolean {
  const lists = [accounts, organizations, principals, services, serviceCallers, sources];
  return (
    lists.some((list) => list?.length === 0) || services?.every(({ kind }) => kind === "malformed") === true
  );
}

function accountsOf(who: PrincipalSet, narrowing: Narrowing, own: string | null): GrantedSet["accounts"] {
  switch (who.kind) {
    case "account":
    case "role":
    case "user":
    case "session":
      return [who.account];
    case "template":
      return [thisAccount(own)];
    case "service":
    case "any-service":
    case "group":
    case "malformed":
    case "ineffective":
      return "none";
    case "anyone":
    case "unknown":
    case "unique-id":
      return accountsOfAnyone(narrowing, own);
  }
}

function accountsOfAnyone({ accounts, principals, sources, serviceCallers }: Narrowing, own: string | null) {
  if (accounts !== null) return accounts;
  if (principals !== null) {
    const arns = principals.filter((arn) => resourceOf(arn) === undefined);
    const named = accountsOfArns(arns, own) ?? "any";
    if (named === "any" || arns.length === principals.length) return named;
    return [thisAccount(own), ...named.filter(({ kind }) => kind !== "this")];
  }
  return sources === null && serviceCallers === null ? "any" : "none";
}
