import type { Assumption } from "../core/cases.js";
import type { DecryptGrant, Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import type { AttachedPolicy, Principal } from "../core/principal.js";
import type { Decider } from "../policy/evaluate.js";
import type { Reader } from "../policy/access/readers.js";

/**
 * The ways to let a reader decrypt with the key of its table, the preferred one first. None where
 * the key is another template's, or where a statement with Deny would have to go.
 */
export function decryptFixes(reader: Reader): readonly Fix[] {
  const { who, key, outcome, when } = reader;
  if (who.kind !== "principal" || key === null || outcome.verdict !== "blocked-by-key") return [];
  const { principal } = who;
  if (key.home !== null || key.locked !== null) return [];
  const grants =
    outcome.missing === "iam-policy" ? policyGrants(reader, principal) : keyGrants(reader, principal);
  return grants.map((grant, index) => fixFor(principal, key, grant, when, index === 0));
}

/** The way to let a reader decrypt that asks for no choice; null where there is none. */
export function decryptGrant(reader: Reader): DecryptGrant | null {
  const { who, outcome } = reader;
  if (who.kind !== "principal" || outcome.verdict !== "blocked-by-key") return null;
  return outcome.missing === "iam-policy" ? (policyGrants(reader, who.principal)[0] ?? null) : null;
}

/** Into the policy that gives access to the table; where that is only named, beside it. */
function policyGrants({ access, policies }: Reader, principal: Principal): readonly DecryptGrant[] {
  const isSam = principal.kind === "function" || principal.kind === "state-machine";
  const attached = policies?.attached ?? [];
  const written = access.by
    .map((by) => policyWith(by, attached))
    .find((policy) => policy?.source === "document" && policy.holder.locked === null);
  const template: readonly DecryptGrant[] = isSam ? [{ kind: "policy-template" }] : [];
  return written === undefined
    ? [...template, { kind: "policy" }]
    : [{ kind: "statement", policy: written }, ...template];
}

function policyWith({ document }: Decider, attached: readonly AttachedPolicy[]): AttachedPolicy | undefined {
  return attached.find(({ written }) => written.value.at === document.at);
}

/** A key policy can name roles and users, no groups; the role that SAM makes for a function needs the key already. */
function keyGrants({ keyPolicy, outcome }: Reader, { kind }: Principal): readonly DecryptGrant[] {
  const isDenied = outcome.verdict === "blocked-by-key" && outcome.missing === "nothing-denied";
  if (isDenied || keyPolicy === null || (kind !== "role" && kind !== "user")) return [];
  return [{ kind: "key-policy", policy: keyPolicy }];
}

function fixFor(
  principal: Principal,
  key: Key,
  grant: DecryptGrant,
  when: readonly Assumption[],
  bulk: boolean,
): Fix {
  return {
    id: `decrypt-${grant.kind}`,
    title: titleOf(principal.logicalId, key.logicalId, grant),
    applicability: "review",
    bulk,
    edits: (editor) => editor.allowDecrypt(principal, key, grant, when),
  };
}

function titleOf(principal: string, key: string, grant: DecryptGrant): string {
  switch (grant.kind) {
    case "statement":
      return `Let '${principal}' decrypt with '${key}' through DynamoDB, in the policy that gives access to the table`;
    case "policy":
      return `Let '${principal}' decrypt with '${key}' through DynamoDB, in a policy of its own`;
    case "policy-template":
      return `Add KMSDecryptPolicy: '${principal}' may decrypt whatever '${key}' has encrypted, not only through DynamoDB`;
    case "key-policy":
      return `Name '${principal}' in the policy of '${key}': it may decrypt through DynamoDB`;
  }
}
