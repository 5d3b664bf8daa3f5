/** What the server answers to `dynamodbEncryption/inventory`; see docs/language-server.md. */
export interface Inventory {
  readonly summary: Summary;
  readonly tables: readonly Table[];
  readonly keys: readonly Key[];
}

export interface Summary {
  readonly templates: number;
  /** A global table counts once. */
  readonly tables: number;
  readonly withoutCustomerManagedKey: number;
  readonly undecided: number;
  readonly findings: number;
  /** Things in the templates that can't be read. */
  readonly problems: number;
  /** Files that were too large or couldn't be read. */
  readonly skipped: number;
  /** How many files were looked at where there are more; null where there aren't. */
  readonly limit: number | null;
  readonly cost: Cost | null;
}

/** What something costs a month; null in its place where costs aren't to be shown. */
export interface Cost {
  /** "$1.00", "about $1.23". */
  readonly monthly: string;
  /** Over all cases and years: "$1.00 to $3.00". */
  readonly range: string;
  /** Sentences: what it rests on. */
  readonly assumptions: readonly string[];
}

/** Where something is written, as in the protocol. */
export interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

export type KeyType = "customer-managed" | "aws-managed" | "aws-owned" | "undecided" | "invalid";

export interface Table {
  readonly id: string;
  readonly name: string;
  /** The path of its template within the workspace. */
  readonly file: string;
  readonly place: Place;
  /** The construct that made it, where the CDK has written the template. */
  readonly construct: string | null;
  /** One for a table that isn't global. */
  readonly replicas: readonly Replica[];
  readonly readers: readonly Reader[];
  readonly findings: number;
  /** What is set aside, and for which tool, why and until when: a line each. */
  readonly suppressed: readonly string[];
  readonly cost: Cost | null;
}

export interface Replica {
  /** Null for a table that isn't global. */
  readonly region: string | null;
  readonly place: Place;
  readonly cases: readonly Case[];
}

/** Which key encrypts a replica in one case. */
export interface Case {
  /** "when IsProd is true"; empty where it is always so. */
  readonly when: string;
  readonly key: KeyType;
  /** The id of the customer managed key; null for any other. */
  readonly keyId: string | null;
  /** Why it is undecided or invalid; null otherwise. */
  readonly reason: string | null;
}

export interface Key {
  readonly id: string;
  /** Its logical id, or what tables name it by where it isn't declared in reach. */
  readonly name: string;
  readonly file: string | null;
  /** Its declaration; null where that isn't in reach. */
  readonly place: Place | null;
  readonly construct: string | null;
  readonly region: string | null;
  /** Null where it isn't known, or cases differ. */
  readonly rotation: boolean | null;
  readonly usable: boolean | null;
  readonly retained: boolean | null;
  readonly findings: number;
  readonly suppressed: readonly string[];
  readonly cost: Cost | null;
  /** How many tables it encrypts in some case. */
  readonly tables: number;
  /** Who reaches these tables, by name. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
}

/** Somebody who may read or write a table. */
export interface Reader {
  readonly id: string;
  /** "role 'Api'". */
  readonly name: string;
  /** Its declaration; null for somebody that no template declares. */
  readonly place: Place | null;
  readonly file: string | null;
  readonly access: "reads" | "writes" | "reads and writes";
  /** Whether the table's key lets it, in any case: the first of these that holds in one. */
  readonly verdict: "allowed" | "blocked-by-key" | "undecided";
  /** Sentences: in which case it is blocked or undecided, and why. */
  readonly reasons: readonly string[];
}
