import type { KeyReference } from "../core/model.js";
import { defineRule } from "../core/rule.js";
import { placesOf, replicaName, subjectOf } from "./table-keys.js";

export const noAliasAsTableKey = defineRule<"alias">({
  id: "no-alias-as-table-key",
  severity: "info",
  docs: {
    summary: "A table's key should be given as a key, not as an alias.",
    why:
      "DynamoDB resolves an alias once, when the setting is made. Moving the alias to another key later doesn't " +
      "move the table: it stays with the key that the alias named then. There is no fix to apply: once the table " +
      "is deployed, sending the ARN of the key that it already uses is refused, so change it together with the key.",
    bad: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: alias/orders
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
    cost: "None: an alias and the key it names are billed alike.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
    ],
  },
  messages: {
    alias:
      "{{subject}} names its key by the alias '{{alias}}', which DynamoDB resolves only once. Moving the alias later doesn't move the table to the other key.",
  },
  table(table, { report }) {
    for (const replica of table.replicas) {
      for (const { when, value } of replica.encryption) {
        if (value.key === null || value.verdict !== "customer-managed") continue;
        const alias = aliasOf(value.key);
        if (alias === null || alias.startsWith("alias/aws/")) continue;
        report({
          at: value.key.at,
          message: "alias",
          data: { subject: subjectOf(table, replicaName(replica)), alias },
          case: when,
          resource: table.logicalId,
          replica: replicaName(replica),
          related: placesOf(value.key),
        });
      }
    }
  },
});

/** The alias as the template shows it, or null where the key isn't given by one. */
function aliasOf(reference: KeyReference): string | null {
  if (reference.kind === "alias") return reference.alias.logicalId;
  if (reference.kind === "alias-name") return reference.name;
  return reference.kind === "alias-arn" ? (reference.name ?? reference.text) : null;
}
