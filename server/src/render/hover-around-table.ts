import { describeCase } from "../core/cases.js";
import type { TableProperty } from "../core/hover.js";
import type { BackupVault, Stream } from "../core/model.js";
import { paragraphs, plain } from "./markdown.js";
import { more } from "./pages.js";
import { showCases } from "./read-cases.js";

/** Which key encrypts what a property of a table sends, keeps or takes in. */
const TEXTS: Readonly<Record<TableProperty, string>> = {
  StreamSpecification:
    "**DynamoDB Streams** is encrypted with the table's key. Readers of the stream need `kms:Decrypt` with it, as readers of the table do. Records are kept for 24 hours.",
  KinesisStreamSpecification:
    "**The Kinesis stream has a key of its own**: nothing is taken over from the table. It is encrypted where the stream says so (`StreamEncryption`); with a customer managed key there, the writer needs `kms:GenerateDataKey`.",
  PointInTimeRecoverySpecification:
    "**A restored table takes the source's key**, unless the restore names another one (`SSESpecificationOverride`). Restoring a table with a customer managed key into another Region has to name one.",
  ImportSourceSpecification:
    "**The new table is encrypted with its own key**, as its `SSESpecification` says. The caller's permissions decrypt the objects in S3: SSE-KMS works, SSE-C doesn't. A change replaces the table.",
  ContributorInsightsSpecification:
    "**The copy that Contributor Insights keeps in CloudWatch is under an AWS owned key**, whatever the table's key is.",
  KeySchema:
    "**Keep personal data out of key attributes.** They are encrypted with the table's key, but some sort key values, used as boundaries of ranges, stand in plain text in the table's metadata.",
};

/** What a property of a table means for encryption beyond the table. */
export function tablePropertyHover(property: TableProperty): string {
  const guides = property === "KeySchema" ? (["client-side-encryption"] as const) : [];
  return paragraphs(TEXTS[property], more("which-key-encrypts-what", ...guides));
}

/** Which key a backup vault has, and when it matters to tables. */
export function vaultHover(vault: BackupVault): string {
  const isAirGapped = vault.type === "AWS::Backup::LogicallyAirGappedBackupVault";
  const fallback = isAirGapped ? "an AWS owned key" : "a key of AWS Backup's own";
  const keys = vault.hasKey.map(({ when, value }) => {
    return `${value ? "the key of its `EncryptionKeyArn`" : fallback}${plain(describeCase(when))}`;
  });
  return paragraphs(
    `**${plain(vault.logicalId)}** encrypts backups with ${keys.join("; ")}.`,
    "That holds for tables only with AWS Backup's advanced features for DynamoDB, the default for accounts since 21 November 2021: the backup is then independent of the table's key. Without them a backup is encrypted with the table's key, stays in its Region and account, and AWS Backup's role needs `kms:Decrypt` and `kms:GenerateDataKey`.",
    "`EncryptionKeyArn` takes the ARN of a key; a change replaces the vault.",
    more("which-key-encrypts-what"),
  );
}

/** Whether a Kinesis stream is encrypted, and that no table decides it. */
export function streamHover(stream: Stream): string {
  const state = showCases(
    stream.encrypted,
    () => "`StreamEncryption` is given",
    "`StreamEncryption` isn't given",
  );
  return paragraphs(
    `**${plain(stream.logicalId)}**: ${state}.`,
    "A Kinesis stream that receives a table's changes takes over nothing from the table: its own `StreamEncryption` decides, with `KeyId` for the key. A customer managed key there needs `kms:GenerateDataKey` for the writer.",
    more("which-key-encrypts-what"),
  );
}
