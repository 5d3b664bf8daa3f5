import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { displayText } from "../core/text.js";
import type { Statement, Written } from "../policy/document.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { canBeAdministered } from "../policy/grantees.js";
import { DYNAMODB_KEY_PATTERNS } from "../policy/key-actions.js";
import { actionsMatching } from "../policy/matching-actions.js";
import { describeSet } from "../policy/principal-words.js";
import { KMS_ACTION_NAMES } from "../policy/reference.js";
import { allowStatements, hasSamePrincipals, reportOnPolicies, whereIn } from "./allow-statements.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { keyPolicyExample } from "./policy-examples.js";

/** What AWS's console gives those who administer a key. */
const ADMINISTRATOR_PATTERNS = [
  "kms:Create*",
  "kms:Describe*",
  "kms:Enable*",
  "kms:List*",
  "kms:Put*",
  "kms:Update*",
  "kms:Revoke*",
  "kms:Disable*",
  "kms:Get*",
  "kms:Delete*",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
  "kms:RotateKeyOnDemand",
] as const;

export const noBroadKeyAccess = defineRule<"broad">({
  id: "no-broad-key-access",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "Only the account itself should have every permission on a key.",
    why:
      "`kms:*` lets one principal read all that the key encrypts, let others in, and schedule the key's deletion. " +
      "The statement that gives it to the account's root is AWS's default: it gives nobody access by itself, lets " +
      "IAM policies decide and keeps the key manageable, so it is never reported. Anybody else needs either the use " +
      "of the key or its administration. What `kms:ViaService` keeps to a service isn't reported: no service " +
      "administers keys.",
    bad: keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: kms:*
Resource: "*"`),
    good: keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: [kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey*, kms:DescribeKey, kms:CreateGrant]
Resource: "*"
Condition:
  StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" }`),
    cost: "Free. Calls that the shorter list leaves out are refused, unless IAM policies allow them.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
    ],
  },
  messages: {
    broad: "Key '{{key}}' gives {{who}} every permission on it by '{{pattern}}'{{where}}.",
  },
  key(key, context) {
    reportOnPolicies(key, context, (policy) => broadAccess(key, policy));
  },
});

function broadAccess(key: Key, policy: JudgedPolicy): readonly Report<"broad">[] {
  return allowStatements(policy).flatMap(({ statement, sets: all }) => {
    const pattern = statement.actions?.negated === false ? statement.actions.values.find(isAll) : undefined;
    const sets = all.filter(isBroad);
    if (pattern === undefined || sets.length === 0) return [];
    return {
      at: pattern.at ?? policy.written.at,
      message: "broad" as const,
      data: {
        key: key.logicalId,
        who: nameAll(sets),
        pattern: displayText(pattern.text),
        where: whereIn(policy.written, statement),
      },
      fixes: sets.length === all.length ? fixesOf(key, policy, statement, sets) : [],
    };
  });
}

function nameAll(sets: readonly GrantedSet[]): string {
  const names = sets.map((set) => {
    const isEverybody = set.who.kind === "anyone" && set.reach !== "principal";
    return `${isEverybody ? "every principal of " : ""}${describeSet(set)}`;
  });
  return listOf([...new Set(names)]);
}

function isAll({ text }: Written): boolean {
  return actionsMatching(text).sure.size === KMS_ACTION_NAMES.length;
}

/** Everybody but accounts, who decide by IAM policies, and those whom other rules are about. */
function isBroad({ who, reach, narrowing }: GrantedSet): boolean {
  if (who.kind === "account" || narrowing.services !== null) return false;
  return reach === "principal" || reach === "organization" || reach === "account" || reach === "service";
}

/** Either half of what they have; whoever is the last to administer the key keeps that half. */
function fixesOf(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  sets: readonly GrantedSet[],
): readonly Fix[] {
  if (key.locked !== null || sets.some(({ reach }) => reach === "service")) return [];
  if (!hasSamePrincipals(key, policy, statement)) return [];
  const fixes: Fix[] = [];
  const fix = (id: string, title: string, patterns: readonly string[]): void => {
    const path = statement.actions?.path ?? [];
    const change = { do: "replace", path, value: patterns } as const;
    const edits: Fix["edits"] = (editor) => editor.changePolicy(key, policy.written, [change]);
    fixes.push({
      id,
      title: `${title} '${key.logicalId}' ${CAN}`,
      applicability: "review",
      bulk: false,
      edits,
    });
  };
  const who = nameAll(sets);
  const { document, arn, own } = policy;
  const rest = { ...document, statements: document.statements.filter((one) => one !== statement) };
  if (canBeAdministered(rest, arn, own) === true)
    fix("use-only", `Let ${who} use, but not administer,`, DYNAMODB_KEY_PATTERNS);
  if (sets.every(({ who: { kind } }) => kind !== "anyone"))
    fix("administer-only", `Let ${who} administer, but not use,`, ADMINISTRATOR_PATTERNS);
  return fixes;
}

const CAN = "(free; all other calls are refused, unless IAM policies allow them)";
