import { defineRule } from "../core/rule.js";

export const requireDaxEncryption = defineRule<"absent" | "disabled">({
  id: "require-dax-encryption",
  severity: "warning",
  fixable: "review",
  controls: [
    "Security Hub DynamoDB.3",
    "AWS Config dax-encryption-enabled",
    "NIST 800-53 SC-13",
    "NIST 800-53 SC-28",
    "NIST 800-53 SC-28(1)",
    "FedRAMP SC-13",
  ],
  equivalents: [
    "checkov: CKV_AWS_47",
    "cfn_nag: W83",
    "kics: e5849a68-bdbe-4b70-97c6-6901f39f8094",
    "trivy: AWS-0023",
    "trivy: aws-dynamodb-enable-at-rest-encryption",
    "guard: DAX_ENCRYPTION_ENABLED",
    "cdk-nag: AwsSolutions-DDB4",
  ],
  docs: {
    summary: "A DAX cluster should be encrypted at rest.",
    why:
      "A DAX cluster keeps copies of a table's items, and it inherits nothing from the table: unless " +
      "`SSESpecification` enables it, what the cluster writes to disk is not encrypted. It is the one place of the " +
      "DynamoDB family where that can happen. DAX uses a key of its own; a customer managed key can't be chosen.",
    bad: `Resources:
  Cache:
    Type: AWS::DAX::Cluster
    Properties:
      IAMRoleARN: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/dax
      NodeType: dax.r5.large
      ReplicationFactor: 3
      ClusterEndpointEncryptionType: TLS
`,
    good: `Resources:
  Cache:
    Type: AWS::DAX::Cluster
    Properties:
      IAMRoleARN: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/dax
      NodeType: dax.r5.large
      ReplicationFactor: 3
      ClusterEndpointEncryptionType: TLS
      SSESpecification:
        SSEEnabled: true
`,
    cost:
      "No charge. Encryption can't be switched on for a cluster that exists: CloudFormation replaces it, and the " +
      "new one starts with an empty cache and another endpoint. Nodes of the `dax.r3` types can't be encrypted.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dax-cluster-ssespecification.html",
    ],
  },
  messages: {
    absent:
      "DAX cluster '{{cluster}}' has no SSESpecification with SSEEnabled, so it isn't encrypted at rest.",
    disabled: "DAX cluster '{{cluster}}' sets SSEEnabled to false, so it isn't encrypted at rest.",
  },
  daxCluster(cluster, { report }) {
    for (const { when, value } of cluster.encrypted) {
      if (value !== null && (!value.known || value.value)) continue;
      report({
        at: value?.at ?? cluster.typeAt,
        message: value === null ? "absent" : "disabled",
        data: { cluster: cluster.logicalId },
        case: when,
        resource: cluster.logicalId,
        fixes: [
          {
            id: "encrypt-cluster",
            title: `Encrypt '${cluster.logicalId}' at rest (replaces the cluster)`,
            applicability: "review",
            bulk: true,
            edits: (editor) => editor.encryptCluster(cluster),
          },
        ],
      });
    }
  },
});
