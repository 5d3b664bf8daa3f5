import { KMS_PRICES, requestPrice } from "../pricing/prices.js";
import type { Assumption } from "../core/cases.js";
import type { Stream, Table } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import type { Place } from "../core/span.js";
import { existenceOf, isImpliedBy, joined, pairs } from "../core/case-pairs.js";
import { withoutRepeats } from "./repeats.js";

export const requireStreamDestinationEncryption = defineRule<"absent">({
  id: "require-stream-destination-encryption",
  severity: "warning",
  controls: [
    "Security Hub Kinesis.1",
    "AWS Config kinesis-stream-encrypted",
    "Control Tower CT.KINESIS.PR.1",
    "NIST 800-53 SC-13",
    "NIST 800-53 SC-28",
    "NIST 800-53 SC-28(1)",
  ],
  fixable: "review",
  equivalents: [
    "checkov: CKV_AWS_43",
    "cfn_nag: W49",
    "trivy: AWS-0064",
    "cdk-nag: AwsSolutions-KDS1",
    "cdk-nag: PCI.DSS.400-KinesisDataStreamSSE",
  ],
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
    const senders = template.tables.flatMap((table) =>
      table.streamDestinations
        .filter((destination) => destination.stream.logicalId === stream.logicalId)
        .map(({ when, at }) => ({ table, at, when: joined(when, existenceOf(table)) })),
    );
    const existence = existenceOf(stream);
    const open = stream.encrypted.flatMap(({ when, value }) => {
      if (value !== null && (!value.known || value.value)) return [];
      const received = senders.map((sender) => ({ when: sender.when, value: sender }));
      const found = pairs([{ when, value }], received, (both) => template.canHold(joined(both, existence)));
      return found.map((one) => ({
        when: one.when.filter((assumption) => !isImpliedBy([assumption], existence)),
        at: value?.at ?? stream.typeAt,
        sender: one.value[1],
      }));
    });
    const reports = open.map(({ when, at }) => {
      const reaching = open.filter((one) => one.at === at && isImpliedBy(one.when, when));
      return reportOf(
        stream,
        at,
        when,
        reaching.map(({ sender }) => sender),
      );
    });
    for (const one of withoutRepeats(reports)) report(one);
  },
});

function reportOf(
  stream: Stream,
  at: Place,
  when: readonly Assumption[],
  senders: readonly { readonly table: Table; readonly at: Place }[],
): Report<"absent"> {
  const tables = [...new Set(senders.map(({ table }) => `'${table.logicalId}'`))];
  return {
    at,
    message: "absent",
    data: {
      stream: stream.logicalId,
      tables: `${tables.length > 1 ? "tables" : "table"} ${tables.join(", ")}`,
    },
    case: when,
    resource: stream.logicalId,
    related: senders.map((sender) => ({
      at: sender.at,
      message: `Table '${sender.table.logicalId}' sends its items there.`,
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
  };
}
