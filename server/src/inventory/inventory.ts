/** What many templates hold together, and who can decrypt what. Plain data: ids stand for references. */
import type { Assumption } from "../core/cases.js";
import type { Estimate } from "../pricing/estimate.js";
import type { TableCase } from "../summaries.js";
import type { PartFinding, PartKey, PartReplica, PartSuppression, PartTable, Spot } from "./part.js";
import type { EncryptionVerdict } from "./verdict.js";

export interface Inventory {
  /** How many templates there are, and how many things in them can't be read. */
  readonly templates: number;
  readonly problems: number;
  /** In the order of the templates, then of the text. */
  readonly tables: readonly InventoryTable[];
  /**
   * The keys that the rules judge and all that encrypt a table; those of other services alone are
   * left out. Declared ones in order, then those that are declared nowhere in reach.
   */
  readonly keys: readonly InventoryKey[];
  /** Everybody who may read or write a table as far as DynamoDB is asked. */
  readonly principals: readonly InventoryPrincipal[];
  readonly totals: InventoryTotals;
  readonly costs: InventoryCosts;
  /** In the order of the templates; suppressed ones included and marked. */
  readonly findings: readonly PartFinding[];
  /** Expired ones included and marked. */
  readonly suppressions: readonly PartSuppression[];
}

/** How the tables are encrypted: the counts of the text report's last lines. */
export interface InventoryTotals {
  /** Tables; a global table counts once for each replica. */
  readonly count: number;
  /** A global table is among them. */
  readonly replicas: boolean;
  /** The verdicts that occur, in the order of `VERDICTS`. They add up to `count`. */
  readonly byVerdict: readonly { readonly verdict: EncryptionVerdict; readonly count: number }[];
}

/** A table; a global table with all its replicas. */
export interface InventoryTable extends Omit<PartTable, "replicas" | "activeCallers"> {
  /** Unlike that of any other table, and the same as long as path and logical id are. */
  readonly id: string;
  /** What its replicas agree on; `depends` where they or their cases differ. */
  readonly verdict: EncryptionVerdict;
  readonly replicas: readonly InventoryReplica[];
  /** The ids of the keys that encrypt it in some case. Keys of AWS aren't among them. */
  readonly keys: readonly string[];
  readonly access: Access;
  readonly cost: Estimate;
}

export interface InventoryReplica extends Omit<PartReplica, "cases" | "readers" | "regionName" | "local"> {
  readonly cases: readonly InventoryCase[];
}

/** Which key encrypts it in one case. */
export interface InventoryCase extends TableCase {
  /** The id of the customer managed key; null for any other. */
  readonly keyId: string | null;
}

/** A customer managed key. */
export interface InventoryKey extends Omit<PartKey, "at" | "type"> {
  readonly id: string;
  /** Its logical id; for one that isn't declared in reach what tables name it by: an ARN, an alias, `${KeyArn}`. */
  readonly resource: string;
  /** The document that declares it, or, for one that isn't declared, the only one that names it; null for several. */
  readonly path: string | null;
  /** Null where its declaration isn't in these templates. */
  readonly type: string | null;
  readonly at: Spot | null;
  /** The ids of the tables that it encrypts in some case, in whichever template. */
  readonly tables: readonly string[];
  /** Who reaches these tables, and whether the key lets them. */
  readonly access: Access;
  /** The key's own fee; null where it isn't declared in reach. */
  readonly cost: Estimate | null;
}

/** Ids of principals, each in one of the lists: the first that holds for it in some case. */
export interface Access {
  /** DynamoDB and the key let them read or write. */
  readonly allowed: readonly string[];
  /** DynamoDB does, but not the key, so their requests are refused. */
  readonly blocked: readonly string[];
  readonly undecided: readonly string[];
}

export interface InventoryPrincipal {
  readonly id: string;
  /** "role 'Api'", or the ARN of somebody that no template declares. */
  readonly name: string;
  /** Its logical id and declaration; null for somebody that no template declares. */
  readonly resource: string | null;
  readonly at: Spot | null;
  readonly uses: readonly PrincipalUse[];
}

/** What a principal may do with a table, or a replica, in one case. */
export interface PrincipalUse {
  /** The id of the table. */
  readonly table: string;
  readonly replica: string | null;
  readonly when: readonly Assumption[];
  readonly reads: boolean;
  readonly writes: boolean;
  readonly verdict: "allowed" | "blocked-by-key" | "undecided";
  /** A clause for all but `allowed`. */
  readonly reason: string | null;
  /** The id of the key, where it is declared in reach; null otherwise, and for the keys of AWS. */
  readonly key: string | null;
}

/** Estimates for a month, in the currency of the setting. */
export interface InventoryCosts {
  /** What stands before amounts. */
  readonly currency: string;
  /** As the templates are: every key once, requests of all tables. */
  readonly total: Estimate;
  /** If every table (and every replica) had a key of its own, and no other key were kept. */
  readonly ownKeys: Alternative;
  /** If tables shared one key for each classification and Region, or for each template where nothing is classified. */
  readonly sharedKeys: Alternative & { readonly by: "classification" | "template" };
}

export interface Alternative {
  /** How many keys that would be. */
  readonly keys: number;
  readonly estimate: Estimate;
}
