import { KMS_PRICES, requestPrice } from "../pricing/prices.js";
import { defineRule } from "../core/rule.js";

export const requireStreamDestinationEncryption = defineRule<"absent">({
  id: "require-stream-destination-encryption",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "A Kinesis stream that receives a table's items should be encrypted.",
    why:
      "`KinesisStreamSpecification` sends a copy of every change to a Kinesis data stream. The table's key doesn't " +
      "reach that far: the stream has a setting and a key of its own.",
    bad: `Parameters:
  TableKeyArn:
    Type: String
Resources:
  Changes:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref TableKeyArn }
      KinesisStreamSpecification:
        StreamArn: !GetAtt Changes.Arn
`,
    good: `Parameters:
  TableKeyArn:
    Type: String
Resources:
  Changes:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      StreamEncryption:
        EncryptionType: KMS
        KeyId: alias/aws/kinesis
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref TableKeyArn }
      KinesisStreamSpecification:
        StreamArn: !GetAtt Changes.Arn
`,
    cost:
      `Under the AWS managed key of Kinesis there is no monthly fee; requests cost ${requestPrice()} (prices of ` +
      `${KMS_PRICES.asOf}). With a customer managed key, who writes to the stream needs \`kms:GenerateDataKey\`.`,
    references: [
      "https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html",
    ],
  },
  messages: {
    absent:
      "Stream '{{stream}}' receives the items of {{tables}} and has no StreamEncryption. The table's key doesn't protect the copies there.",
  },
  stream(stream, { report, template }) {
    const tables = template.tables.filter(
      (one) => one.streamDestination?.stream.logicalId === stream.logicalId,
    );
    if (tables.length === 0) return;
    const names = tables.map((table) => `'${table.logicalId}'`).join(", ");
    for (const { when, value } of stream.encrypted) {
      if (value !== null && (!value.known || value.value)) continue;
      report({
        at: value?.at ?? stream.typeAt,
        message: "absent",
        data: { stream: stream.logicalId, tables: `${tables.length > 1 ? "tables" : "table"} ${names}` },
        case: when,
        resource: stream.logicalId,
        related: tables.map((table) => ({
          at: table.streamDestination?.at ?? table.nameAt,
          message: `Table '${table.logicalId}' sends its items there.`,
        })),
        fixes: [
          {
            id: "encrypt-stream",
            title: `Encrypt '${stream.logicalId}' with the AWS managed key of Kinesis (no monthly fee, KMS requests are charged)`,
            applicability: "review",
            bulk: true,
            edits: (editor) => editor.encryptStream(stream),
          },
        ],
      });
    }
  },
});
