import { defineRule } from "../core/rule.js";
import { existenceOf, joined } from "../core/case-pairs.js";
import { usableKeys } from "./table-keys.js";

export const requireBackupVaultKey = defineRule<"absent">({
  id: "require-backup-vault-key",
  severity: "info",
  fixable: "review",
  equivalents: ["checkov: CKV_AWS_166"],
  docs: {
    summary: "A backup vault that takes tables should have a key of its own.",
    why:
      "With the advanced features of AWS Backup for DynamoDB (the default of newer accounts), a backup is " +
      "encrypted with the key of its vault, whatever key the table has. A vault without `EncryptionKeyArn` uses a " +
      "key that AWS Backup chooses, and whose policy can't be changed.",
    bad: `Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: tables
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: tables
        BackupPlanRule:
          - RuleName: daily
            TargetBackupVault: !Ref Vault
            ScheduleExpression: cron(0 5 * * ? *)
  Selection:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref Plan
      BackupSelection:
        SelectionName: tables
        IamRoleArn: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/backup
        Resources:
          - !Sub arn:\${AWS::Partition}:dynamodb:*:*:table/*
`,
    good: `Parameters:
  VaultKeyArn:
    Type: String
Resources:
  Vault:
    Type: AWS::Backup::BackupVault
    Properties:
      BackupVaultName: tables
      EncryptionKeyArn: !Ref VaultKeyArn
  Plan:
    Type: AWS::Backup::BackupPlan
    Properties:
      BackupPlan:
        BackupPlanName: tables
        BackupPlanRule:
          - RuleName: daily
            TargetBackupVault: !Ref Vault
            ScheduleExpression: cron(0 5 * * ? *)
  Selection:
    Type: AWS::Backup::BackupSelection
    Properties:
      BackupPlanId: !Ref Plan
      BackupSelection:
        SelectionName: tables
        IamRoleArn: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/backup
        Resources:
          - !Sub arn:\${AWS::Partition}:dynamodb:*:*:table/*
`,
    cost: "A key that the template already declares costs nothing more. The change replaces the vault: backups in the old one stay there.",
    references: [
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html",
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-backup-backupvault.html",
    ],
  },
  messages: {
    absent: "Backup vault '{{vault}}' takes backups of DynamoDB tables and has no EncryptionKeyArn.",
  },
  backupVault(vault, { report, template }) {
    if (!vault.takesTables) return;
    for (const { when, value: hasKey } of vault.hasKey) {
      if (hasKey) continue;
      const keys =
        vault.locked === null ? usableKeys(template, joined(when, existenceOf(vault))).slice(0, 5) : [];
      report({
        at: vault.typeAt,
        message: "absent",
        data: { vault: vault.logicalId },
        case: when,
        resource: vault.logicalId,
        fixes: keys.map((key) => ({
          id: `key-${key.logicalId}`,
          title: `Encrypt the backups in '${vault.logicalId}' with the key '${key.logicalId}' (replaces the vault, no further monthly fee)`,
          applicability: "review",
          bulk: keys.length === 1,
          usesKey: key.logicalId,
          edits: (editor) => editor.encryptVault(vault, key),
        })),
      });
    }
  },
});
