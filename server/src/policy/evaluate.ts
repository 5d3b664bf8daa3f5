import { accountText, isSameAccount, thisAccount, type Account } from "./accounts.js";
import { isCrossAccountAction } from "./key-actions.js";
import type { PolicyDocument, Statement } from "./document.js";
import { plainPolicyValue } from "./policy-value.js";
import { readPolicy } from "./read-policy.js";
import { kmsAction } from "./reference.js";
import type { Request } from "./request.js";
import { statementsAbout } from "./statement-index.js";
import { applications, type Application } from "./statements.js";
import { and, isOpen, open, or, some, type Open, type Truth } from "./truth.js";

/** What the policies at hand say to a request, with the statements that settle it. */
export type Verdict =
  | { readonly kind: "allowed"; readonly by: readonly Decider[] }
  /** A statement with Deny applies. */
  | { readonly kind: "denied"; readonly by: readonly Decider[] }
  /** No statement allows it; `missing` is which policy would have to. */
  | { readonly kind: "not-allowed"; readonly by: readonly Decider[]; readonly missing: Missing }
  | { readonly kind: "undecided"; readonly reason: string; readonly by: readonly Decider[] };

export type Missing = "key-policy" | "iam-policy" | "both";

/** A statement that a verdict rests on. */
export interface Decider {
  readonly statement: Statement;
  readonly document: PolicyDocument;
}

/** The IAM policies of a principal. */
export interface IdentityPolicies {
  readonly documents: readonly PolicyDocument[];
  /** Why there may be others, as clauses: "the managed policy 'TeamPolicy' isn't in the template". */
  readonly unread: readonly string[];
}

/** What is asked about the use of a key. */
export interface KeyAccess {
  /** Null where the template gives none: AWS KMS then applies its default. */
  readonly keyPolicy: PolicyDocument | null | Open;
  readonly identityPolicies: IdentityPolicies;
  readonly request: Request;
  /** The account of the deployment, where known. */
  readonly own: string | null;
  /** The account of the key; the deployment's unless said otherwise. */
  readonly keyAccount?: Account;
}

/** What AWS KMS applies where no policy is given: the account's IAM policies decide. */
export const DEFAULT_KEY_POLICY: PolicyDocument = readPolicy(
  plainPolicyValue({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: accountText(thisAccount(null)) },
      Action: "kms:*",
      Resource: "*",
    },
  }),
  "key",
);

/**
 * Whether key policy and IAM policies let the request through, as AWS KMS puts them together: the
 * key policy must allow it, itself or by naming the caller's account, whose IAM policies then must;
 * from another account both must; a Deny in either is final. Grants and what else can't be seen in
 * a template (docs/policy-semantics.md) is not in it.
 */
export function judgeKeyAccess({
  keyPolicy,
  identityPolicies,
  request,
  own,
  keyAccount,
}: KeyAccess): Verdict {
  if (kmsAction(request.action)?.notOnKey === true) {
    return judgeIdentityPolicies(identityPolicies, request, own);
  }
  const identity = judgeIdentity(identityPolicies, request, own);
  const key = judgeDocuments(policiesOf(keyPolicy), request, own);
  const deny = or(key.deny, identity.deny);
  if (deny === true) return { kind: "denied", by: [...surely(key.denying), ...surely(identity.denying)] };
  const allow = combine(key, identity, request, keyAccount ?? thisAccount(own));
  const missing = missingPolicy(key, identity);
  return conclude(
    allow,
    deny,
    [...key.allowing, ...identity.allowing, ...key.denying, ...identity.denying],
    missing,
  );
}

/** Whether IAM policies alone allow the request: to a table, say, in the caller's own account. */
export function judgeIdentityPolicies(
  policies: IdentityPolicies,
  request: Request,
  own: string | null,
): Verdict {
  const { allow, deny, allowing, denying } = judgeIdentity(policies, request, own);
  if (deny === true) return { kind: "denied", by: surely(denying) };
  return conclude(allow, deny, [...allowing, ...denying], "iam-policy");
}

/** What a policy on a resource says, to the caller and to the caller's account. */
export interface ResourceVerdict {
  readonly deny: Truth;
  /** It allows the caller. */
  readonly direct: Truth;
  /** It allows the caller's account, whose IAM policies then decide. */
  readonly delegated: Truth;
  readonly allowing: readonly Application[];
  readonly denying: readonly Application[];
}

/** What a key policy, or a table's or stream's, says by itself. */
export function judgeResourcePolicy(
  document: PolicyDocument,
  request: Request,
  own: string | null,
): ResourceVerdict {
  return judgeDocuments({ documents: [document], unread: [] }, request, own);
}

function judgeDocuments(
  { documents, unread }: IdentityPolicies,
  request: Request,
  own: string | null,
): ResourceVerdict {
  const [allowing, denying]: [Application[], Application[]] = [[], []];
  let firstUnread = unread[0];
  for (const document of documents) {
    firstUnread ??= document.unread[0];
    for (const statement of statementsAbout(document, request.caller, own)) {
      for (const application of applications(document, statement, request, own)) {
        if (statement.effect !== "Deny") allowing.push(application);
        if (statement.effect !== "Allow") denying.push(application);
      }
    }
  }
  const doubt = firstUnread === undefined ? false : open(firstUnread);
  return {
    deny: or(some(denying, truthOf), doubt),
    direct: or(
      some(allowing, (one) => !one.delegates && truthOf(one)),
      doubt,
    ),
    delegated: or(
      some(allowing, (one) => one.delegates && truthOf(one)),
      doubt,
    ),
    allowing,
    denying,
  };
}

function judgeIdentity(policies: IdentityPolicies, request: Request, own: string | null) {
  const { deny, direct, allowing, denying } = judgeDocuments(policies, request, own);
  // The root user has all permissions in its account; nothing of a template can take them.
  const allow: Truth =
    request.caller.kind === "root" ? true : request.caller.kind === "service" ? false : direct;
  return { deny, allow, allowing, denying };
}

function truthOf({ truth, statement }: Application): Truth {
  return typeof statement.effect === "object" ? and(truth, open(statement.effect.reason)) : truth;
}

function policiesOf(keyPolicy: KeyAccess["keyPolicy"]): IdentityPolicies {
  if (isOpen(keyPolicy)) return { documents: [], unread: [keyPolicy.reason] };
  return { documents: [keyPolicy ?? DEFAULT_KEY_POLICY], unread: [] };
}

function combine(
  key: ResourceVerdict,
  identity: { readonly allow: Truth },
  { caller, action }: Request,
  keyAccount: Account,
): Truth {
  if (caller.kind === "service") return key.direct;
  const within = or(key.direct, and(key.delegated, identity.allow));
  const across = isCrossAccountAction(action) && and(or(key.direct, key.delegated), identity.allow);
  const same = isSameAccount(caller.account, keyAccount);
  if (same === true) return within;
  if (same === false) return across;
  return or(and(within, across), and(or(within, across), same));
}

function missingPolicy(key: ResourceVerdict, identity: { readonly allow: Truth }): Missing {
  const byKey = or(key.direct, key.delegated);
  if (byKey === false) return identity.allow === false ? "both" : "key-policy";
  return "iam-policy";
}

function conclude(allow: Truth, deny: Truth, found: readonly Application[], missing: Missing): Verdict {
  if (allow === false) return { kind: "not-allowed", by: surely(found), missing };
  if (isOpen(allow)) return { kind: "undecided", reason: allow.reason, by: found };
  if (isOpen(deny)) return { kind: "undecided", reason: deny.reason, by: found };
  return { kind: "allowed", by: surely(found.filter(({ statement }) => statement.effect === "Allow")) };
}

function surely(found: readonly Application[]): readonly Decider[] {
  return found.filter(({ truth }) => truth === true);
}
