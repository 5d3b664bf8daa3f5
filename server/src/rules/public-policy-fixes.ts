import type { Fix, PolicyChange } from "../core/edit.js";
import type { Key } from "../core/model.js";
import type { PrincipalEntry, Statement } from "../policy/document.js";
import { hasSamePrincipals } from "./allow-statements.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { ownAccount, ownAccountRoot } from "./own-account.js";
import { addCondition } from "./statement-split.js";

/** Keeps the statement to principals of the deployment's account, whatever else it asks. */
export function keepToAccount(key: Key, policy: JudgedPolicy, statement: Statement): readonly Fix[] {
  const change = addCondition(statement, {
    operator: "StringEquals",
    key: "kms:CallerAccount",
    value: ownAccount(policy),
  });
  if (change === null || key.locked !== null || !hasSamePrincipals(key, policy, statement)) return [];
  return [
    {
      id: "keep-to-account",
      title: `Keep the statement to principals of this account (free; other accounts lose access to '${key.logicalId}')`,
      applicability: "review",
      bulk: true,
      edits: (editor) => editor.changePolicy(key, policy.written, [change]),
    },
  ];
}

/** Puts the account's root in the place of the wildcard: the account's IAM policies then decide. */
export function nameAccount(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  entry: PrincipalEntry,
  bulk: boolean,
): readonly Fix[] {
  if (key.locked !== null) return [];
  const isWhole = entry.path.length === statement.principals?.path.length;
  const root = ownAccountRoot(policy);
  const change: PolicyChange = {
    do: "replace",
    path: entry.path,
    value: isWhole ? { AWS: root } : root,
  };
  return [
    {
      id: "name-account",
      title: `Let IAM policies of this account decide instead (free; who has none for '${key.logicalId}' loses access)`,
      applicability: "review",
      bulk,
      edits: (editor) => editor.changePolicy(key, policy.written, [change]),
    },
  ];
}
