import { existenceOf, joined, pairs } from "../../core/case-pairs.js";
import { mapCases, type Assumption, type Cases } from "../../core/cases.js";
import type { Encryption, Key, Replica, ResourcePolicies, Table, Template } from "../../core/model.js";
import type { WrittenPolicy } from "../../core/policy-value.js";
import type { Principal, PrincipalPolicies } from "../../core/principal.js";
import type { Caller } from "../callers.js";
import type { Decider, IdentityPolicies, Missing } from "../evaluate.js";
import { principalSetOf } from "../principals.js";
import { isOpen } from "../truth.js";
import { decryptAccess } from "./decrypt-access.js";
import { identityPoliciesOf, saysNothing, tableAccess, type TableAccess } from "./table-access.js";
import { callerOfPrincipal } from "./principal-callers.js";
import { strangersIn } from "./strangers.js";
import { tableArns } from "./table-arns.js";

/** Somebody who may read or write a table as far as DynamoDB is asked, in one case. */
export interface Reader {
  readonly who: ReaderIdentity;
  readonly when: readonly Assumption[];
  readonly access: TableAccess;
  readonly outcome: Outcome;
  /** The key of the table in this case, where it is declared in reach. */
  readonly key: Key | null;
  /** That key's policy in this case; null where AWS KMS applies its default. */
  readonly keyPolicy: WrittenPolicy | null;
  /** The policies that it has in this case; null for somebody that the template doesn't declare. */
  readonly policies: PrincipalPolicies | null;
}

/** A principal of the template, or somebody else by ARN or account. */
export type ReaderIdentity =
  | { readonly kind: "principal"; readonly principal: Principal }
  | { readonly kind: "stranger"; readonly name: string };

/** Whether the table's key lets the reader through. */
export type Outcome =
  | { readonly verdict: "allowed"; readonly by: readonly Decider[] }
  | {
      readonly verdict: "blocked-by-key";
      /** Which policy would have to allow it, or that a statement with Deny forbids it. */
      readonly missing: Missing | "nothing-denied";
    }
  /** The reason is a clause. */
  | { readonly verdict: "undecided"; readonly reason: string };

/** What a table is encrypted with in one case, as far as it matters to its readers. */
interface Lock {
  readonly encryption: Encryption;
  readonly key: Key | null;
  readonly keyPolicy: WrittenPolicy | null;
}

/** Who asks, in one case. */
interface Asker {
  readonly who: ReaderIdentity;
  readonly caller: Caller;
  readonly identity: IdentityPolicies;
  readonly policies: PrincipalPolicies | null;
}

/**
 * Everybody who may read or write the data of a table (or of one replica of a global table), case by
 * case, and whether its key lets them. Who may not is left out. Worked out once.
 */
export function readersOf(table: Table, replica: Replica, template: Template): readonly Reader[] {
  return template.once(replica, "readers", () => readersUnder(table, replica, template, replica.encryption));
}

/** The same if the table were encrypted in another way. */
export function readersUnder(
  table: Table,
  replica: Replica,
  template: Template,
  encryption: Cases<Encryption>,
): readonly Reader[] {
  const { canHold, context } = template;
  const others = new Set(template.tableIds());
  others.delete(table.logicalId);
  const target = {
    arns: tableArns(table, replica, context),
    among: { table: table.logicalId, others },
    own: context.account,
  };
  const exists = existenceOf(table);
  const locks = locksOf(encryption);
  const tables = pairs(locks, replica.resourcePolicies(), canHold);
  const judge = (asker: Asker, [lock, policies]: readonly [Lock, ResourcePolicies]): Judged | null => {
    const bounded = asker.policies?.bounded ?? false;
    const identity = asker.who.kind === "stranger" ? null : asker.identity;
    const access = tableAccess(asker.caller, identity, bounded, policies, target);
    if (access.truth === false) return null;
    const outcome = outcomeOf(asker, access, lock, table, replica, template);
    return { access, outcome, key: lock.key, keyPolicy: lock.keyPolicy };
  };
  const isNamed = replica
    .resourcePolicies()
    .some(({ value }) => value.table !== null || value.stream !== null);
  const principals = template.principals().flatMap((principal) => {
    const access = principal.access();
    const isSilent = access.every(({ value }) => value === null || saysNothing(value, target.among));
    if (isSilent && !isNamed) return [];
    const caller = callerOfPrincipal(principal, context);
    const given = joined(exists, existenceOf(principal));
    const cases = pairs(access, tables, (when) => canHold(joined(given, when)));
    const who = { kind: "principal", principal } as const;
    return merged(who, cases, ([policies, state]) => {
      if (policies === null) return null;
      const judged = judge({ who, caller, identity: identityPoliciesOf(policies), policies }, state);
      return judged === null ? null : { ...judged, policies };
    });
  });
  const strangers = strangersIn(replica.resourcePolicies(), template).flatMap(
    ({ name, caller, identity }) => {
      const who = { kind: "stranger", name } as const;
      return merged(who, tables, (state) => {
        const judged = judge({ who, caller, identity, policies: null }, state);
        return judged === null ? null : { ...judged, policies: null };
      });
    },
  );
  return [...principals, ...strangers];
}

type Judged = Pick<Reader, "access" | "outcome" | "key" | "keyPolicy">;

/** One reader for each case that differs. */
function merged<T>(
  who: ReaderIdentity,
  cases: Cases<T>,
  judge: (value: T) => (Judged & Pick<Reader, "policies">) | null,
): readonly Reader[] {
  return mapCases(cases, judge, (judged) => (judged === null ? "" : identityOf(judged))).flatMap(
    ({ when, value }) => (value === null ? [] : [{ who, when, ...value }]),
  );
}

/** How the table is encrypted, joined with what its key's policy says. */
function locksOf(encryption: Cases<Encryption>): Cases<Lock> {
  return encryption.flatMap((one): Cases<Lock> => {
    const reference = one.value.key;
    const key = reference?.kind === "key" || reference?.kind === "alias" ? reference.key : null;
    if (one.value.verdict !== "customer-managed" || key === null) {
      return [{ when: one.when, value: { encryption: one.value, key: null, keyPolicy: null } }];
    }
    const policies = key.policy();
    return pairs([one], policies, () => true).map(({ when, value: [value, keyPolicy] }) => ({
      when,
      value: { encryption: value, key, keyPolicy },
    }));
  });
}

function outcomeOf(
  asker: Asker,
  { truth }: TableAccess,
  { encryption, key, keyPolicy }: Lock,
  table: Table,
  replica: Replica,
  { context }: Template,
): Outcome {
  const undecided = isOpen(truth) ? ({ verdict: "undecided", reason: truth.reason } as const) : null;
  switch (encryption.verdict) {
    case "aws-owned":
    case "aws-managed":
      return undecided ?? { verdict: "allowed", by: [] };
    case "undecided":
    case "invalid":
      return {
        verdict: "undecided",
        reason: encryption.reason ?? "which key encrypts the table isn't known",
      };
    case "customer-managed":
      break;
  }
  if (key === null) {
    const name = encryption.key?.text ?? "";
    return { verdict: "undecided", reason: `the policy of the key '${name}' isn't in reach` };
  }
  const verdict = decryptAccess(asker.caller, asker.identity, key, keyPolicy, table, replica, context);
  if (verdict.kind === "undecided") return { verdict: "undecided", reason: verdict.reason };
  if (undecided !== null) return undecided;
  if (verdict.kind === "allowed" && asker.caller.kind === "root") {
    return { verdict: "undecided", reason: "the IAM policies of that account decide" };
  }
  if (verdict.kind === "allowed") return { verdict: "allowed", by: deciding(verdict.by, context.account) };
  return {
    verdict: "blocked-by-key",
    missing: verdict.kind === "denied" ? "nothing-denied" : verdict.missing,
  };
}

/** A statement that leaves the decision to IAM policies says nothing where none of these allows it. */
function deciding(by: readonly Decider[], own: string | null): readonly Decider[] {
  if (by.some(({ document }) => document.kind === "identity")) return by;
  return by.filter(({ statement }) => {
    const entries = statement.principals?.entries ?? [];
    return entries.some((entry) => principalSetOf(entry, own).kind !== "account");
  });
}

function identityOf({ access, outcome, key }: Judged): string {
  const statements = access.by.map(({ statement }) =>
    JSON.stringify([statement.path, placeOf(statement.at)]),
  );
  const rest = outcome.verdict === "allowed" ? [] : Object.values(outcome);
  return [
    outcome.verdict,
    ...rest,
    key?.logicalId,
    key?.home?.path,
    access.reads,
    access.writes,
    ...statements,
  ].join("|");
}

function placeOf(at: Decider["statement"]["at"]): string {
  return at === null ? "" : `${at.origin.offset + at.from}`;
}
