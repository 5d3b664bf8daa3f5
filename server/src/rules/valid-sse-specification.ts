import type { SseFault } from "../core/model.js";
import { defineRule } from "../core/rule.js";
import { nameOfText } from "../core/text.js";
import { faultFixes } from "./sse-fault-fixes.js";
import { subjectOf } from "./table-keys.js";

type Message =
  | "missingEnabled"
  | "emptyBlock"
  | "keyWithoutType"
  | "keyWithoutTypeGlobal"
  | "keyWhileDisabled"
  | "typeWhileDisabled"
  | "unsupportedType"
  | "notABoolean"
  | "notAMap"
  | "keyAtTopLevel"
  | "replicaKeyWithoutSse"
  | "replicaWithoutKey"
  | "mixedKeyTypes";

const MESSAGE_OF: Readonly<Record<SseFault["kind"], Message>> = {
  "missing-enabled": "missingEnabled",
  "empty-block": "emptyBlock",
  "key-without-type": "keyWithoutType",
  "key-without-type-global": "keyWithoutTypeGlobal",
  "key-while-disabled": "keyWhileDisabled",
  "type-while-disabled": "typeWhileDisabled",
  "unsupported-type": "unsupportedType",
  "not-a-boolean": "notABoolean",
  "not-a-map": "notAMap",
  "key-at-top-level": "keyAtTopLevel",
  "replica-key-without-sse": "replicaKeyWithoutSse",
  "replica-without-key": "replicaWithoutKey",
  "mixed-key-types": "mixedKeyTypes",
};

export const validSseSpecification = defineRule<Message>({
  id: "valid-sse-specification",
  severity: "error",
  fixable: "review",
  equivalents: ["cfn-lint: E3021", "cfn-lint: E3030"],
  docs: {
    summary: "SSESpecification must be a combination that CloudFormation and DynamoDB accept.",
    why:
      "The three properties depend on each other, and the documentation marks too few of them as required. What " +
      "doesn't fit together is refused when the stack is deployed, sometimes with a message that names another " +
      "property. A key needs `SSEType: KMS` and `SSEEnabled: true`. A global table takes its keys in `Replicas`, " +
      "one for each replica or none at all, all customer managed or all AWS managed; they need `SSEEnabled: true` " +
      "of the table itself, and may be refused without `SSEType: KMS`.",
    bad: `Parameters:
  TableKeyArn:
    Type: String
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        KMSMasterKeyId: !Ref TableKeyArn
`,
    good: `Parameters:
  TableKeyArn:
    Type: String
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !Ref TableKeyArn
`,
    cost: "Mending it costs nothing by itself: the template can't be deployed as it is. The key that then encrypts the table has its price.",
    references: [
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dynamodb-table-ssespecification.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dynamodb-globaltable-ssespecification.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dynamodb-globaltable-replicassespecification.html",
    ],
  },
  messages: {
    missingEnabled: "{{subject}} has an SSESpecification without SSEEnabled, which CloudFormation requires.",
    emptyBlock: "{{subject}} has an empty SSESpecification, and CloudFormation requires {{required}} in it.",
    keyWithoutType:
      "{{subject}} names a key without SSEType KMS, which DynamoDB refuses. Its message is 'SSEType KMS is required if KMSMasterKeyId is specified'.",
    keyWithoutTypeGlobal:
      "{{subject}} has keys for its replicas without SSEType KMS, which may be refused when it is deployed.",
    keyWhileDisabled:
      "{{subject}} names a key while SSEEnabled is false, which DynamoDB refuses. Its message is 'KMSMasterKeyId can not be specified if Enabled is false'.",
    typeWhileDisabled:
      "{{subject}} has an SSEType while SSEEnabled is false, which DynamoDB refuses. Its message is 'SSEType can not be specified if Enabled is false'.",
    unsupportedType: "{{subject}} has SSEType '{{value}}', and DynamoDB takes only KMS.",
    notABoolean: "{{subject}} has '{{value}}' as SSEEnabled, which must be true or false.",
    notAMap: "{{subject}} has {{value}} as SSESpecification, which must be a map.",
    keyAtTopLevel:
      "{{subject}} has a KMSMasterKeyId in its own SSESpecification, where CloudFormation knows no such property. A global table takes its keys in Replicas.",
    replicaKeyWithoutSse:
      "{{subject}} has a key while the table's own SSESpecification doesn't enable encryption with KMS, which DynamoDB refuses. Its message is 'ReplicaSSESpecification and SSEType must be null when SSE is set to default'.",
    replicaWithoutKey:
      "{{subject}} has no key while other replicas have one, which DynamoDB refuses. Its message is 'KMSMasterKeyId must be specified for each replica'.",
    mixedKeyTypes:
      "{{subject}} uses the AWS managed key while other replicas use a customer managed one, which DynamoDB refuses. Its message is 'All replica keys must either be Customer Managed CMK or AWS Managed CMK'.",
  },
  table(table, { report, template, settings }) {
    for (const { when, value: faults } of table.faults) {
      for (const fault of faults) {
        const replica = fault.replica === null ? null : nameOfText(fault.replica);
        report({
          at: fault.at,
          message: MESSAGE_OF[fault.kind],
          data: {
            subject: subjectOf(table, replica),
            value: fault.value ?? "",
            required: replica === null ? "SSEEnabled" : "KMSMasterKeyId",
          },
          case: when,
          resource: table.logicalId,
          replica,
          ...(fault.kind === "key-without-type-global" ? { severity: "warning" } : {}),
          fixes: table.locked === null ? faultFixes(table, fault, when, template, settings) : [],
        });
      }
    }
  },
});
