/** A control that a rule bears on, and what its own text says. */
export interface Control {
  /** As rules name it. */
  readonly id: string;
  /** What the control checks or asks for, and where that falls short of the rule. */
  readonly says: string;
  readonly source: string;
}

const SECURITY_HUB_DYNAMODB =
  "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html";
const SECURITY_HUB_KMS = "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html";

/** Every control that a rule names. No Security Hub control asks for a customer managed key on a table. */
export const CONTROLS: readonly Control[] = [
  {
    id: "AWS Config dynamodb-table-encrypted-kms",
    says:
      "Compliant when KMS encrypts the table: the AWS managed key passes as well as a customer managed one, " +
      "unless the parameter `kmsKeyArns` lists the keys that count.",
    source: "https://docs.aws.amazon.com/config/latest/developerguide/dynamodb-table-encrypted-kms.html",
  },
  {
    id: "AWS Config dynamodb-table-encryption-enabled",
    says: "Compliant when encryption with KMS is on: a table under the AWS owned key fails.",
    source: "https://docs.aws.amazon.com/config/latest/developerguide/dynamodb-table-encryption-enabled.html",
  },
  {
    id: "AWS Config cmk-backing-key-rotation-enabled",
    says: "Compliant when automatic rotation is on for a symmetric customer managed key.",
    source: "https://docs.aws.amazon.com/config/latest/developerguide/cmk-backing-key-rotation-enabled.html",
  },
  {
    id: "Security Hub DynamoDB.3",
    says: "DynamoDB Accelerator (DAX) clusters should be encrypted at rest.",
    source: SECURITY_HUB_DYNAMODB,
  },
  {
    id: "Security Hub DynamoDB.7",
    says: "DynamoDB Accelerator (DAX) clusters should be encrypted in transit.",
    source: SECURITY_HUB_DYNAMODB,
  },
  {
    id: "Security Hub KMS.1",
    says:
      "IAM customer managed policies should not allow decryption actions on all KMS keys. It ignores conditions, so a " +
      "policy that the rule passes because a condition chooses the key fails the control.",
    source: SECURITY_HUB_KMS,
  },
  {
    id: "Security Hub KMS.2",
    says: "The same as KMS.1 for the inline policies of principals.",
    source: SECURITY_HUB_KMS,
  },
  {
    id: "Security Hub KMS.4",
    says: "Rotation of KMS keys should be enabled.",
    source: SECURITY_HUB_KMS,
  },
  {
    id: "Security Hub KMS.5",
    says: "KMS keys should not be publicly accessible.",
    source: SECURITY_HUB_KMS,
  },
  {
    id: "Control Tower CT.KMS.PR.3",
    says:
      "Compliant when the key policy denies `kms:CreateGrant` to everyone unless the grant is for an AWS service " +
      "(`kms:GrantIsForAWSResource`, `aws:PrincipalIsAWSService`). A condition on the statements that allow it, which " +
      "satisfies the rule, doesn't satisfy the control.",
    source: "https://docs.aws.amazon.com/controltower/latest/controlreference/kms-rules.html",
  },
  {
    id: "Control Tower CT.KMS.PV.3",
    says: "Disallows `BypassPolicyLockoutSafetyCheck` when a key is made or its policy is changed.",
    source: "https://docs.aws.amazon.com/controltower/latest/controlreference/ct-kms-pv-3.html",
  },
];

/** The control of that name, or undefined. */
export function controlNamed(id: string): Control | undefined {
  return CONTROLS.find((control) => control.id === id);
}
