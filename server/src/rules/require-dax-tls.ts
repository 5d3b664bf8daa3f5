import { defineRule } from "../core/rule.js";

export const requireDaxTls = defineRule<"absent" | "none">({
  id: "require-dax-tls",
  severity: "warning",
  fixable: "review",
  controls: [
    "Security Hub DynamoDB.7",
    "AWS Config dax-tls-endpoint-encryption",
    "NIST 800-53 SC-8",
    "NIST 800-53 SC-13",
    "FedRAMP SC-13",
    "PCI DSS 4.2.1",
  ],
  // CKV_AWS_239 is asked of Terraform alone.
  equivalents: [],
  docs: {
    summary: "A DAX cluster should be reached through TLS.",
    why:
      "DynamoDB is always reached through TLS, a DAX cluster only where `ClusterEndpointEncryptionType` is `TLS`. " +
      "Without it, items travel in plain text between the application and the cluster.",
    bad: `Resources:
  Cache:
    Type: AWS::DAX::Cluster
    Properties:
      IAMRoleARN: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/dax
      NodeType: dax.r5.large
      ReplicationFactor: 3
      SSESpecification:
        SSEEnabled: true
`,
    good: `Resources:
  Cache:
    Type: AWS::DAX::Cluster
    Properties:
      IAMRoleARN: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/dax
      NodeType: dax.r5.large
      ReplicationFactor: 3
      SSESpecification:
        SSEEnabled: true
      ClusterEndpointEncryptionType: TLS
`,
    cost:
      "No charge. It can't be switched on for a cluster that exists: CloudFormation replaces it, and the new one " +
      "starts with an empty cache and another endpoint. Clients must support encryption in transit.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dax-cluster.html",
    ],
  },
  messages: {
    absent:
      "DAX cluster '{{cluster}}' has no ClusterEndpointEncryptionType, so clients reach it without TLS.",
    none: "DAX cluster '{{cluster}}' has ClusterEndpointEncryptionType NONE, so clients reach it without TLS.",
  },
  daxCluster(cluster, { report }) {
    for (const { when, value } of cluster.endpointEncryption) {
      if (value !== null && (!value.known || value.value !== "NONE")) continue;
      report({
        at: value?.at ?? cluster.typeAt,
        message: value === null ? "absent" : "none",
        data: { cluster: cluster.logicalId },
        case: when,
        resource: cluster.logicalId,
        fixes: [
          {
            id: "encrypt-endpoint",
            title: `Reach '${cluster.logicalId}' through TLS (replaces the cluster)`,
            applicability: "review",
            bulk: true,
            edits: (editor) => editor.encryptClusterEndpoint(cluster),
          },
        ],
      });
    }
  },
});
