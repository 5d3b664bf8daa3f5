import type { Rule } from "../core/rule.js";
import { noAliasAsTableKey } from "./no-alias-as-table-key.js";
import { noCrossAccountTableKey } from "./no-cross-account-table-key.js";
import { noExpiredSuppression } from "./no-expired-suppression.js";
import { noPolicyLockoutBypass } from "./no-policy-lockout-bypass.js";
import { noUnusedSuppression } from "./no-unused-suppression.js";
import { requireBackupVaultKey } from "./require-backup-vault-key.js";
import { requireCustomerManagedKey } from "./require-customer-managed-key.js";
import { requireDaxEncryption } from "./require-dax-encryption.js";
import { requireDaxTls } from "./require-dax-tls.js";
import { requireDeletionWindow } from "./require-deletion-window.js";
import { requireKeyRetention } from "./require-key-retention.js";
import { requireKeyRotation } from "./require-key-rotation.js";
import { requireStreamDestinationEncryption } from "./require-stream-destination-encryption.js";
import { validSseSpecification } from "./valid-sse-specification.js";
import { validTableKey } from "./valid-table-key.js";

/** Every rule: which key a table uses, the key itself, suppressions. */
export const rules: readonly Rule[] = [
  requireCustomerManagedKey,
  validSseSpecification,
  validTableKey,
  noAliasAsTableKey,
  noCrossAccountTableKey,
  requireDaxEncryption,
  requireDaxTls,
  requireStreamDestinationEncryption,
  requireBackupVaultKey,
  requireKeyRotation,
  requireKeyRetention,
  requireDeletionWindow,
  noPolicyLockoutBypass,
  noUnusedSuppression,
  noExpiredSuppression,
];
