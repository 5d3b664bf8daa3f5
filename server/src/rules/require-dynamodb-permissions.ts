import { mapCases } from "../core/cases.js";
import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { DYNAMODB_KEY_PATTERNS } from "../policy/key-actions.js";
import { describePrincipal } from "../policy/principal-words.js";
import { shortfallOf, type Shortfall } from "./dynamodb-permissions.js";
import { permissionFixes } from "./dynamodb-permission-fixes.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { acrossCases, policyCases } from "./policy-reports.js";
import { withoutRepeats } from "./repeats.js";
import { tablesElsewhere, whereUsed } from "./tables-of-key.js";

type Message = "nobody" | "lacking";

export const requireDynamodbPermissions = defineRule<Message>({
  id: "require-dynamodb-permissions",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "Somebody must have the permissions on a table's key that DynamoDB asks for.",
    why:
      "DynamoDB gets to use a customer managed key on behalf of the principal who chooses it for the table, and its " +
      "documentation names six permissions that this principal needs. A key policy gives them by itself, or lets the " +
      "account's IAM policies give them with a statement to the account's root. Where it does neither for anybody, " +
      "making the table fails. A statement to `dynamodb.amazonaws.com` doesn't help: DynamoDB calls KMS as the " +
      "principal, not as itself.",
    bad: example("[kms:Decrypt, kms:DescribeKey]"),
    good: example(`[${DYNAMODB_KEY_PATTERNS.map((action) => `"${action}"`).join(", ")}]`),
    cost: "Free. Whoever gets the permissions can use the key through DynamoDB: also to read the tables that they may read.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    ],
  },
  messages: {
    nobody:
      "Key '{{key}}' lets no principal do what DynamoDB asks for ({{missing}}), neither by itself nor through IAM policies, so making a table under it fails.",
    lacking:
      "Key '{{key}}' lets no principal do all that DynamoDB asks for, neither by itself nor through IAM policies, so making a table under it may fail. Nearest to it is {{who}}, without {{missing}}.",
  },
  key(key, context) {
    const { context: deployment, canHold } = context.template;
    const lacking = mapCases(
      policyCases(key, context),
      (policy) => (policy === null ? [] : reportsOf(key, policy, shortfallOf(policy, deployment))),
      ([report]) => JSON.stringify(report?.data),
    );
    const here = context.template.tablesUnder(key).flatMap((table) => {
      const related = [{ at: table.nameAt, message: `Table '${table.logicalId}' uses the key.` }];
      const used = whereUsed(lacking, table, key, canHold);
      return acrossCases(used.map(({ when, value }) => ({ when, value: value ?? [] }))).map((report) => ({
        ...report,
        related,
      }));
    });
    const elsewhere = tablesElsewhere(key).length > 0 ? acrossCases(lacking) : [];
    for (const report of withoutRepeats([...elsewhere, ...here])) context.report(report);
  },
});

function reportsOf(key: Key, policy: JudgedPolicy, shortfall: Shortfall | null): readonly Report<Message>[] {
  if (shortfall === null) return [];
  const { nearest, missing } = shortfall;
  const who = nearest === null ? "" : describePrincipal(nearest.who);
  return [
    {
      at: key.typeAt,
      message: nearest === null ? "nobody" : "lacking",
      data: { key: key.logicalId, who, missing: listOf(missing, missing.length) },
      resource: key.logicalId,
      fixes: permissionFixes(key, policy, nearest),
    },
  ];
}

function example(actions: string): string {
  return `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/key-admin" }
            Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:Put*", kms:ScheduleKeyDeletion]
            Resource: "*"
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/deployer" }
            Action: ${actions}
            Resource: "*"
            Condition: { StringLike: { kms:ViaService: dynamodb.*.amazonaws.com } }
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !GetAtt OrdersKey.Arn
`;
}
