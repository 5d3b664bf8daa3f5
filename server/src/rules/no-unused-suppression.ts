import type { Fix } from "../core/edit.js";
import type { Ignore } from "../core/model.js";
import { nearestName } from "../core/nearest.js";
import { peerOf } from "../core/peers.js";
import { defineRule } from "../core/rule.js";
import { isCalendarDate } from "../core/suppression.js";

/** They judge suppressions, so no suppression holds for them. */
const NOT_SUPPRESSIBLE = ["no-unused-suppression", "no-expired-suppression"];

type Message = "unused" | "unknownRule" | "invalidDate" | "malformed" | "notSuppressible";

export const noUnusedSuppression = defineRule<Message>({
  id: "no-unused-suppression",
  severity: "info",
  fixable: "safe",
  docs: {
    summary: "A suppression should set a finding aside.",
    why:
      "A suppression that no longer has an effect hides the next finding at the same place, which nobody has looked " +
      "at. One that names no rule or two, or a last day that isn't in the calendar, sets nothing aside at all, which " +
      "its author didn't mean.",
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
      "This suppression of '{{rule}}' ends on '{{until}}', which is no day of the calendar, so it sets nothing aside. Write it as YYYY-MM-DD.",
    malformed: "This suppression sets nothing aside: {{reason}}.",
    notSuppressible:
      "Findings of '{{rule}}' can't be suppressed in a template. Switch the rule off in the settings.",
  },
  ignore(ignore, { used, ruleExists, ruleOff, ruleNames }, { report }) {
    // What was written for another tool may be needed there.
    if (peerOf(ignore.by) !== null) return;
    if (ignore.malformed !== null) {
      return report({ at: ignore.at, message: "malformed", data: { reason: ignore.malformed } });
    }
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
    if (!used && !ruleOff) report({ ...base, message: "unused", fixes: [removal(ignore)] });
  },
});

function removal(ignore: Ignore): Fix {
  return {
    id: "remove-suppression",
    title: `Remove the suppression of '${ignore.rule}' (nothing that is deployed changes)`,
    applicability: "safe",
    bulk: true,
    edits: (editor) => editor.removeIgnore(ignore),
  };
}
