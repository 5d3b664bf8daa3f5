import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { keyActionsOf } from "../policy/action-sets.js";
import type { PolicyDocument, Statement } from "../policy/document.js";
import { DEFAULT_KEY_POLICY } from "../policy/evaluate.js";
import { canBeAdministered } from "../policy/grantees.js";
import { nameAt, reportOnPolicies } from "./allow-statements.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { ownAccountStatement } from "./own-account.js";
import { ACCOUNT_STATEMENT, keyPolicyExample } from "./policy-examples.js";

export const requireKeyAdministrator = defineRule<"nobody">({
  id: "require-key-administrator",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "A key policy should let somebody change it.",
    why:
      "A policy of one's own takes the place of the default one, and with it goes the statement by which IAM policies " +
      "of the account count. If no statement names the account or gives `kms:PutKeyPolicy` to somebody, AWS KMS " +
      "refuses the policy; with `BypassPolicyLockoutSafetyCheck` it takes it, and then nobody can change the policy " +
      "or delete the key. The same comes of a Deny that takes in everybody.",
    bad: keyPolicyExample(
      `Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: [kms:Decrypt, kms:DescribeKey]
Resource: "*"`,
      false,
    ),
    good: keyPolicyExample(ACCOUNT_STATEMENT, false),
    cost: "Free. IAM policies of the account that allow KMS actions on the key then take effect.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
      "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
    ],
  },
  messages: {
    nobody:
      "Key '{{key}}' has a policy that lets nobody change it or delete the key: AWS KMS refuses it, or it stays for good where BypassPolicyLockoutSafetyCheck is true.",
  },
  key(key, context) {
    reportOnPolicies(key, context, (policy) => lockout(key, policy));
  },
});

function lockout(key: Key, policy: JudgedPolicy): readonly Report<"nobody">[] {
  const { document, written, arn, own } = policy;
  const { statements, unread } = document;
  const isOpen = unread.length > 0 || statements.some(isUnclear);
  if (isOpen || (mayAdminister(document) && canBeAdministered(document, arn, own) !== false)) return [];
  const fixes = key.locked === null ? rootFix(key, policy) : [];
  return [{ at: nameAt(written, ["Statement"]), message: "nobody", data: { key: key.logicalId }, fixes }];
}

/** What the statement does can't be told, or AWS refuses it, which another rule says. */
function isUnclear({ effect, refused }: Statement): boolean {
  return typeof effect === "object" || refused !== null;
}

/** Whether a statement may give somebody the right to change the policy, whoever that is. */
function mayAdminister({ statements }: PolicyDocument): boolean {
  return statements.some((statement) => {
    const { sure, maybe } = keyActionsOf(statement);
    return statement.effect === "Allow" && (sure.has("kms:PutKeyPolicy") || maybe.has("kms:PutKeyPolicy"));
  });
}

/** The default statement; none where a Deny would undo it. */
function rootFix(key: Key, policy: JudgedPolicy): readonly Fix[] {
  const { document, written, arn, own } = policy;
  const mended = { ...document, statements: [...document.statements, ...DEFAULT_KEY_POLICY.statements] };
  if (canBeAdministered(mended, arn, own) !== true) return [];
  const statement = ownAccountStatement(policy);
  return [
    {
      id: "add-account",
      title: `Let IAM policies of this account decide over '${key.logicalId}', too (free; whom they allow KMS actions can use the key)`,
      applicability: "review",
      bulk: true,
      edits: (editor) =>
        editor.changePolicy(key, written, [{ do: "append", path: ["Statement"], value: statement }]),
    },
  ];
}
