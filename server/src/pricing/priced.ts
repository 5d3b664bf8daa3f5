import type { Assumption } from "../core/cases.js";
import type { Encryption, Table } from "../core/model.js";
import type { Rotation } from "./key-fee.js";
import type { Prices } from "./prices.js";

/** A customer managed key that is declared in reach. Each replica of a multi-Region key is one of its own. */
export interface PricedKey {
  /** Its document. */
  readonly path: string;
  readonly resource: string;
  /** As people call it: "ShopKey of keys.yaml". */
  readonly name: string;
  readonly rotation: Rotation;
  /**
   * How many tables it encrypts in some case; a global table counts once. Null where it belongs to
   * another template and who else uses it wasn't asked: its fee is counted there, not with a table.
   */
  readonly tables: number | null;
  /** It may not exist: its template has a condition for it. */
  readonly conditional: boolean;
}

/** Which key encrypts a table, or a replica, in one case. */
export interface PricedCase {
  readonly when: readonly Assumption[];
  /**
   * `kms`: an AWS managed or a customer managed key, it isn't known which; `invalid`: the table is
   * refused; `unusable`: its key can't work.
   */
  readonly key:
    "aws-owned" | "aws-managed" | "customer-managed" | "kms" | "undecided" | "invalid" | "unusable";
  /** The declaration of a customer managed key; null where none is in reach. */
  readonly declared: PricedKey | null;
}

/** A table; a global table with all its replicas. */
export interface PricedTable {
  /** Its document. */
  readonly path: string;
  readonly resource: string;
  /** Callers that use it all month, as its metadata says; null where it says nothing usable. */
  readonly activeCallers: number | null;
  /** Its metadata names callers, but not as a number that makes sense. */
  readonly callersMalformed: boolean;
  /** The account it lies in; null where nobody said. Free requests are counted for each account. */
  readonly account: string | null;
  /** It may not exist: its template has a condition for it. */
  readonly conditional: boolean;
  readonly replicas: readonly (readonly PricedCase[])[];
  /** The Regions of the replicas as the template gives them; none for a table that isn't global. */
  readonly regions: readonly string[];
}

export interface CostInput {
  readonly tables: readonly PricedTable[];
  /** The keys that are declared there; those of other templates stand in the tables' cases. */
  readonly keys: readonly PricedKey[];
}

export interface CostBasis {
  readonly prices: Prices;
  /** For tables that don't state their own. */
  readonly activeCallers: number;
}

/** What a key that can work counts as. Where only the key is unknown, KMS requests are charged whatever it is. */
export function pricedAs({ verdict, key, reason }: Encryption): PricedCase["key"] {
  const isKms = verdict === "undecided" && key?.kind === "unknown" && key.reason === reason;
  return isKms ? "kms" : verdict;
}

/** Whether KMS requests are charged, or may be, under such a key. */
export function isCharged(key: PricedCase["key"]): boolean {
  return key !== "aws-owned" && key !== "invalid" && key !== "unusable";
}

/** Whether the key is, or may be, one whose fee nobody here knows of: its declaration isn't in reach. */
export function isForeign({ key, declared }: PricedCase): boolean {
  return declared === null && (key === "customer-managed" || key === "kms" || key === "undecided");
}

/** The callers that a table's metadata states; null where it states nothing usable. */
export function statedCallers({ activeCallers }: Pick<Table, "activeCallers">): number | null {
  return activeCallers === "malformed" ? null : activeCallers;
}

/** How many callers use the table. */
export function callersOf({ activeCallers }: PricedTable, basis: CostBasis): number {
  return activeCallers ?? basis.activeCallers;
}
