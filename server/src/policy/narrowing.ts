import { knownText, splitText, type Text } from "../core/text.js";
import { accountOf, thisAccount, type Account } from "./accounts.js";
import type { Condition, PolicyDocument, Statement } from "./document.js";
import { fixing, type FixedPart } from "./fixed-values.js";
import { readViaService, type ViaService } from "./via-service.js";

/**
 * What the conditions of a statement narrow its principals to. Null where they leave it open; an
 * empty list where nobody is left. Several are met together.
 */
export interface Narrowing {
  readonly accounts: readonly Account[] | null;
  /** `aws:PrincipalOrgID`, `aws:PrincipalOrgPaths`. */
  readonly organizations: readonly Text[] | null;
  /** `aws:PrincipalArn`, `aws:userid`. */
  readonly principals: readonly Text[] | null;
  /** `kms:ViaService`: through whom, not who. */
  readonly services: readonly ViaService[] | null;
  /** AWS services that call as themselves: `aws:PrincipalServiceName`, `aws:PrincipalIsAWSService`. */
  readonly serviceCallers: readonly Text[] | null;
  /** What a service calls for: `aws:SourceArn`, `aws:SourceAccount` and the like. */
  readonly sources: readonly Text[] | null;
  readonly networks: readonly Text[] | null;
  /** Tags of the principal. Anybody can set those of the own principals, so they narrow to no one. */
  readonly tags: readonly TagCondition[];
  /** Conditions on who or whence that fix nothing, with why. */
  readonly loose: readonly { readonly condition: Condition; readonly reason: string }[];
  /** Conditions on who or whence that can't be decided, with why. */
  readonly undecided: readonly { readonly condition: Condition; readonly reason: string }[];
  /** All other conditions: on what is asked. */
  readonly others: readonly Condition[];
}

export interface TagCondition {
  readonly tag: string;
  readonly values: readonly Text[];
}

type Aspect =
  | "accounts"
  | "organizations"
  | "principals"
  | "services"
  | "serviceCallers"
  | "sources"
  | "networks"
  | "tags";

interface Limit {
  readonly aspect: Aspect;
  readonly part: FixedPart;
}

const LIMITS: Readonly<Record<string, Limit>> = {
  "kms:calleraccount": { aspect: "accounts", part: "all" },
  "aws:principalaccount": { aspect: "accounts", part: "all" },
  "aws:principalorgid": { aspect: "organizations", part: "all" },
  "aws:principalorgpaths": { aspect: "organizations", part: "first-of-path" },
  "aws:principalarn": { aspect: "principals", part: "account-of-arn" },
  "aws:userid": { aspect: "principals", part: "before-colon" },
  "kms:viaservice": { aspect: "services", part: "all" },
  "aws:principalservicename": { aspect: "serviceCallers", part: "all" },
  "aws:principalservicenameslist": { aspect: "serviceCallers", part: "all" },
  "aws:principalisawsservice": { aspect: "serviceCallers", part: "all" },
  "aws:sourcearn": { aspect: "sources", part: "account-of-arn" },
  "aws:sourceaccount": { aspect: "sources", part: "all" },
  "aws:sourceowner": { aspect: "sources", part: "all" },
  "aws:sourceorgid": { aspect: "sources", part: "all" },
  "aws:sourceorgpaths": { aspect: "sources", part: "first-of-path" },
  "aws:sourceip": { aspect: "networks", part: "address" },
  "aws:vpcsourceip": { aspect: "networks", part: "address" },
  "aws:sourcevpc": { aspect: "networks", part: "all" },
  "aws:sourcevpcarn": { aspect: "networks", part: "account-of-arn" },
  "aws:sourcevpce": { aspect: "networks", part: "all" },
  "aws:vpceaccount": { aspect: "networks", part: "all" },
  "aws:vpceorgid": { aspect: "networks", part: "all" },
  "aws:vpceorgpaths": { aspect: "networks", part: "first-of-path" },
};

const TAG = "aws:principaltag/";

type Values = Record<Exclude<Aspect, "tags" | "accounts" | "services">, Text[] | null>;

const UNCONDITIONAL: Narrowing = {
  accounts: null,
  organizations: null,
  principals: null,
  services: null,
  serviceCallers: null,
  sources: null,
  networks: null,
  tags: [],
  loose: [],
  undecided: [],
  others: [],
};

const narrowings = new WeakMap<Statement, { readonly own: string | null; readonly narrowing: Narrowing }>();

/** What a statement's conditions narrow; `own` is the account of the deployment, where known. */
export function narrowingOf(statement: Statement, document: PolicyDocument, own: string | null): Narrowing {
  if (statement.conditions.length === 0) return UNCONDITIONAL;
  const known = narrowings.get(statement);
  if (known?.own === own) return known.narrowing;
  const narrowing = narrow(statement, document, own);
  narrowings.set(statement, { own, narrowing });
  return narrowing;
}

function narrow(statement: Statement, document: PolicyDocument, own: string | null): Narrowing {
  const values: Values = {
    organizations: null,
    principals: null,
    serviceCallers: null,
    sources: null,
    networks: null,
  };
  const accounts: Account[][] = [];
  const services: ViaService[][] = [];
  const tags: TagCondition[] = [];
  const loose: Narrowing["loose"][number][] = [];
  const undecided: Narrowing["undecided"][number][] = [];
  const others: Condition[] = [];
  for (const condition of statement.conditions) {
    const limit = limitOf(condition);
    if (limit === null) {
      others.push(condition);
      continue;
    }
    if (limit.aspect === "services" && condition.operator?.negated === false) {
      const read = viaServicesOf(condition, statement.conditions, document.replacesVariables);
      if (read !== null) {
        services.push(read);
        continue;
      }
    }
    const fixed = fixing(condition, limit.part, statement.conditions, document.replacesVariables);
    if (fixed.kind !== "fixed") {
      (fixed.kind === "loose" ? loose : undecided).push({ condition, reason: fixed.reason });
      continue;
    }
    if (limit.aspect === "accounts") accounts.push(accountsOf(fixed.values, own));
    else if (limit.aspect === "tags")
      tags.push({ tag: condition.key.slice(TAG.length), values: fixed.values });
    else if (isFalse(condition)) loose.push({ condition, reason: "it only keeps out services" });
    else if (limit.aspect !== "services")
      values[limit.aspect] = [...(values[limit.aspect] ?? []), ...fixed.values];
  }
  const [firstAccounts, ...moreAccounts] = accounts;
  return {
    ...values,
    accounts: firstAccounts === undefined ? null : [...firstAccounts, ...moreAccounts.flat()].filter(unique),
    services: services.length === 0 ? null : services.flat(),
    tags,
    loose,
    undecided,
    others,
  };
}

function limitOf({ key, operator }: Condition): Limit | null {
  const name = key.toLowerCase();
  if (operator === null) return { aspect: "principals", part: "all" };
  return LIMITS[name] ?? (name.startsWith(TAG) ? { aspect: "tags", part: "all" } : null);
}

/** The services of a `kms:ViaService`; null where it lets requests without a service through. */
function viaServicesOf(
  condition: Condition,
  others: readonly Condition[],
  replaces: boolean,
): ViaService[] | null {
  const exact: Condition = { ...condition, values: [] };
  if (fixing(exact, "all", others, replaces).kind !== "fixed") return null;
  const wildcards = condition.operator?.compares === "like";
  const services = condition.values.map(({ text }) => readViaService(text, wildcards));
  return services.some((one) => one.kind === "service" && one.service === null) ? null : services;
}

/** What isn't an account never matches: it lets nobody in. The key's own account is the deployment's. */
function accountsOf(values: readonly Text[], own: string | null): Account[] {
  return values.flatMap((text) =>
    /^\$\{aws:ResourceAccount\}$/i.test(knownText(text) ?? "")
      ? thisAccount(own)
      : (accountOf(text, own) ?? []),
  );
}

function unique(account: Account, index: number, all: readonly Account[]): boolean {
  return all.findIndex((one) => JSON.stringify(one) === JSON.stringify(account)) === index;
}

/** `Bool aws:PrincipalIsAWSService false`: everybody but services. */
function isFalse({ operator, values }: Condition): boolean {
  return (
    operator?.compares === "boolean" && values.some(({ text }) => knownText(text)?.toLowerCase() !== "true")
  );
}

/** The accounts that ARNs name, null where one names none. */
export function accountsOfArns(arns: readonly Text[], own: string | null): readonly Account[] | null {
  const accounts: Account[] = [];
  for (const arn of arns) {
    const part = splitText(arn, ":")[4];
    const account = part === undefined ? null : accountOf(part, own);
    if (account === null) return null;
    accounts.push(account);
  }
  return accounts.filter(unique);
}
