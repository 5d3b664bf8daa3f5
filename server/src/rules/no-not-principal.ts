import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { displayText } from "../core/text.js";
import { principalSetOf } from "../policy/principals.js";
import { describePrincipal } from "../policy/principal-words.js";
import { allowStatements, nameAt, reportOnPolicies, whereIn } from "./allow-statements.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { keyPolicyExample } from "./policy-examples.js";

type Message = "notPrincipal" | "notAction";

export const noNotPrincipal = defineRule<Message>({
  id: "no-not-principal",
  severity: "warning",
  docs: {
    summary: "What a key policy allows should be listed, not what it leaves out.",
    why:
      "`NotPrincipal` beside Allow lets in everybody who isn't named, in every account, and AWS doesn't support it. " +
      "`NotAction` beside Allow gives every action that isn't named, those of administration and those that AWS KMS " +
      "adds later, too. Beside Deny both are fine, and aren't reported.",
    bad: keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
NotAction: kms:ScheduleKeyDeletion
Resource: "*"`),
    good: keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: [kms:Decrypt, kms:DescribeKey]
Resource: "*"`),
    cost: "Free. Whoever was let in by not being named loses access until a statement names them.",
    references: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    ],
  },
  messages: {
    notPrincipal:
      "Key '{{key}}' allows everyone but {{names}} by NotPrincipal{{where}}, which AWS doesn't support beside Allow.",
    notAction:
      "Key '{{key}}' allows every action but {{names}} by NotAction{{where}}, those that AWS KMS adds later, too.",
  },
  key(key, context) {
    reportOnPolicies(key, context, (policy) => negations(key, policy));
  },
});

function negations(key: Key, policy: JudgedPolicy): readonly Report<Message>[] {
  return allowStatements(policy).flatMap(({ statement }) => {
    const { principals, actions } = statement;
    const facts = { key: key.logicalId, where: whereIn(policy.written, statement) };
    const found: Report<Message>[] = [];
    if (principals?.negated === true) {
      const spared = principals.entries.map((entry) => describePrincipal(principalSetOf(entry, policy.own)));
      const at = nameAt(policy.written, principals.path);
      found.push({ at, message: "notPrincipal", data: { ...facts, names: listOf(spared) } });
    }
    if (actions?.negated === true) {
      const spared = actions.values.map(({ text }) => displayText(text));
      const at = nameAt(policy.written, actions.path);
      found.push({ at, message: "notAction", data: { ...facts, names: listOf(spared) } });
    }
    return found;
  });
}
