import { knownText, soleHole, splitText, type Hole, type Text } from "../core/text.js";
import { accountOf, isSameAccount, thisAccount, type Account } from "./accounts.js";
import type { Caller, IamCaller } from "./callers.js";
import type { PrincipalEntry } from "./document.js";
import { matches } from "./pattern.js";
import { ofSpellings } from "./spellings.js";
import { whyUnknown } from "./symbols.js";
import { open, type Truth } from "./truth.js";

/** Whom one entry of a `Principal` names. */
export type PrincipalSet =
  /** `*`, and what reads as if it were meant so (`arn:aws:iam::*:root`, which AWS refuses). */
  | { readonly kind: "anyone"; readonly refused: string | null }
  /** `Service: "*"`, which AWS refuses. */
  | { readonly kind: "any-service" }
  /** An account: it decides by its IAM policies. */
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "role" | "user"; readonly account: Account; readonly arn: Text; readonly name: Text }
  | { readonly kind: "session"; readonly account: Account; readonly arn: Text; readonly name: Text }
  /** What `Fn::GetAtt` or `Ref` gives of a resource: a role or user of a template. */
  | { readonly kind: "template"; readonly hole: Hole; readonly logicalId: string }
  /** `AROA…`, `AIDA…`: all that is left of a deleted role or user. */
  | { readonly kind: "unique-id"; readonly id: string }
  | { readonly kind: "service"; readonly name: string }
  /** Identity providers and canonical users: nobody comes to KMS as one. */
  | { readonly kind: "ineffective"; readonly what: string }
  | { readonly kind: "group"; readonly arn: Text }
  | { readonly kind: "malformed"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** Principals that are known in full: policies are read anew after each edit. By account and type. */
const read = new Map<string, Map<string, PrincipalSet>>();
const MOST_KEPT = 4000;

/** Reads an entry; `own` is the account of the deployment, where known. */
export function principalSetOf(entry: PrincipalEntry, own: string | null): PrincipalSet {
  const written = knownText(entry.text);
  if (written === undefined) return readEntry(entry, own);
  const sets = setsRead(entry.type, own);
  const known = sets.get(written);
  if (known !== undefined) return known;
  const set = readEntry(entry, own);
  if (sets.size >= MOST_KEPT) sets.clear();
  sets.set(written, set);
  return set;
}

function setsRead(type: string, own: string | null): Map<string, PrincipalSet> {
  const name = own === null ? type : type + own;
  const known = read.get(name);
  if (known !== undefined) return known;
  if (read.size >= 100) read.clear();
  const sets = new Map<string, PrincipalSet>();
  read.set(name, sets);
  return sets;
}

function readEntry({ type, text }: PrincipalEntry, own: string | null): PrincipalSet {
  const known = knownText(text);
  if (type === "Service") return serviceSet(text, known);
  if (type !== "AWS")
    return { kind: "ineffective", what: type === "Federated" ? "an identity provider" : "a canonical user" };
  if (known === "*") return { kind: "anyone", refused: null };
  const hole = soleHole(text);
  if (hole !== undefined) return setOfHole(hole, text, own);
  const account = accountOf(text, own);
  if (account !== null && account.kind !== "unknown") return { kind: "account", account };
  if (known !== undefined && /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(known)) return { kind: "unique-id", id: known };
  return setOfArn(text, own);
}

function serviceSet(text: Text, known: string | undefined): PrincipalSet {
  if (known === undefined) return { kind: "unknown", reason: reasonOf(text) };
  if (known === "*") return { kind: "any-service" };
  return { kind: "service", name: known };
}

function setOfHole(hole: Hole, text: Text, own: string | null): PrincipalSet {
  if (hole.name === "AWS::AccountId") return { kind: "account", account: thisAccount(own) };
  if (hole.resource?.attribute === "Arn")
    return { kind: "template", hole, logicalId: hole.resource.logicalId };
  const account = accountOf(text, own);
  return { kind: "unknown", reason: account?.kind === "unknown" ? account.reason : whyUnknown(hole) };
}

function setOfArn(text: Text, own: string | null): PrincipalSet {
  const parts = splitText(text, ":");
  const [prefix, , service, , accountPart, resource] = parts;
  if (parts.length !== 6 || accountPart === undefined || resource === undefined || service === undefined) {
    return couldBeArn(text)
      ? { kind: "unknown", reason: reasonOf(text) }
      : malformed("it is neither an account nor an ARN");
  }
  if (prefix === undefined || knownText(prefix) !== "arn") return malformed("it isn't an ARN");
  const account = accountOf(accountPart, own);
  if (account === null) return notAnAccount(accountPart);
  const [type = "", ...names] = splitText(resource, "/").map((piece) => knownText(piece) ?? piece);
  const last = splitText(resource, "/").at(-1);
  if (type === "root") return { kind: "account", account };
  if (names.length === 0 || last === undefined || typeof type !== "string") {
    return typeof type === "string"
      ? malformed("it names no role or user")
      : { kind: "unknown", reason: reasonOf(resource) };
  }
  if (type === "group") return { kind: "group", arn: text };
  if (names.some((name) => typeof name === "string" && /[*?]/.test(name))) return wildcardName(account);
  if (type === "role" || type === "user") return { kind: type, account, arn: text, name: last };
  if (type === "assumed-role" || type === "federated-user")
    return { kind: "session", account, arn: text, name: last };
  return malformed("it is no principal");
}

function notAnAccount(part: Text): PrincipalSet {
  const known = knownText(part) ?? "";
  if (!/[*?]/.test(known)) return malformed("its account isn't twelve digits");
  return { kind: "anyone", refused: "a wildcard can't stand for a part of a principal's ARN" };
}

function wildcardName(account: Account): PrincipalSet {
  return account.kind === "unknown"
    ? { kind: "unknown", reason: account.reason }
    : malformed("a wildcard can't stand for a part of a principal's ARN");
}

function malformed(reason: string): PrincipalSet {
  return { kind: "malformed", reason };
}

function couldBeArn(text: Text): boolean {
  return knownText(text) === undefined;
}

function reasonOf(text: Text): string {
  const hole = text.parts.find((part) => typeof part === "object");
  return hole === undefined ? "it can't be read" : whyUnknown(hole);
}

/** How a statement's principal takes in a caller. */
export interface PrincipalMatch {
  readonly truth: Truth;
  /** It names the caller's account, so the account's IAM policies decide. */
  readonly delegates: boolean;
}

/** Whether the set has the caller in it. */
export function includes(set: PrincipalSet, caller: Caller): PrincipalMatch {
  if (set.kind === "account") {
    return {
      truth: caller.kind !== "service" && isSameAccount(set.account, caller.account),
      delegates: true,
    };
  }
  return { truth: includesDirectly(set, caller), delegates: false };
}

function includesDirectly(set: Exclude<PrincipalSet, { kind: "account" }>, caller: Caller): Truth {
  switch (set.kind) {
    case "anyone":
      return set.refused === null ? true : open(set.refused);
    case "any-service":
      return caller.kind === "service" ? open('AWS refuses Service: "*"') : false;
    case "service":
      return caller.kind === "service" && caller.name.toLowerCase() === set.name.toLowerCase();
    case "role":
    case "user":
      return caller.kind !== "service" && caller.kind !== "root" && isArn(set.arn, caller);
    case "template":
      return caller.kind !== "service" && caller.kind !== "root" && isArn({ parts: [set.hole] }, caller);
    case "session":
      return caller.kind !== "service" && isSession(set.arn, caller);
    case "unique-id":
      return caller.kind === "service" ? false : open(`whom the id ${set.id} belongs to isn't known`);
    case "unknown":
      return caller.kind === "service" ? false : open(set.reason);
    case "group":
    case "malformed":
    case "ineffective":
      return false;
  }
}

function isArn(arn: Text, caller: IamCaller): Truth {
  return ofSpellings(caller.arn, (spelling) => matches(arn, spelling, "equals"));
}

/** A session is one of its role's; which one a role's caller is, isn't known unless it says so. */
function isSession(arn: Text, caller: IamCaller): Truth {
  if (caller.session !== null) return matches(arn, caller.session, "equals");
  const session = splitText(arn, "/")[1];
  const mayBe = caller.arn.some((spelling) => session !== undefined && endsWithName(spelling, session));
  return caller.kind === "role" && mayBe ? open("only one session of the role is named") : false;
}

function endsWithName(arn: Text, name: Text): boolean {
  const last = splitText(arn, "/").at(-1);
  return last === undefined || matches(name, last, "equals") !== false;
}
