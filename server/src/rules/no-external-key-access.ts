import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import type { Place } from "../core/span.js";
import { knownText } from "../core/text.js";
import type { Account } from "../policy/accounts.js";
import type { PolicyDocument, Statement, Written } from "../policy/document.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { isCrossAccountAction } from "../policy/key-actions.js";
import { describeAccount, describeSet } from "../policy/principal-words.js";
import { allowStatements, reportOnPolicies, whereIn } from "./allow-statements.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { keyPolicyExample } from "./policy-examples.js";
import { powersOf } from "./power-words.js";

export const noExternalKeyAccess = defineRule<"external">({
  id: "no-external-key-access",
  severity: "warning",
  docs: {
    summary: "A key policy should let in other accounts only where that is meant.",
    why:
      "A statement that names another account, or a role or user of it, hands a share in the key to whoever decides " +
      "there: that account's IAM policies choose who uses it. Where that is meant, list the account in the setting " +
      "`trustedAccounts`. Another account is one that differs from the known account of the deployment, or, where " +
      "that isn't known, one that is written out beside `AWS::AccountId` in the same policy. Organizations, and " +
      "accounts that come from parameters without a value, aren't reported.",
    bad: keyPolicyExample(`Effect: Allow
Principal: { AWS: arn:aws:iam::210987654321:role/reporting }
Action: [kms:Decrypt, kms:DescribeKey]
Resource: "*"`),
    good: keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/reporting" }
Action: [kms:Decrypt, kms:DescribeKey]
Resource: "*"`),
    cost: "Free. The other account loses access to what is encrypted under the key.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html",
    ],
  },
  messages: {
    external:
      "Key '{{key}}' lets {{who}} {{powers}}{{where}}, and {{account}} isn't this template's. Where that is meant, list it in trustedAccounts.",
  },
  key(key, context) {
    const trusted = context.settings.trustedAccounts;
    reportOnPolicies(key, context, (policy) => externalAccess(key, policy, trusted));
  },
});

function externalAccess(
  key: Key,
  policy: JudgedPolicy,
  trusted: ReadonlySet<string>,
): readonly Report<"external">[] {
  if (policy.own === null && !namesThisAccount(policy.document)) return [];
  return allowStatements(policy).flatMap(({ statement, sets, actions }) => {
    const across = new Set([...actions].filter(isCrossAccountAction));
    if (across.size === 0) return [];
    return sets.flatMap((set) =>
      externalAccounts(set, trusted).map((account) => ({
        at: placeOf(set, account) ?? policy.written.at,
        message: "external" as const,
        data: {
          key: key.logicalId,
          who: describeSet(set),
          powers: powersOf(across),
          account: describeAccount({ kind: "known", id: account }),
          where: whereIn(policy.written, statement),
        },
      })),
    );
  });
}

/** The other accounts of a set that nobody listed as trusted: twelve digits each. */
function externalAccounts({ reach, accounts }: GrantedSet, trusted: ReadonlySet<string>): readonly string[] {
  if (reach === "nobody" || reach === "undecided" || typeof accounts === "string") return [];
  return accounts.flatMap((account: Account) =>
    account.kind === "known" && !trusted.has(account.id) ? [account.id] : [],
  );
}

/** The principal; for everyone, the value of the condition that names the account. */
function placeOf({ entry, who, statement }: GrantedSet, account: string): Place | null | undefined {
  if (who.kind !== "anyone") return entry?.at;
  const values = statement.conditions.flatMap((condition) => condition.values);
  return values.find(({ text }) => knownText(text)?.includes(account) === true)?.at ?? entry?.at;
}

/** Whether the policy writes its own account as `AWS::AccountId`, so that a number means another. */
function namesThisAccount({ statements }: PolicyDocument): boolean {
  return statements.some((statement) => textsOf(statement).some(hasAccountId));
}

function textsOf({ principals, conditions }: Statement): readonly Written[] {
  return [...(principals?.entries ?? []), ...conditions.flatMap(({ values }) => values)];
}

function hasAccountId({ text }: Written): boolean {
  return text.parts.some((part) => typeof part === "object" && part.name === "AWS::AccountId");
}
