/** An action of AWS KMS. */
export interface KmsActionRow {
  /** Without the prefix: `Decrypt`. */
  readonly name: string;
  /** What it permits, as a sentence without a subject: "Decrypt ciphertext that was …". */
  readonly does: string;
  readonly access: string;
  /** It isn't authorised for a particular key, so in a key policy it does nothing. */
  readonly notOnKey?: true;
  /** It also takes a permission for the alias, in an IAM policy. */
  readonly onAlias?: true;
}

/** A condition key that a key policy may use. */
export interface ConditionKeyRow {
  /** The key, or the part that all of its kind begin with (`kms:EncryptionContext:`). */
  readonly name: string;
  /** What the name goes on with: any text, or a number. */
  readonly suffix?: "text" | "number";
  readonly type: ConditionKeyType;
  /** A request can have several values, so a set operator is needed; elsewhere it is a mistake. */
  readonly multiValued?: true;
  /** What a condition on it does, as a sentence. */
  readonly does: string;
  /**
   * The actions whose requests can have it: names with spaces between; after `!`, all others than
   * these; `key` for all that are authorised for a particular key, `*` for those of every service.
   */
  readonly on: string;
}

export type ConditionKeyType = "String" | "Bool" | "Numeric" | "Date" | "Arn" | "IpAddress";
