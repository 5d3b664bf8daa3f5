import type { Encryption, KeyType, Replica, Table } from "../core/model.js";
import { defineRule, type Report, type RuleContext } from "../core/rule.js";
import { encloses, spanOf } from "../core/span.js";
import { KMS_PRICES, newKeyPrice, requestPrice } from "../pricing/prices.js";
import { isClassified } from "../core/classification.js";
import { keyChoices } from "./key-choices.js";
import { withoutRepeats } from "./repeats.js";
import { lowerSubjectOf, placesOf, replicaName, subjectOf } from "./table-keys.js";

type Message = "awsOwnedByDefault" | "awsOwned" | "awsManaged" | "awsManagedByAlias" | "undecided";

export const requireCustomerManagedKey = defineRule<Message>({
  id: "require-customer-managed-key",
  severity: "warning",
  fixable: "review",
  controls: [
    "AWS Config dynamodb-table-encrypted-kms",
    "AWS Config dynamodb-table-encryption-enabled",
    "NIST 800-53 SC-12",
    "FedRAMP SC-12",
    "HIPAA 164.312(a)(2)(iv)",
  ],
  equivalents: [
    "checkov: CKV_AWS_119",
    "trivy: AWS-0025",
    "trivy: aws-dynamodb-table-customer-key",
    "kics: c8dee387-a2e6-4a73-a942-183c975549ac",
    "guard: DYNAMODB_TABLE_ENCRYPTED_KMS",
    "cfn_nag: W74",
  ],
  options: {
    accept: {
      type: "enum",
      values: ["customer-managed", "aws-managed"],
      default: "customer-managed",
      description: "`customer-managed` keys only, or `aws-managed`: the key `aws/dynamodb` passes as well.",
    },
    when: {
      type: "enum",
      values: ["always", "classified"],
      default: "always",
      description: "`classified` judges only tables with a tag that the setting `classification.tags` names.",
    },
  },
  docs: {
    summary: "A DynamoDB table should be encrypted with a customer managed KMS key.",
    why:
      "DynamoDB encrypts every table; the question is who holds the key. The AWS owned key (the default) and the " +
      "AWS managed key `aws/dynamodb` can't be disabled, and nobody in the account can change their policies, so " +
      "access can be neither narrowed nor withdrawn by way of the key; the use of an AWS owned key can't even be " +
      "audited. A customer managed key has a policy of its own and can be disabled. No Security Hub control asks for one.",
    bad: `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
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
    cost:
      `A key costs ${newKeyPrice()}: ${requestPrice()} (prices of ${KMS_PRICES.asOf}). Several tables may share ` +
      "it. Each Region of a global table needs its own. The table stays available while it changes keys, and its " +
      "items aren't rewritten. Who reads or writes the table then needs `kms:Decrypt` with the key; fixes that use a " +
      "key of the template, or make one, give it to the roles and functions of the template that use the table.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://aws.amazon.com/kms/pricing/",
    ],
  },
  messages: {
    awsOwnedByDefault:
      "{{subject}} has no SSESpecification, so an AWS owned key encrypts it. Nobody in the account can audit, restrict or disable that key.",
    awsOwned:
      "{{subject}} sets SSEEnabled to false, so an AWS owned key encrypts it. Nobody in the account can audit, restrict or disable that key.",
    awsManaged:
      "{{subject}} names no key, so the AWS managed key aws/dynamodb encrypts it. Nobody in the account can change the policy of that key.",
    awsManagedByAlias:
      "{{subject}} names the key '{{reference}}', which is the AWS managed key. Nobody in the account can change the policy of that key.",
    undecided: "Which key encrypts {{lowerSubject}} can't be decided, because {{reason}}.",
  },
  table(table, context) {
    if (context.option("when") === "classified" && !isClassified(table, context.settings)) return;
    const reports = table.replicas.flatMap((replica) =>
      replica.encryption.flatMap(({ when, value }) => {
        const message = messageFor(value, context);
        return message === null ? [] : [reportOf(table, replica, value, message, when, context)];
      }),
    );
    for (const report of withoutRepeats(reports)) context.report(report);
  },
});

function messageFor({ verdict, because, key, reason }: Encryption, context: RuleContext): Message | null {
  const managedIsFine = !unwantedIn(context).includes("aws-managed");
  if (verdict === "aws-owned") return because === "disabled" ? "awsOwned" : "awsOwnedByDefault";
  if (verdict === "aws-managed" && !managedIsFine) {
    return because === "aws-alias" ? "awsManagedByAlias" : "awsManaged";
  }
  if (verdict !== "undecided" || !context.settings.reportUndecided) return null;
  // Whatever the key is, it isn't the AWS owned one.
  return managedIsFine && key?.kind === "unknown" && key.reason === reason ? null : "undecided";
}

/** The types of key that the option `accept` doesn't let pass. */
function unwantedIn({ option }: RuleContext): readonly KeyType[] {
  return option("accept") === "aws-managed" ? ["aws-owned"] : ["aws-owned", "aws-managed"];
}

function reportOf(
  table: Table,
  replica: Replica,
  value: Encryption,
  message: Message,
  when: NonNullable<Report["case"]>,
  context: RuleContext,
): Report<Message> {
  const own = encloses(spanOf(replica.at), spanOf(value.at)) ? replicaName(replica) : null;
  return {
    at: value.at,
    message,
    data: {
      subject: subjectOf(table, own),
      lowerSubject: lowerSubjectOf(table, own),
      reference: value.key?.text ?? "",
      reason: value.reason ?? "it isn't known",
    },
    case: when,
    resource: table.logicalId,
    replica: own,
    related: placesOf(value.key),
    ...(message === "undecided" ? { severity: "info" } : {}),
    fixes: message === "undecided" ? [] : () => keyChoices(table, context, when, unwantedIn(context)),
  };
}
