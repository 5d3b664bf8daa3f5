import { nearestName } from "../core/nearest.js";
import { defineRule } from "../core/rule.js";
import { isCalendarDate } from "../core/suppression.js";

/** They judge suppressions, so no suppression holds for them. */
const NOT_SUPPRESSIBLE = ["no-unused-suppression", "no-expired-suppression"];

export const noUnusedSuppression = defineRule<"unused" | "unknownRule" | "invalidDate" | "notSuppressible">({
  id: "no-unused-suppression",
  severity: "info",
  docs: {
    summary: "A suppression should set a finding aside.",
    why:
      "A suppression that no longer has an effect hides the next finding at the same place, which nobody has looked " +
      "at. One that names no rule, or a day that isn't in the calendar, doesn't do what its author meant.",
    bad: `Parameters:
  TableKeyArn:
    Type: String
Resources:
  # dynamodb-encryption-ignore require-customer-managed-key -- holds only feature flags
  Flags:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref TableKeyArn }
`,
    good: `Resources:
  # dynamodb-encryption-ignore require-customer-managed-key -- holds only feature flags
  Flags:
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
    unused: "This suppression of '{{rule}}' sets nothing aside.",
    unknownRule: "This suppression names '{{rule}}', and there is no such rule.{{suggestion}}",
    invalidDate:
      "This suppression of '{{rule}}' ends on '{{until}}', which is no day of the calendar. Write it as YYYY-MM-DD.",
    notSuppressible:
      "Findings of '{{rule}}' can't be suppressed in a template. Switch the rule off in the settings.",
  },
  ignore(ignore, { used, ruleExists, ruleOff, ruleNames }, { report }) {
    const base = { at: ignore.at, data: { rule: ignore.rule }, unnecessary: true };
    if (!ruleExists) {
      const nearest = nearestName(ignore.rule, ruleNames);
      const suggestion = nearest === undefined ? "" : ` The nearest name is '${nearest}'.`;
      return report({ ...base, message: "unknownRule", data: { rule: ignore.rule, suggestion } });
    }
    if (NOT_SUPPRESSIBLE.includes(ignore.rule)) return report({ ...base, message: "notSuppressible" });
    if (ignore.until !== null && !isCalendarDate(ignore.until)) {
      const data = { rule: ignore.rule, until: ignore.until };
      return report({ at: ignore.at, message: "invalidDate", data });
    }
    if (!used && !ruleOff) report({ ...base, message: "unused" });
  },
});
