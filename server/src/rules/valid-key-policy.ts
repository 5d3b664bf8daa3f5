import type { Severity } from "../core/finding.js";
import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import type { FaultKind, PolicyFault } from "../policy/fault.js";
import { policyFaults } from "../policy/faults.js";
import { reportOnPolicies, whereIn } from "./allow-statements.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { dataOf, FAULT_MESSAGES, MESSAGE_OF, type FaultMessage } from "./policy-fault-messages.js";
import { policyFaultFixes } from "./policy-fault-fixes.js";
import { keyPolicyExample } from "./policy-examples.js";

/** A statement with Deny may well be meant for the rest alone. */
const OF_ALLOW_ONLY: readonly FaultKind[] = [
  "condition-never-met",
  "missing-set-operator",
  "set-operator-on-single-value",
];

/** Not refused, but a statement without them does nothing at all. */
const WITHOUT_EFFECT: readonly FaultKind[] = ["missing-action", "missing-resource"];

export const validKeyPolicy = defineRule<FaultMessage>({
  id: "valid-key-policy",
  severity: "error",
  fixable: "review",
  equivalents: ["cfn-lint: E3512"],
  docs: {
    summary: "A key policy should be one that KMS accepts, and all of it should have an effect.",
    why:
      "KMS refuses some mistakes when the stack is deployed, and takes others without a word: an action that doesn't " +
      "exist, a statement without `Action` or `Resource`, another key's ARN as `Resource`, a condition that requests " +
      "never meet. The policy then doesn't do what it says, and with a `Deny` that shows only when it is too late. " +
      'In a key policy, `Resource: "*"` means this key and is right. What is refused, and statements that do nothing ' +
      "at all, are errors; the rest are warnings.",
    bad: example("kms:ReEncrypt"),
    good: example("kms:ReEncrypt*"),
    cost: "Free. A statement that takes effect may allow, or deny, what it didn't before.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
      "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
    ],
  },
  messages: FAULT_MESSAGES,
  key(key, context) {
    reportOnPolicies(key, context, (policy) => faultReports(key, policy));
  },
});

function faultReports(key: Key, policy: JudgedPolicy): readonly Report<FaultMessage>[] {
  const faults = policyFaults(policy.document, policy.arn, policy.own).filter(
    ({ kind, statement }) => statement?.effect !== "Deny" || !OF_ALLOW_ONLY.includes(kind),
  );
  return faults.map((fault) => ({
    at: fault.at ?? policy.written.at,
    message: MESSAGE_OF[fault.kind],
    data: { key: key.logicalId, ...dataOf(fault), where: whereOf(policy, fault) },
    severity: severityOf(fault),
    fixes: policyFaultFixes(key, policy, fault, faults),
  }));
}

/** The messages end where the statement's name may follow; the policy as a whole has none. */
function whereOf({ written }: JudgedPolicy, { statement }: PolicyFault): string {
  return statement === null ? "" : whereIn(written, statement);
}

function severityOf({ kind, weight }: PolicyFault): Severity {
  return weight === "refused" || WITHOUT_EFFECT.includes(kind) ? "error" : "warning";
}

function example(action: string): string {
  return keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: [kms:Decrypt, "${action}"]
Resource: "*"
Condition: { StringLike: { kms:ViaService: dynamodb.*.amazonaws.com } }`);
}
