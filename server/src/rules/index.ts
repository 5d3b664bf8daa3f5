import type { Rule } from "../core/rule.js";
import { noAliasAsTableKey } from "./no-alias-as-table-key.js";
import { noBroadKeyAccess } from "./no-broad-key-access.js";
import { noCrossAccountTableKey } from "./no-cross-account-table-key.js";
import { noDecryptOnAllKeys } from "./no-decrypt-on-all-keys.js";
import { noExpiredSuppression } from "./no-expired-suppression.js";
import { noExternalKeyAccess } from "./no-external-key-access.js";
import { noMixedKeyDuties } from "./no-mixed-key-duties.js";
import { noNotPrincipal } from "./no-not-principal.js";
import { noPolicyLockoutBypass } from "./no-policy-lockout-bypass.js";
import { noPublicKeyPolicy } from "./no-public-key-policy.js";
import { noUnconstrainedGrants } from "./no-unconstrained-grants.js";
import { noUnusedSuppression } from "./no-unused-suppression.js";
import { requireBackupVaultKey } from "./require-backup-vault-key.js";
import { requireCustomerManagedKey } from "./require-customer-managed-key.js";
import { requireDaxEncryption } from "./require-dax-encryption.js";
import { requireDaxTls } from "./require-dax-tls.js";
import { requireDecryptForTableAccess } from "./require-decrypt-for-table-access.js";
import { requireDeletionWindow } from "./require-deletion-window.js";
import { requireDynamodbPermissions } from "./require-dynamodb-permissions.js";
import { requireKeyAdministrator } from "./require-key-administrator.js";
import { requireKeyRetention } from "./require-key-retention.js";
import { requireKeyRotation } from "./require-key-rotation.js";
import { requireSourceCondition } from "./require-source-condition.js";
import { requireStreamDestinationEncryption } from "./require-stream-destination-encryption.js";
import { requireViaService } from "./require-via-service.js";
import { validKeyPolicy } from "./valid-key-policy.js";
import { validSseSpecification } from "./valid-sse-specification.js";
import { validTableKey } from "./valid-table-key.js";
import { validViaService } from "./valid-via-service.js";

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
  noPublicKeyPolicy,
  noBroadKeyAccess,
  noExternalKeyAccess,
  requireKeyAdministrator,
  requireViaService,
  validViaService,
  requireSourceCondition,
  noUnconstrainedGrants,
  noNotPrincipal,
  validKeyPolicy,
  requireDynamodbPermissions,
  noMixedKeyDuties,
  requireDecryptForTableAccess,
  noDecryptOnAllKeys,
  noUnusedSuppression,
  noExpiredSuppression,
];
