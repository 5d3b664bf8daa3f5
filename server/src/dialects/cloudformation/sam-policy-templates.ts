import type { Text } from "../../core/text.js";

/** A statement with Allow, as a policy template or a connector makes it. */
export interface AllowStatement {
  readonly actions: readonly string[];
  readonly resources: readonly Text[];
}

/** What policy templates are made of: the template's own Region and account, and the parameters given. */
export interface TemplateArns {
  /** `table/…` or `key/…` as an ARN of this Region and account. */
  readonly arn: (service: string, resource: readonly Text["parts"][number][]) => Text;
  readonly parameter: (name: string) => Text;
}

interface PolicyTemplate {
  readonly service: "dynamodb" | "kms";
  readonly actions: readonly string[];
  /** What follows the service, Region and account in its ARNs; `{Name}` is a parameter. */
  readonly resources: readonly string[];
}

const TABLE = "table/{TableName}";
const TABLE_AND_INDEXES = [TABLE, `${TABLE}/index/*`];

/**
 * The policy templates of SAM about DynamoDB and KMS; those about other services allow nothing of
 * either. Source: the translator's policy_templates.json.
 */
const TEMPLATES: Readonly<Record<string, readonly PolicyTemplate[]>> = {
  DynamoDBCrudPolicy: [
    dynamoDb(
      [
        "GetItem",
        "DeleteItem",
        "PutItem",
        "Scan",
        "Query",
        "UpdateItem",
        "BatchWriteItem",
        "BatchGetItem",
        "DescribeTable",
        "ConditionCheckItem",
      ],
      TABLE_AND_INDEXES,
    ),
  ],
  DynamoDBReadPolicy: [
    dynamoDb(["GetItem", "Scan", "Query", "BatchGetItem", "DescribeTable"], TABLE_AND_INDEXES),
  ],
  DynamoDBWritePolicy: [dynamoDb(["PutItem", "UpdateItem", "BatchWriteItem"], TABLE_AND_INDEXES)],
  DynamoDBReconfigurePolicy: [dynamoDb(["UpdateTable"], [TABLE])],
  DynamoDBStreamReadPolicy: [
    dynamoDb(["DescribeStream", "GetRecords", "GetShardIterator"], [`${TABLE}/stream/{StreamName}`]),
    dynamoDb(["ListStreams"], [`${TABLE}/stream/*`]),
  ],
  DynamoDBBackupFullAccessPolicy: [
    dynamoDb(["CreateBackup", "DescribeContinuousBackups"], [TABLE]),
    dynamoDb(["DeleteBackup", "DescribeBackup", "ListBackups"], [`${TABLE}/backup/*`]),
  ],
  DynamoDBRestoreFromBackupPolicy: [
    dynamoDb(["RestoreTableFromBackup"], [`${TABLE}/backup/*`]),
    dynamoDb(["PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan", "BatchWriteItem"], [TABLE]),
  ],
  KMSDecryptPolicy: [{ service: "kms", actions: ["kms:Decrypt"], resources: ["key/{KeyId}"] }],
  KMSEncryptPolicy: [{ service: "kms", actions: ["kms:Encrypt"], resources: ["key/{KeyId}"] }],
};

/**
 * What a policy template of SAM allows of DynamoDB and KMS; nothing where it is about another
 * service. Null for a template about these that isn't known here.
 */
export function policyTemplate(name: string, arns: TemplateArns): readonly AllowStatement[] | null {
  const templates = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  if (templates === undefined) return /^(DynamoDB|KMS)/.test(name) ? null : [];
  return templates.map(({ service, actions, resources }) => ({
    actions,
    resources: resources.map((resource) => arns.arn(service, filledIn(resource, arns))),
  }));
}

function filledIn(resource: string, { parameter }: TemplateArns): readonly Text["parts"][number][] {
  return resource
    .split(/\{(\w+)\}/)
    .flatMap((piece, index) => (index % 2 === 1 ? parameter(piece).parts : piece === "" ? [] : [piece]));
}

function dynamoDb(names: readonly string[], resources: readonly string[]): PolicyTemplate {
  return { service: "dynamodb", actions: names.map((name) => `dynamodb:${name}`), resources };
}
