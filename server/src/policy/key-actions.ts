/** What DynamoDB needs of a customer managed key from whoever creates the table. */
export const DYNAMODB_KEY_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:DescribeKey",
  "kms:CreateGrant",
] as const;

/** The same as AWS's documentation writes it: six, two of them with a wildcard. */
export const DYNAMODB_KEY_PATTERNS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
  "kms:CreateGrant",
] as const;

/** The use of a symmetric key: what gives access to data, or takes part in it. */
export const USE_ACTIONS: readonly string[] = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
];

/** What changes who may do what, or ends the key. */
export const ADMINISTRATION_ACTIONS: readonly string[] = [
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKey",
  "kms:DeleteImportedKeyMaterial",
];

const ACROSS_ACCOUNTS = new Set(
  [
    ...USE_ACTIONS,
    "kms:Sign",
    "kms:Verify",
    "kms:GenerateMac",
    "kms:VerifyMac",
    "kms:DeriveSharedSecret",
    "kms:CreateGrant",
    "kms:DescribeKey",
    "kms:GetKeyRotationStatus",
    "kms:GetPublicKey",
    "kms:ListGrants",
    "kms:RetireGrant",
    "kms:RevokeGrant",
  ].map((name) => name.toLowerCase()),
);

/** Whether permission to another account has an effect for this action. */
export function isCrossAccountAction(action: string): boolean {
  return ACROSS_ACCOUNTS.has(action.toLowerCase());
}

/** An action of DynamoDB on the data of a table. */
export interface DataAction {
  readonly name: string;
  readonly access: "read" | "write";
  /** Whether the caller needs `kms:Decrypt`; GetShardIterator alone doesn't. */
  readonly needsDecrypt: boolean;
  /** On the table (and its indexes), or on its stream. */
  readonly on: "table" | "stream";
}

/**
 * The actions on data, and whether DynamoDB calls `kms:Decrypt` as the caller: the map of forward
 * access sessions that AWS publishes with IAM Policy Autopilot. PartiQL, condition checks and vector
 * search aren't in it, but read or write items as the others do.
 */
export const DATA_ACTIONS: readonly DataAction[] = [
  ...["GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem", "PartiQLSelect", "SearchVectors"].map(
    (name) => dataAction(name, "read"),
  ),
  ...[
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "PartiQLInsert",
    "PartiQLUpdate",
    "PartiQLDelete",
  ].map((name) => dataAction(name, "write")),
  { ...dataAction("GetRecords", "read"), on: "stream" },
  { ...dataAction("GetShardIterator", "read"), on: "stream", needsDecrypt: false },
];

function dataAction(name: string, access: "read" | "write"): DataAction {
  return { name: `dynamodb:${name}`, access, needsDecrypt: true, on: "table" };
}
