import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import { PlainCall, type Plain } from "../core/plain.js";
import { statementsWith } from "../policy/action-sets.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { DYNAMODB_KEY_PATTERNS } from "../policy/key-actions.js";
import { describePrincipal } from "../policy/principal-words.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { copyOfText } from "./policy-copies.js";

const THROUGH_DYNAMODB = { "kms:ViaService": "dynamodb.*.amazonaws.com" };

/**
 * The ways to give somebody what DynamoDB asks for: whoever lacks least, or all of the account. Where
 * a statement denies, another that allows may not help.
 */
export function permissionFixes(key: Key, policy: JudgedPolicy, nearest: GrantedSet | null): readonly Fix[] {
  if (key.locked !== null || statementsWith(policy.document, "Deny").length > 0) return [];
  const toPrincipal = nearest === null ? null : principalFix(key, policy, nearest);
  const toAccount = fixOf(
    key,
    policy,
    "allow-account",
    `Let principals of this account use '${key.logicalId}' through DynamoDB (free; whoever may read its tables can decrypt them)`,
    {
      Sid: "Let principals of this account use the key through DynamoDB",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: DYNAMODB_KEY_PATTERNS,
      Resource: "*",
      Condition: {
        StringEquals: { "kms:CallerAccount": new PlainCall("Ref", "AWS::AccountId") },
        StringLike: THROUGH_DYNAMODB,
      },
    },
  );
  return toPrincipal === null ? [toAccount] : [toPrincipal, { ...toAccount, bulk: false }];
}

/** The first statement of the sample policy in DynamoDB's documentation. */
function principalFix(key: Key, policy: JudgedPolicy, { who, entry }: GrantedSet): Fix | null {
  const isNamed = who.kind === "role" || who.kind === "user" || who.kind === "template";
  const principal = entry === null ? null : copyOfText(entry.text);
  if (!isNamed || principal === null) return null;
  const name = describePrincipal(who);
  return fixOf(
    key,
    policy,
    "allow-principal",
    `Give ${name} what DynamoDB asks for, through DynamoDB only (free; it can use the key for tables it may use)`,
    {
      Sid: "Allow what DynamoDB asks for through DynamoDB",
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: DYNAMODB_KEY_PATTERNS,
      Resource: "*",
      Condition: { StringLike: THROUGH_DYNAMODB },
    },
  );
}

function fixOf(key: Key, policy: JudgedPolicy, id: string, title: string, statement: Plain): Fix {
  return {
    id,
    title,
    applicability: "review",
    bulk: true,
    edits: (editor) =>
      editor.changePolicy(key, policy.written, [{ do: "append", path: ["Statement"], value: statement }]),
  };
}
