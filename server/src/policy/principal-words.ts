import { displayText, knownText, splitText, type Text } from "../core/text.js";
import type { Account } from "./accounts.js";
import type { GrantedSet } from "./granted-sets.js";
import type { Narrowing } from "./narrowing.js";
import type { PrincipalSet } from "./principals.js";
import { describeViaService } from "./via-service.js";

/** What kind of principal a resource of the template is, where known: "role", "user". */
export type KindOf = (logicalId: string) => string | null;

const NO_KIND: KindOf = () => null;

/**
 * A set in words, without an article where it is a name: "any account through DynamoDB",
 * "this account", "role ApiRole", "organization o-a1b2c3", "everyone but role Admin".
 */
export function describeSet(set: GrantedSet, kindOf: KindOf = NO_KIND): string {
  const subject = set.entry === null ? everyoneBut(set.but, kindOf) : describeWho(set, kindOf);
  return [subject, ...restrictions(set)].join("");
}

/** A principal in words, its conditions aside. */
export function describePrincipal(set: PrincipalSet, kindOf: KindOf = NO_KIND): string {
  switch (set.kind) {
    case "anyone":
      return "anyone";
    case "any-service":
      return "any AWS service";
    case "account":
      return describeAccount(set.account);
    case "role":
    case "user":
      return `${set.kind} ${displayText(set.name)}${ofAccount(set.account)}`;
    case "session":
      return `session ${displayText(set.name)}${ofAccount(set.account)}`;
    case "template":
      return [kindOf(set.logicalId), set.logicalId].filter((word) => word !== null).join(" ");
    case "unique-id":
      return `the principal with the id ${set.id}`;
    case "service":
      return `the service ${set.name}`;
    case "group":
      return `group ${displayText(splitText(set.arn, "/").at(-1) ?? set.arn)}`;
    case "ineffective":
      return set.what;
    case "malformed":
      return "nobody";
    case "unknown":
      return "a principal that isn't known";
  }
}

/** "this account", "account 999988887777". */
export function describeAccount(account: Account): string {
  if (account.kind === "this") return "this account";
  return account.kind === "known" ? `account ${account.id}` : `account ${displayText(account.text)}`;
}

function ofAccount(account: Account): string {
  return account.kind === "this" ? "" : ` of ${describeAccount(account)}`;
}

function everyoneBut(but: readonly PrincipalSet[], kindOf: KindOf): string {
  return `everyone but ${list(but.map((one) => describePrincipal(one, kindOf)))}`;
}

function describeWho({ who, narrowing }: GrantedSet, kindOf: KindOf): string {
  if (who.kind === "account" && narrowing.principals !== null) return named(narrowing.principals, kindOf);
  return who.kind === "anyone" ? anyoneIn(narrowing, kindOf) : describePrincipal(who, kindOf);
}

/** `*` by what its conditions leave of it. */
function anyoneIn(narrowing: Narrowing, kindOf: KindOf): string {
  const { principals, accounts, organizations, sources, serviceCallers, services } = narrowing;
  if (principals !== null) return named(principals, kindOf);
  if (accounts !== null) return list(accounts.map(describeAccount));
  if (organizations !== null) return `organization ${list(organizations.map(organization))}`;
  if (serviceCallers !== null) return "AWS services that call as themselves";
  if (sources !== null) return `AWS services acting for ${list(sources.map(displayText))}`;
  return services === null && narrowing.tags.length === 0 ? "anyone" : "any account";
}

function named(principals: readonly Text[], kindOf: KindOf): string {
  return list(principals.map((arn) => nameOf(arn, kindOf)));
}

/** "role Admin" for an ARN that ends so, "principals like …" where it has wildcards. */
function nameOf(arn: Text, kindOf: KindOf): string {
  const [only, ...more] = arn.parts;
  if (typeof only === "object" && more.length === 0 && only.resource !== undefined) {
    return [kindOf(only.resource.logicalId), only.resource.logicalId]
      .filter((word) => word !== null)
      .join(" ");
  }
  const known = knownText(arn);
  return known !== undefined && !/[*?]/.test(known) ? known : `principals like ${displayText(arn)}`;
}

function organization(value: Text): string {
  return displayText(splitText(value, "/")[0] ?? value);
}

function restrictions({ who, narrowing }: GrantedSet): string[] {
  const { services, tags, networks, sources, accounts, organizations } = narrowing;
  const isAnyone = who.kind === "anyone";
  const found: string[] = [];
  if (!isAnyone && accounts !== null) found.push(` in ${list(accounts.map(describeAccount))}`);
  if (!isAnyone && organizations !== null)
    found.push(` in organization ${list(organizations.map(organization))}`);
  for (const { tag, values } of tags) found.push(` with tag ${tag} = ${list(values.map(displayText))}`);
  if (services !== null && services.length > 0)
    found.push(` through ${list(services.map(describeViaService))}`);
  if (!isAnyone && sources !== null) found.push(` for ${list(sources.map(displayText))}`);
  if (networks !== null) found.push(` from ${list(networks.map(displayText))}`);
  return found;
}

function list(words: readonly string[]): string {
  const unique = [...new Set(words)];
  return unique.length < 2
    ? (unique[0] ?? "nobody")
    : `${unique.slice(0, -1).join(", ")} or ${unique.at(-1)}`;
}
