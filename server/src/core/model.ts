import type { Assumption, Cases } from "./cases.js";
import type { SuppressedBy } from "./peers.js";
import type { Problem } from "./problem.js";
import type { WrittenPolicy } from "./policy-value.js";
import type { PolicyHolder, Principal } from "./principal.js";
import type { Place } from "./span.js";
import type { Text } from "./text.js";

/** The language a template is written in. `cdk` is a template that CDK synthesised. */
export type Dialect = "cloudformation" | "sam" | "cdk" | "serverless-framework";

/** What a template says about DynamoDB encryption, in AWS's words; no property path in sight. */
export interface Template {
  readonly dialect: Dialect;
  readonly tables: readonly Table[];
  readonly keys: readonly Key[];
  readonly aliases: readonly Alias[];
  readonly daxClusters: readonly DaxCluster[];
  readonly streams: readonly Stream[];
  readonly backupVaults: readonly BackupVault[];
  /** Parameters a key could be given by: logical ids of string parameters whose name or type says so. */
  readonly keyParameters: readonly string[];
  /** Roles, users, groups, and SAM's functions and state machines. Read when asked for. */
  readonly principals: () => readonly Principal[];
  /** Resources that write out IAM policies. Read when asked for. */
  readonly policyHolders: () => readonly PolicyHolder[];
  /** Keys that other templates export and that this one could import, asked for when a fix is made. */
  readonly importableKeys: () => readonly ImportableKey[];
  readonly ignores: readonly Ignore[];
  /** What can't be read in the text, in document order. */
  readonly problems: readonly Problem[];
  /** Whether all of this can be at once: conditions may exclude each other. True where that is open. */
  readonly canHold: (when: readonly Assumption[]) => boolean;
  /** What reading the template rests on; see `Context`. */
  readonly context: Context;
  /** The tables that name a key, directly or through an alias, in some case. */
  readonly tablesUnder: (key: Key) => readonly Table[];
  /** The logical ids of all tables. */
  readonly tableIds: () => ReadonlySet<string>;
  /** Something about a piece of the model, worked out once: `what` tells apart what may be asked of one piece. */
  readonly once: <T>(piece: object, what: string, work: () => T) => T;
  /** The same for many pieces. */
  readonly each: <P extends object, T>(
    pieces: readonly P[],
    what: string,
    work: (piece: P) => T,
  ) => readonly T[];
}

/** What is known about where a template is deployed; null where nobody said. */
export interface Context {
  readonly region: string | null;
  readonly account: string | null;
  readonly partition: string | null;
}

/** A key of another template, and the name it is exported by. */
export interface ImportableKey {
  readonly exportName: string;
  readonly key: Key;
  /** What is exported is the key's ARN, and not its id: policies need the ARN. */
  readonly isArn: boolean;
}

/** The template that declares something, where that is another than the one under analysis. */
export interface Home {
  /** Its document. */
  readonly path: string;
  /** How it is called to people: the end of its path that no other document shares. */
  readonly name: string;
  /** Where its stack is deployed; null where nobody said. */
  readonly region: string | null;
  readonly account: string | null;
}

/** What every resource has. */
export interface Resource {
  readonly logicalId: string;
  /** The CloudFormation type, as written. */
  readonly type: string;
  readonly nameAt: Place;
  readonly typeAt: Place;
  /** The whole entry: from the logical id to the end of its last property. */
  readonly at: Place;
  /** Its text has syntax errors, so what can be read of it is no ground for a finding. */
  readonly broken: boolean;
  /** The name of the condition under which it exists; its cases take that for granted without naming it. */
  readonly condition: string | null;
  /** Why nothing is edited there, as a clause (syntax errors, text that makes several resources); or null. */
  readonly locked: string | null;
}

/** A value that can be read, or the reason why it can't. */
export type Read<T> = { readonly known: true; readonly value: T; readonly at: Place } | Unread;

export interface Unread {
  readonly known: false;
  /** A clause that goes on from "because": "it comes from the export 'KeyArn' of another stack". */
  readonly reason: string;
  readonly at: Place;
}

/**
 * `AWS::DynamoDB::Table` and `AWS::Serverless::SimpleTable` have one replica, itself, whose
 * `region` is null; a global table has one for each Region it names.
 */
export interface Table extends Resource {
  readonly kind: "table" | "global-table" | "simple-table";
  /** Its `TableName`, as far as known; null where CloudFormation makes one up. Read when asked for. */
  readonly name: () => Text | null;
  readonly replicas: readonly Replica[];
  /** Faults of the whole table in a case: combinations that fail at deploy time. */
  readonly faults: Cases<readonly SseFault[]>;
  /** Whether the table stays when the stack is deleted. */
  readonly retained: Cases<boolean>;
  /** Tags whose key and value are known. */
  readonly tags: ReadonlyMap<string, string>;
  /** Where the `KinesisStreamSpecification` of the table or its replicas sends to, one entry per case. */
  readonly streamDestinations: readonly StreamDestination[];
  /** How many callers use it all month, as its metadata says; `malformed` where that is no such number. */
  readonly activeCallers: number | "malformed" | null;
  /** Its provisioned capacity; null where it has none or it isn't known. Read when asked for. */
  readonly capacity: () => Capacity | null;
  /** Another account can reach the table's data through its or its stream's `ResourcePolicy`. */
  readonly externalReaders: readonly string[];
}

/** What a table with provisioned capacity can do a second, in AWS's units. */
export interface Capacity {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** A stream of this template that receives a table's or a replica's items, and when. */
export interface StreamDestination {
  readonly stream: Stream;
  readonly when: readonly Assumption[];
  readonly at: Place;
}

export interface Replica {
  readonly tableId: string;
  /** Null for a table that isn't global. */
  readonly region: Text | null;
  /** In which Region it lies, where that is known. */
  readonly regionName: string | null;
  /** The replica lies in the Region the stack is deployed to (`!Ref AWS::Region`, or the known one). */
  readonly local: boolean;
  readonly at: Place;
  readonly encryption: Cases<Encryption>;
  /** The resource policies of the replica and of its stream, case by case. Read when asked for. */
  readonly resourcePolicies: () => Cases<ResourcePolicies>;
}

/** What a table's and its stream's own policies say; null where there is none. */
export interface ResourcePolicies {
  readonly table: WrittenPolicy | null;
  readonly stream: WrittenPolicy | null;
}

export type KeyType = "aws-owned" | "aws-managed" | "customer-managed";

/** Which key encrypts a table (or a replica) in one case. */
export interface Encryption {
  /** `invalid`: a combination that CloudFormation or DynamoDB refuses (facts: decision table). */
  readonly verdict: KeyType | "undecided" | "invalid";
  /**
   * What the verdict follows from:
   * `no-block` no SSESpecification; `disabled` SSEEnabled is false; `no-key` KMS without a key;
   * `aws-alias` the key is alias/aws/dynamodb; `key` a key is named; `fault` it is refused;
   * `open` something isn't known.
   */
  readonly because: "no-block" | "disabled" | "no-key" | "aws-alias" | "key" | "fault" | "open";
  readonly key: KeyReference | null;
  /** Why it is undecided or invalid, as a clause; null otherwise. */
  readonly reason: string | null;
  /** The text that decides it in this case. */
  readonly at: Place;
  /** The branch of a condition was taken to get here: a fix must edit that branch alone. */
  readonly branched: boolean;
}

/** What a table's key property says, followed as far as the template goes. */
export type KeyReference = KeyReferenceBase &
  (
    | {
        readonly kind: "key";
        readonly key: Key;
        /** The Region of an ARN written around the key; null where it isn't known, absent for no ARN. */
        readonly arnRegion?: string | null;
      }
    | { readonly kind: "alias"; readonly alias: Alias; readonly key: Key | null }
    | {
        readonly kind: "key-arn" | "alias-arn";
        /** Null where the ARN has a hole there. */
        readonly partition: string | null;
        readonly region: string | null;
        readonly account: string | null;
        /** The key id, or the alias with its `alias/`; null where it has a hole. */
        readonly name: string | null;
      }
    | { readonly kind: "alias-name"; readonly name: string }
    | { readonly kind: "key-id"; readonly name: string }
    | { readonly kind: "malformed"; readonly reason: string }
    | { readonly kind: "unknown"; readonly reason: string }
  );

interface KeyReferenceBase {
  /** As the template gives it, with `${…}` for what isn't known: `Key.Arn`, `alias/orders`. */
  readonly text: string;
  readonly at: Place;
  /** The steps from the property to the value: "parameter KeyArn keeps its default". */
  readonly trace: readonly TraceStep[];
}

export interface TraceStep {
  readonly at: Place;
  /** A phrase: "parameter 'KeyArn' is 'alias/aws/dynamodb' by default". */
  readonly text: string;
}

/** A combination that fails when the template is deployed. */
export interface SseFault {
  readonly kind:
    | "missing-enabled"
    | "empty-block"
    | "key-without-type"
    | "key-without-type-global"
    | "key-while-disabled"
    | "type-while-disabled"
    | "unsupported-type"
    | "not-a-boolean"
    | "not-a-map"
    | "key-at-top-level"
    | "replica-key-without-sse"
    | "replica-without-key"
    | "mixed-key-types";
  readonly at: Place;
  /** The replica the fault is at, where it is at one. */
  readonly replica: Replica["region"];
  /** The value that is wrong, as written. */
  readonly value: string | null;
}

/** `AWS::KMS::Key` or `AWS::KMS::ReplicaKey`. */
export interface Key extends Resource {
  readonly kind: "key" | "replica-key";
  readonly enabled: Cases<Read<boolean>>;
  /** Null where the property is absent (rotation is off then). */
  readonly rotation: Cases<Read<boolean> | null>;
  readonly rotationPeriod: Cases<Read<number> | null>;
  readonly spec: Cases<Read<string>>;
  readonly usage: Cases<Read<string>>;
  readonly origin: Cases<Read<string>>;
  readonly multiRegion: Cases<Read<boolean>>;
  /** Days; 30 where the property is absent. */
  readonly pendingWindow: Cases<Read<number> | null>;
  readonly bypassesLockoutCheck: Cases<Read<boolean> | null>;
  readonly deletionPolicy: Cases<Read<string> | null>;
  readonly updateReplacePolicy: Cases<Read<string> | null>;
  /** Its key policy as written; null where there is none, so that AWS KMS applies its default. Read when asked for. */
  readonly policy: () => Cases<WrittenPolicy | null>;
  /** The primary of a replica key, where it is declared in reach. */
  readonly primary: Key | null;
  /** Resources that refer to the key, in its own template and in others. */
  readonly usedBy: readonly KeyUser[];
  /** The template that declares it; null for the one under analysis. */
  readonly home: Home | null;
}

/** A resource that refers to a key. */
export interface KeyUser {
  readonly logicalId: string;
  readonly type: string;
  /** It stays when its stack is deleted, as its text says plainly. */
  readonly retained: boolean;
  /** The name of the template that declares it, where that isn't the key's own. */
  readonly of?: string;
}

/** `AWS::KMS::Alias`. */
export interface Alias extends Resource {
  readonly name: Text;
  /** The key it points at, where that is declared in reach. */
  readonly key: Key | null;
  /** The template that declares it; null for the one under analysis. */
  readonly home: Home | null;
}

export interface DaxCluster extends Resource {
  readonly encrypted: Cases<Read<boolean> | null>;
  readonly endpointEncryption: Cases<Read<string> | null>;
}

/** `AWS::Kinesis::Stream`. */
export interface Stream extends Resource {
  readonly encrypted: Cases<Read<boolean> | null>;
}

export interface BackupVault extends Resource {
  readonly hasKey: Cases<boolean>;
  /** A backup plan and selection of this template put DynamoDB tables into the vault. */
  readonly takesTables: boolean;
}

/** A finding that somebody has set aside in the template. */
export interface Ignore {
  /** Written for us, or for another tool: then the rule is the one that is the same check. */
  readonly by: SuppressedBy;
  /** As written; empty where it is malformed. */
  readonly rule: string;
  /** Why it can't be read, as a clause, so that it sets nothing aside; or null. */
  readonly malformed: string | null;
  readonly reason: string | null;
  /** The last day it holds, as written; anything but a calendar day (`YYYY-MM-DD`) sets nothing aside. */
  readonly until: string | null;
  /** Where it is written. */
  readonly at: Place;
  /** What it covers: a resource or a property; null for the whole template. */
  readonly covers: Place | null;
}
