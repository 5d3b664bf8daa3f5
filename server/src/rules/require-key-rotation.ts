import { defineRule } from "../core/rule.js";
import { KMS_PRICES, pricesOf, rotationPrice } from "../pricing/prices.js";
import { pairs } from "../core/case-pairs.js";
import { isJudged } from "../core/key-scope.js";
import { withoutRepeats } from "./repeats.js";
import { enableRotation, isPeriod, PERIOD, removePeriod, setPeriod } from "./rotation-fixes.js";

export const requireKeyRotation = defineRule<"absent" | "off" | "period" | "periodWithoutRotation">({
  id: "require-key-rotation",
  severity: "warning",
  fixable: "review",
  controls: [
    "Security Hub KMS.4",
    "AWS Config cmk-backing-key-rotation-enabled",
    "CIS AWS 3.6",
    "NIST 800-53 SC-12",
    "NIST 800-53 SC-12(2)",
    "NIST 800-53 SC-28(3)",
    "FedRAMP SC-12",
    "PCI DSS 3.7.4",
  ],
  equivalents: [
    "checkov: CKV_AWS_7",
    "cfn_nag: F19",
    "guard: CMK_BACKING_KEY_ROTATION_ENABLED",
    "cdk-nag: AwsSolutions-KMS5",
    "cdk-nag: NIST.800.53.R4-KMSBackingKeyRotationEnabled",
    "cdk-nag: NIST.800.53.R5-KMSBackingKeyRotationEnabled",
    "cdk-nag: PCI.DSS.321-KMSBackingKeyRotationEnabled",
    "cdk-nag: PCI.DSS.400-KMSBackingKeyRotationEnabled",
    "kics: 1c07bfaf-663c-4f6f-b22b-8e2d481e4df5",
  ],
  docs: {
    summary: "A customer managed key should rotate its key material.",
    why:
      "Rotation is off unless `EnableKeyRotation` is true. It limits how much is ever encrypted under the same key " +
      "material. Rotating changes neither the key's ARN nor what is already encrypted, so nothing else has to " +
      "change. Only symmetric keys with material made by KMS rotate, so no other key is reported; a replica key " +
      "follows its primary.",
    bad: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      Description: Encrypts the orders
`,
    good: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      Description: Encrypts the orders
      EnableKeyRotation: true
`,
    cost:
      `The first and the second rotation make the key dearer by $${KMS_PRICES.rotationMonth} a month each, later ones ` +
      `don't: ${rotationPrice()} (prices of ${KMS_PRICES.asOf}).`,
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html",
      "https://aws.amazon.com/kms/pricing/",
    ],
  },
  messages: {
    absent: "Key '{{key}}' has no EnableKeyRotation, so its key material is never rotated.",
    off: "Key '{{key}}' sets EnableKeyRotation to false, so its key material is never rotated.",
    period: `Key '{{key}}' has a RotationPeriodInDays of {{days}}, and KMS takes ${PERIOD.shortest} to ${PERIOD.longest} days.`,
    periodWithoutRotation:
      "Key '{{key}}' has a RotationPeriodInDays while its rotation is off, so the period has no effect.",
  },
  key(key, { report, settings, template: { canHold } }) {
    if (key.kind !== "key" || !isJudged(key, settings)) return;
    const prices = pricesOf(settings.cost);
    const kinds = pairs(key.spec, key.origin, canHold);
    const rotatable = kinds.filter(
      ({ value: [spec, origin] }) =>
        spec.known && spec.value === "SYMMETRIC_DEFAULT" && origin.known && origin.value === "AWS_KMS",
    );
    // Rotation may not be switched on where the key is of another kind in some case.
    const enabling = rotatable.length === kinds.length ? [enableRotation(key, prices)] : [];
    const base = { data: { key: key.logicalId }, resource: key.logicalId };
    const switchedOff = pairs(rotatable, key.rotation, canHold).filter(
      ({ value: [, rotation] }) => rotation === null || (rotation.known && !rotation.value),
    );
    for (const { when, value } of switchedOff) {
      const [, rotation] = value;
      const at = rotation?.at ?? key.typeAt;
      report({
        ...base,
        at,
        message: rotation === null ? "absent" : "off",
        case: when,
        fixes: enabling,
      });
    }
    for (const { when, value: period } of key.rotationPeriod) {
      if (period === null || !period.known || isPeriod(period.value)) continue;
      const data = { ...base.data, days: period.value };
      report({
        ...base,
        at: period.at,
        message: "period",
        data,
        case: when,
        fixes: setPeriod(key, period.value, prices),
      });
    }
    const idle = pairs(switchedOff, key.rotationPeriod, canHold).flatMap(({ when, value: [, period] }) =>
      period === null || (period.known && !isPeriod(period.value))
        ? []
        : [
            {
              ...base,
              at: period.at,
              message: "periodWithoutRotation" as const,
              case: when,
              unnecessary: true,
            },
          ],
    );
    // Where the key rotates in some case, the period has its effect there.
    const neverRotates = key.rotation.every(({ value }) => value === null || (value.known && !value.value));
    const choices = [
      ...enabling.map((fix) => ({ ...fix, bulk: false })),
      ...(neverRotates ? [removePeriod(key)] : []),
    ];
    for (const one of withoutRepeats(idle)) report({ ...one, fixes: choices });
  },
});
