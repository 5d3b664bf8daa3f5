import { defineRule } from "../core/rule.js";
import { lowerSubjectOf, placesOf, replicaName } from "./table-keys.js";

export const noCrossAccountTableKey = defineRule<"otherAccount">({
  id: "no-cross-account-table-key",
  severity: "warning",
  docs: {
    summary: "A table's key should belong to the table's account.",
    why:
      "DynamoDB's documentation speaks of keys in the account of the table only. A key of another account isn't " +
      "documented to work: the deployment may be refused. The rule speaks only where the account is known (the " +
      "setting `account`, or a CDK stack's environment).",
    bad: `Resources:
  Check:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: arn:aws:kms:eu-west-1:210987654321:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f
`,
    good: `Resources:
  Check:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !Sub arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f
`,
    settings: { account: "098765432109" },
    cost: "A key of the table's own account is billed to that account.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    ],
  },
  messages: {
    otherAccount:
      "The stack belongs to account {{own}}, and {{subject}} names a key of account {{account}}. DynamoDB isn't documented to take a key of another account, so the deployment may be refused.",
  },
  table(table, { report, template }) {
    const own = template.context.account;
    if (own === null) return;
    for (const replica of table.replicas) {
      for (const { when, value } of replica.encryption) {
        const key = value.key;
        if (key?.kind !== "key-arn" && key?.kind !== "alias-arn") continue;
        if (key.account === null || key.account === own) continue;
        report({
          at: key.at,
          message: "otherAccount",
          data: { subject: lowerSubjectOf(table, replicaName(replica)), account: key.account, own },
          case: when,
          resource: table.logicalId,
          replica: replicaName(replica),
          related: placesOf(key),
        });
      }
    }
  },
});
