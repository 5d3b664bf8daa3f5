import { ofHome } from "../../core/home.js";
import type { Reader, ReaderIdentity } from "./readers.js";

/** How a reader is called to people: "role 'ApiRole'", or an ARN. */
export function readerName(who: ReaderIdentity): string {
  if (who.kind === "stranger") return who.name;
  const { kind, logicalId } = who.principal;
  return `${kind === "state-machine" ? "state machine" : kind} '${logicalId}'`;
}

/** Why the key keeps a reader out, or why that can't be decided, as a clause; null for who may read. */
export function reasonOfReader({ outcome, key }: Reader): string | null {
  switch (outcome.verdict) {
    case "allowed":
      return null;
    case "undecided":
      return outcome.reason;
    case "blocked-by-key": {
      const name = key === null ? "the key" : `the key '${key.logicalId}'${ofHome(key)}`;
      switch (outcome.missing) {
        case "iam-policy":
          return `none of its policies allows kms:Decrypt with ${name}`;
        case "key-policy":
          return `the policy of ${name} doesn't allow it kms:Decrypt`;
        case "both":
          return `neither the policy of ${name} nor its own policies allow kms:Decrypt`;
        case "nothing-denied":
          return `a statement with Deny keeps it from kms:Decrypt with ${name}`;
      }
    }
  }
}

/** Whether DynamoDB lets somebody in, and the table's key doesn't. */
export function isBlocked({ outcome }: Pick<Reader, "outcome">): boolean {
  return outcome.verdict === "blocked-by-key";
}
