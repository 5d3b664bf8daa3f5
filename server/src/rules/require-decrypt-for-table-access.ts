import type { Key, Replica, Table } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { ofHome } from "../core/home.js";
import { readerName } from "../policy/access/reader-words.js";
import { readersOf, type Reader } from "../policy/access/readers.js";
import { reachesByName } from "../policy/access/reach.js";
import { decryptFixes } from "./decrypt-fixes.js";
import { withoutMembers } from "./reader-groups.js";
import { withoutRepeats } from "./repeats.js";
import { lowerSubjectOf, replicaName } from "./table-keys.js";

type Message = "missingStatement" | "keyPolicy" | "both" | "denied" | "stranger";

export const requireDecryptForTableAccess = defineRule<Message>({
  id: "require-decrypt-for-table-access",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "Who may read or write a table should be allowed to decrypt with its customer managed key.",
    why:
      "DynamoDB asks AWS KMS for `kms:Decrypt` on behalf of whoever reads **or writes** a table under a customer " +
      "managed key, so a permission for the table alone isn't enough: the key's policy must allow it too, by itself " +
      "or by leaving the decision to IAM policies, which then must. It is the usual surprise after a table gets a " +
      "key of its own, and SAM's `DynamoDBCrudPolicy` doesn't help: it allows nothing of KMS. The rule looks at " +
      "roles, users and groups of the template, at the roles of SAM's functions and state machines, at connectors, " +
      "and at the policies of tables and streams. Where a policy can't be seen (a managed policy from elsewhere, a " +
      "permissions boundary, a key whose policy isn't in reach), it is silent. Grants, service control policies and " +
      "session policies aren't in a template.",
    bad: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt OrdersKey.Arn }
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: "dynamodb:*Item", Resource: !GetAtt Orders.Arn }
`,
    good: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt OrdersKey.Arn }
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Action: "dynamodb:*Item", Resource: !GetAtt Orders.Arn }
              - Effect: Allow
                Action: kms:Decrypt
                Resource: !GetAtt OrdersKey.Arn
                Condition: { StringLike: { "kms:ViaService": dynamodb.*.amazonaws.com } }
`,
    cost: "Nothing by itself; it widens who may decrypt. DynamoDB's calls to KMS are charged as requests, about one per active caller and table every five minutes.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service",
      "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html",
    ],
  },
  messages: {
    missingStatement:
      "{{Who}} may {{access}} {{table}}, but none of its policies allows kms:Decrypt with the table's key {{key}}, so its requests will be refused.",
    keyPolicy:
      "{{Who}} may {{access}} {{table}} and its own policies allow kms:Decrypt, but the policy of the table's key {{key}} doesn't, so its requests will be refused.",
    both: "{{Who}} may {{access}} {{table}}, but neither the policy of the table's key {{key}} nor its own policies allow kms:Decrypt, so its requests will be refused.",
    denied:
      "{{Who}} may {{access}} {{table}}, but a statement with Deny keeps it from kms:Decrypt with the table's key {{key}}, so its requests will be refused.",
    stranger:
      "{{Who}} may {{access}} {{table}} as far as the table's policy goes, but the policy of its key {{key}} doesn't allow kms:Decrypt, so the requests will be refused.",
  },
  table(table, context) {
    const reports = table.replicas.flatMap((replica) =>
      withoutMembers(readersOf(table, replica, context.template)).flatMap((reader) =>
        reportsOf(reader, table, replica),
      ),
    );
    for (const report of withoutRepeats(reports)) context.report(report);
  },
});

function reportsOf(reader: Reader, table: Table, replica: Replica): readonly Report<Message>[] {
  const { key, outcome, access, who, when } = reader;
  if (outcome.verdict !== "blocked-by-key" || key === null || !reachesByName(access)) return [];
  const statement = access.by[0]?.statement;
  const name = readerName(who);
  return [
    {
      at: statement?.resources?.at ?? statement?.at ?? table.typeAt,
      message: messageFor(reader),
      data: {
        Who: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        access: access.reads ? (access.writes ? "read and write" : "read") : "write",
        table: lowerSubjectOf(table, replicaName(replica)),
        key: `'${key.logicalId}'${ofHome(key)}`,
      },
      case: when,
      resource: who.kind === "principal" ? who.principal.logicalId : table.logicalId,
      replica: who.kind === "principal" || table.kind !== "global-table" ? null : replicaName(replica),
      related: [
        relatedKey(key),
        { at: table.nameAt, message: `Table '${table.logicalId}' is declared here.` },
      ],
      fixes: () => decryptFixes(reader),
    },
  ];
}

function messageFor({ outcome, who }: Reader): Message {
  if (outcome.verdict === "blocked-by-key" && outcome.missing === "nothing-denied") return "denied";
  if (who.kind === "stranger") return "stranger";
  if (outcome.verdict !== "blocked-by-key" || outcome.missing === "iam-policy") return "missingStatement";
  return outcome.missing === "both" ? "both" : "keyPolicy";
}

function relatedKey(key: Key) {
  return { at: key.nameAt, message: `Key '${key.logicalId}'${ofHome(key)} is declared here.` };
}
