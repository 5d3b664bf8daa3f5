import type { Encryption, Key, Replica } from "../core/model.js";
import { declaredKeyOf } from "./table-keys.js";

/**
 * Whether a replica in the stack's own Region has the key that is asked for. One elsewhere can't: it
 * has some key that is given when the template is deployed.
 */
export function inItsRegion(
  isIt: (key: Key | null) => boolean,
): (encryption: Encryption, replica: Replica) => boolean {
  return (encryption, { local }) => {
    if (!local) return isGivenLater(encryption);
    const declared = encryption.key === null ? null : declaredKeyOf(encryption.key);
    return encryption.verdict === "customer-managed" && isIt(declared);
  };
}

/** Whether a key is named, be it that which one shows only when the template is deployed. */
export function isGivenLater({ verdict, key, reason }: Encryption): boolean {
  return verdict === "customer-managed" || (key?.kind === "unknown" && key.reason === reason);
}
