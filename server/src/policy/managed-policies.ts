import { plainPolicyValue, type PolicyValue } from "./policy-value.js";

/** A statement with Allow on every resource. */
type Actions = { readonly Action: readonly string[] } | { readonly NotAction: readonly string[] };

const STREAM_ACTIONS = [
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
];

/**
 * What AWS managed policies allow of DynamoDB and KMS; their other statements are left out. Source:
 * AWS Managed Policy Reference Guide, as of 2026-01.
 */
const MANAGED: Readonly<Record<string, Actions>> = {
  AdministratorAccess: { Action: ["*"] },
  PowerUserAccess: { NotAction: ["iam:*", "organizations:*", "account:*"] },
  ReadOnlyAccess: {
    Action: [
      "dynamodb:BatchGet*",
      "dynamodb:Describe*",
      "dynamodb:Get*",
      "dynamodb:List*",
      "dynamodb:PartiQLSelect",
      "dynamodb:Query",
      "dynamodb:Scan",
      "kms:Describe*",
      "kms:Get*",
      "kms:List*",
    ],
  },
  AmazonDynamoDBFullAccess: { Action: ["dynamodb:*", "dax:*", "kms:DescribeKey", "kms:ListAliases"] },
  AmazonDynamoDBFullAccess_v2: { Action: ["dynamodb:*", "dax:*", "kms:DescribeKey", "kms:ListAliases"] },
  AmazonDynamoDBReadOnlyAccess: {
    Action: [
      "dynamodb:BatchGetItem",
      "dynamodb:Describe*",
      "dynamodb:List*",
      "dynamodb:GetAbacStatus",
      "dynamodb:GetItem",
      "dynamodb:GetResourcePolicy",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:PartiQLSelect",
      "kms:DescribeKey",
      "kms:ListAliases",
    ],
  },
  AWSLambdaDynamoDBExecutionRole: { Action: STREAM_ACTIONS },
  "AWSLambdaInvocation-DynamoDB": { Action: STREAM_ACTIONS },
  AWSKeyManagementServicePowerUser: {
    Action: [
      "kms:CreateAlias",
      "kms:CreateKey",
      "kms:DeleteAlias",
      "kms:Describe*",
      "kms:GenerateRandom",
      "kms:Get*",
      "kms:List*",
      "kms:TagResource",
      "kms:UntagResource",
    ],
  },
};

/** Policies that say nothing of DynamoDB and KMS: what roles of functions and tasks usually have. */
const OTHERS: ReadonlySet<string> = new Set([
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaVPCAccessExecutionRole",
  "AWSLambdaENIManagementAccess",
  "AWSLambdaSQSQueueExecutionRole",
  "AWSLambdaKinesisExecutionRole",
  "AWSLambdaMSKExecutionRole",
  "AWSLambdaRole",
  "AWSLambdaExecute",
  "AWSXRayDaemonWriteAccess",
  "AWSXrayWriteOnlyAccess",
  "CloudWatchLambdaInsightsExecutionRolePolicy",
  "CloudWatchLogsFullAccess",
  "AmazonAPIGatewayPushToCloudWatchLogs",
  "AmazonECSTaskExecutionRolePolicy",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonSSMManagedInstanceCore",
  "AmazonS3ReadOnlyAccess",
  "AmazonSQSFullAccess",
]);

/**
 * What the AWS managed policy of that name allows of DynamoDB and KMS, as a policy without places.
 * Null where this isn't known here.
 */
export function managedPolicy(name: string): PolicyValue | null {
  const actions = Object.hasOwn(MANAGED, name) ? MANAGED[name] : undefined;
  if (actions !== undefined) return policyOf([{ Effect: "Allow", ...actions, Resource: "*" }]);
  return OTHERS.has(name) ? policyOf([]) : null;
}

function policyOf(statements: readonly unknown[]): PolicyValue {
  return plainPolicyValue({ Version: "2012-10-17", Statement: statements });
}
