import { defineRule } from "../core/rule.js";
import { isJudged } from "../core/key-scope.js";

export const noPolicyLockoutBypass = defineRule<"bypassed">({
  id: "no-policy-lockout-bypass",
  severity: "warning",
  fixable: "review",
  controls: ["Control Tower CT.KMS.PV.3"],
  docs: {
    summary: "KMS should check that a key's policy doesn't lock out those who administer it.",
    why:
      "KMS refuses a key policy after which the caller could no longer change it, unless " +
      "`BypassPolicyLockoutSafetyCheck` is true. A key whose policy nobody can change is unmanageable, and so is " +
      "what happens to the tables under it. AWS says not to set it indiscriminately.",
    bad: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      BypassPolicyLockoutSafetyCheck: true
`,
    good: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
`,
    cost: "None. A deployment that relied on the bypass is refused until its policy leaves the deployer in.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    ],
  },
  messages: {
    bypassed: "Key '{{key}}' skips the check that keeps its policy from locking out those who administer it.",
  },
  key(key, { report, settings }) {
    if (!isJudged(key, settings)) return;
    for (const { when, value } of key.bypassesLockoutCheck) {
      if (value === null || !value.known || !value.value) continue;
      report({
        at: value.at,
        message: "bypassed",
        data: { key: key.logicalId },
        case: when,
        resource: key.logicalId,
        fixes: [
          {
            id: "keep-check",
            title: `Keep the check for '${key.logicalId}' (free; a policy that locks out its deployer is refused)`,
            applicability: "review",
            bulk: true,
            edits: (editor) => editor.keepLockoutCheck(key),
          },
        ],
      });
    }
  },
});
