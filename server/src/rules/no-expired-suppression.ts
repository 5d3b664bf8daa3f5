import { defineRule } from "../core/rule.js";

export const noExpiredSuppression = defineRule<"expired">({
  id: "no-expired-suppression",
  severity: "warning",
  docs: {
    summary: "A suppression should not outlive its last day.",
    why:
      "`until` says how long a finding may be set aside. From the next day on the finding is reported again, and the " +
      "suppression with it, so that somebody decides anew.",
    bad: `Resources:
  # dynamodb-encryption-ignore require-customer-managed-key until 2024-06-30 -- key comes with the next release
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`,
    good: `Resources:
  # dynamodb-encryption-ignore require-customer-managed-key until 2199-12-31 -- key comes with the next release
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`,
    cost: "None.",
    references: [],
  },
  messages: {
    expired: "This suppression of '{{rule}}' ended on {{until}}. What it set aside is reported again.",
  },
  ignore(ignore, { used, expired, ruleOff }, { report }) {
    if (!expired || !used || ruleOff) return;
    report({ at: ignore.at, message: "expired", data: { rule: ignore.rule, until: ignore.until ?? "" } });
  },
});
