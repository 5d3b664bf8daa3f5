import { control, type Control } from "./control.js";

const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";
const CONTROL_TOWER = "https://docs.aws.amazon.com/controltower/latest/controlreference";

/** AWS's own checks. Security Hub has none that asks for a customer managed key on a table. */
export const AWS_CONTROLS: readonly Control[] = [
  securityHub("DynamoDB.3", "dynamodb", "DynamoDB Accelerator (DAX) clusters should be encrypted at rest."),
  securityHub(
    "DynamoDB.7",
    "dynamodb",
    "DynamoDB Accelerator (DAX) clusters should be encrypted in transit.",
  ),
  securityHub("Kinesis.1", "kinesis", "Kinesis streams should be encrypted at rest."),
  securityHub(
    "KMS.1",
    "kms",
    "IAM customer managed policies should not allow decryption actions on all KMS keys.",
    "It ignores conditions, so a policy that the rule passes because a condition chooses the key fails the control.",
  ),
  securityHub("KMS.2", "kms", "The same as KMS.1 for the inline policies of principals."),
  securityHub(
    "KMS.3",
    "kms",
    "KMS keys should not be deleted unintentionally.",
    "It looks at keys whose deletion is scheduled already: it speaks up only once a stack has let its key go.",
  ),
  securityHub("KMS.4", "kms", "Rotation of KMS keys should be enabled."),
  securityHub("KMS.5", "kms", "KMS keys should not be publicly accessible."),

  config(
    "dynamodb-table-encrypted-kms",
    "Compliant when KMS encrypts the table.",
    "The AWS managed key passes as well as a customer managed one, unless the parameter `kmsKeyArns` lists the keys that count.",
  ),
  config(
    "dynamodb-table-encryption-enabled",
    "Compliant when encryption with KMS is on: a table under the AWS owned key fails.",
    "The AWS managed key passes as well as a customer managed one.",
  ),
  config("dax-encryption-enabled", "Compliant when a DAX cluster is encrypted at rest."),
  config("dax-tls-endpoint-encryption", "Compliant when a DAX cluster's endpoint uses TLS."),
  config("kinesis-stream-encrypted", "Compliant when a Kinesis stream has `StreamEncryption`."),
  config(
    "cmk-backing-key-rotation-enabled",
    "Compliant when automatic rotation is on for a symmetric customer managed key.",
  ),
  config(
    "kms-cmk-not-scheduled-for-deletion",
    "Compliant when no customer managed key's deletion is scheduled.",
    "It looks at keys whose deletion is scheduled already: it speaks up only once a stack has let its key go.",
  ),
  config("kms-key-policy-no-public-access", "Compliant when a key policy doesn't let everyone in."),
  config(
    "iam-customer-policy-blocked-kms-actions",
    "Compliant when no customer managed IAM policy allows the listed KMS actions on all keys.",
    "It ignores conditions.",
  ),
  config(
    "iam-inline-policy-blocked-kms-actions",
    "Compliant when no inline IAM policy allows the listed KMS actions on all keys.",
    "It ignores conditions.",
  ),

  control(
    "control-tower",
    "Control Tower CT.KMS.PR.3",
    "Compliant when the key policy denies `kms:CreateGrant` to everyone unless the grant is for an AWS service " +
      "(`kms:GrantIsForAWSResource`, `aws:PrincipalIsAWSService`).",
    `${CONTROL_TOWER}/kms-rules.html`,
    {
      butNot:
        "A condition on the statements that allow it, which satisfies the rule, doesn't satisfy the control.",
    },
  ),
  control(
    "control-tower",
    "Control Tower CT.KMS.PV.3",
    "Disallows `BypassPolicyLockoutSafetyCheck` when a key is made or its policy is changed.",
    `${CONTROL_TOWER}/ct-kms-pv-3.html`,
  ),
  control(
    "control-tower",
    "Control Tower CT.KINESIS.PR.1",
    "Compliant when a Kinesis stream has `StreamEncryption` with a KMS key.",
    `${CONTROL_TOWER}/kinesis-rules.html`,
  ),
];

function securityHub(id: string, service: string, says: string, butNot?: string): Control {
  const source = `${SECURITY_HUB}/${service}-controls.html`;
  return control("security-hub", `Security Hub ${id}`, says, source, butNot === undefined ? {} : { butNot });
}

function config(name: string, says: string, butNot?: string): Control {
  const source = `https://docs.aws.amazon.com/config/latest/developerguide/${name}.html`;
  return control("aws-config", `AWS Config ${name}`, says, source, butNot === undefined ? {} : { butNot });
}
