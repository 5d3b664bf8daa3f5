import type { Assumption } from "../core/cases.js";
import type { Fix } from "../core/edit.js";
import type { KeyReference, Replica, Table, Template } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import type { Settings } from "../core/settings.js";
import { existenceOf, joined } from "../core/case-pairs.js";
import { costOfKeys } from "./key-costs.js";
import { keyFaults, type KeyFault } from "./key-faults.js";
import { withoutRepeats } from "./repeats.js";
import { declaredKeyOf, placesOf, replicaName, subjectOf, usableKeys } from "./table-keys.js";

export const validTableKey = defineRule<KeyFault["message"]>({
  id: "valid-table-key",
  severity: "error",
  fixable: "review",
  docs: {
    summary: "The key that a table names must be one that DynamoDB can use.",
    why:
      "DynamoDB takes only symmetric encryption keys that are enabled and lie in the Region of the table or " +
      "replica. Everything else is refused when the stack is deployed, often with a message that doesn't name the " +
      "cause. An alias of another AWS service (`alias/aws/s3`) can't be used either, nor can the ARN of a " +
      "multi-Region key in another Region.",
    bad: `Resources:
  SigningKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      KeySpec: RSA_2048
      KeyUsage: SIGN_VERIFY
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !GetAtt SigningKey.Arn
`,
    good: `Resources:
  TableKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !GetAtt TableKey.Arn
`,
    cost: "None by itself: the template can't be deployed as it is. A key that the template already declares has no further fee; the requests of the table are charged for as under any customer managed key.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/symmetric-asymmetric.html",
    ],
  },
  messages: {
    notSymmetric:
      "{{subject}} names key {{key}}, whose KeySpec is {{spec}}. DynamoDB takes only SYMMETRIC_DEFAULT.",
    notForEncryption:
      "{{subject}} names key {{key}}, whose KeyUsage is {{usage}}. DynamoDB takes only ENCRYPT_DECRYPT.",
    disabled: "{{subject}} names key {{key}}, which is disabled. DynamoDB refuses a disabled key.",
    keyOfStack:
      "{{subject}} names key {{key}} of this stack, which lies in another Region. A replica's key must be in the replica's Region.",
    keyInTwoRegions:
      "{{subject}} names key {{key}} of this stack, and replica {{other}} names a key of this stack, too. A stack's keys lie in one Region, and a replica's key must be in the replica's Region.",
    otherRegion:
      "{{subject}} lies in {{region}} and names a key in {{keyRegion}}. DynamoDB takes only keys of the same Region.",
    multiRegionElsewhere:
      "{{subject}} lies in {{region}} and names the copy in {{keyRegion}} of a multi-Region key. Name the copy in {{region}}.",
    otherService:
      "{{subject}} names '{{alias}}', the AWS managed key of another service. DynamoDB can't use it.",
    malformed: "{{subject}} names '{{reference}}', which can't be a key: {{reason}}.",
    dummyKey:
      "{{subject}} names the key ID 1234abcd-12ab-34cd-56ef-1234567890ab, which is no real key. AWS's documentation uses it in examples, and CDK in place of a key that it has not looked up yet.",
    placeholderAccount:
      "{{subject}} names a key of account {{account}}, which stands for any account in AWS's documentation.",
  },
  table(table, { report, template, settings }) {
    const reports = table.replicas.flatMap((replica) =>
      replica.encryption.flatMap(({ when, value: { key } }) => {
        if (key === null) return [];
        return keyFaults(key, when, table, replica, template).map((fault) =>
          reportOf(fault, key, when, table, replica, template, settings),
        );
      }),
    );
    for (const one of withoutRepeats(reports)) report(one);
  },
});

function reportOf(
  fault: KeyFault,
  key: KeyReference,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
  settings: Settings,
): Report<KeyFault["message"]> {
  const name = replicaName(replica);
  return {
    at: key.at,
    message: fault.message,
    data: { subject: subjectOf(table, name), reference: key.text, ...fault.data },
    case: fault.when,
    resource: table.logicalId,
    replica: name,
    ...(fault.message === "placeholderAccount" ? { severity: "info" } : {}),
    related: [...placesOf(key), ...fault.related],
    fixes: () => fixesOf(key, when, table, replica, template, settings),
  };
}

/** Keys of this stack are of use only where the replica lies in the stack's Region. */
function fixesOf(
  reference: KeyReference,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
  settings: Settings,
): readonly Fix[] {
  if (table.locked !== null || !replica.local) return [];
  const keys = usableKeys(template, joined(when, existenceOf(table))).filter(
    (key) => key !== declaredKeyOf(reference),
  );
  const price = costOfKeys(table, when, () => "existing-key", template, settings, [replica]);
  return keys.slice(0, 5).map((key) => ({
    id: `key-${key.logicalId}`,
    title: `Encrypt '${table.logicalId}' with the key '${key.logicalId}' instead (${price})`,
    applicability: "review",
    bulk: keys.length === 1,
    usesKey: key.logicalId,
    edits: (editor) => editor.replaceTableKey(table, replica, key, when),
  }));
}
