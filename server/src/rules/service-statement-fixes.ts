import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import type { PolicyPath, Statement } from "../policy/document.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import type { PrincipalSet } from "../policy/principals.js";
import { hasSamePrincipals } from "./allow-statements.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { ownAccount } from "./own-account.js";
import { addCondition } from "./statement-split.js";

/** DynamoDB itself; `replication.dynamodb.amazonaws.com` is another principal. */
export function isDynamoDb({ who }: GrantedSet): boolean {
  return who.kind === "service" && /^dynamodb\.([a-z0-9-]+\.)?amazonaws\.com$/i.test(who.name);
}

/**
 * Keeps services to what they do for the account of the deployment. Replication may act for the
 * account of another replica, too, so which ones are meant isn't guessed.
 */
export function forThisAccount(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  sets: readonly GrantedSet[],
): readonly Fix[] {
  if (!sets.every(({ who, reach }) => reach === "service" && !isReplication(who))) return [];
  const wanted = { operator: "StringEquals", key: "aws:SourceAccount", value: ownAccount(policy) };
  const change = addCondition(statement, wanted);
  if (change === null || key.locked !== null || !hasSamePrincipals(key, policy, statement)) return [];
  const title = `Let the service use '${key.logicalId}' for this account only (free; refused if it doesn't send aws:SourceAccount)`;
  const edits: Fix["edits"] = (editor) => editor.changePolicy(key, policy.written, [change]);
  return [{ id: "for-this-account", title, applicability: "review", bulk: true, edits }];
}

function isReplication(who: PrincipalSet): boolean {
  return who.kind === "service" && /^replication\.dynamodb\./i.test(who.name);
}

/** Takes the principal away, with its statement where that names nobody else. */
export function withoutService(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  sets: readonly GrantedSet[],
  { entry }: GrantedSet,
): readonly Fix[] {
  const isAlone = sets.every(isDynamoDb);
  const isLast = isAlone && policy.document.statements.length < 2;
  if (entry === null || key.locked !== null || isLast) return [];
  if (!hasSamePrincipals(key, policy, statement)) return [];
  const sameType = sets.filter((one) => one.entry?.type === entry.type);
  const path: PolicyPath = isAlone
    ? statement.path
    : sameType.every(isDynamoDb)
      ? entry.path.slice(0, (statement.principals?.path.length ?? 0) + 1)
      : entry.path;
  const title = `Remove ${isAlone ? "the statement" : "DynamoDB"} from the policy of '${key.logicalId}' (free; DynamoDB goes on working)`;
  const edits: Fix["edits"] = (editor) => editor.changePolicy(key, policy.written, [{ do: "remove", path }]);
  return [{ id: "remove-service", title, applicability: "review", bulk: true, edits }];
}
