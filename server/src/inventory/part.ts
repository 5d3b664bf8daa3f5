/** What the inventory keeps of one template: small, plain, and without its text. */
import { classificationOf } from "../core/classification.js";
import type { Assumption } from "../core/cases.js";
import type { Finding, Severity, Suppressed } from "../core/finding.js";
import { Lines } from "../core/lines.js";
import type { Dialect, Key, Replica, Table, Template } from "../core/model.js";
import { peerOf, type SuppressedBy } from "../core/peers.js";
import type { Settings } from "../core/settings.js";
import { spanOf, type Span } from "../core/span.js";
import { applyIgnores, isInForce, setsAside } from "../core/suppression.js";
import { costInputOf } from "../costs.js";
import { readerName, reasonOfReader } from "../policy/access/reader-words.js";
import { readersOf, type Reader } from "../policy/access/readers.js";
import { statedCallers, type CostInput } from "../pricing/priced.js";
import { keySummary, summaries, type TableCase, type TableSummary } from "../summaries.js";
import { verdictOf, type EncryptionVerdict } from "./verdict.js";

/** Where something is written. */
export interface Spot {
  /** The document, as it was given to the analysis: a path or a URI. */
  readonly path: string;
  /** Offsets in its text. */
  readonly span: Span;
  /** The line of its beginning, from 1. */
  readonly line: number;
}

/** One template's part of an inventory. */
export interface InventoryPart {
  readonly path: string;
  readonly dialect: Dialect;
  /** CDK has written it. */
  readonly generated: boolean;
  /** Where its stack is deployed; null where nobody said. */
  readonly region: string | null;
  readonly account: string | null;
  readonly tables: readonly PartTable[];
  /** All keys that it declares, also those that only other services use. */
  readonly keys: readonly PartKey[];
  /** In document order, suppressed ones included and marked. */
  readonly findings: readonly PartFinding[];
  readonly suppressions: readonly PartSuppression[];
  /** How many things in it can't be read. */
  readonly problems: number;
  /** As `joinedCosts` takes it; its tables are in the order of `tables`. */
  readonly costs: CostInput;
}

/** A table; a global table with all its replicas. */
export interface PartTable {
  readonly resource: string;
  /** The CloudFormation type. */
  readonly type: string;
  readonly at: Spot;
  /** One for a table that isn't global. */
  readonly replicas: readonly PartReplica[];
  /** Tags whose key and value are known. */
  readonly tags: Readonly<Record<string, string>>;
  /** The tags that mark it as classified, "data: pii", as the setting `classification.tags` has them; null for none. */
  readonly classification: string | null;
  /** Callers that use it all month, as its metadata says; null where it says nothing usable. */
  readonly activeCallers: number | null;
  /** The construct that made it, where CDK has written the template. */
  readonly construct: string | null;
}

/** A replica of a global table; of any other table, the table itself. */
export interface PartReplica {
  /** The Region as the template gives it ("eu-west-1", "AWS::Region"); null for a table that isn't global. */
  readonly region: string | null;
  /** It is known to lie in the Region of its stack, as a table that isn't global does. */
  readonly local: boolean;
  /** The same Region, or that of the stack for a table that isn't global, where it is known. */
  readonly regionName: string | null;
  readonly at: Spot;
  /** Which key encrypts it, case by case. */
  readonly cases: readonly TableCase[];
  readonly verdict: EncryptionVerdict;
  /** Who may read or write it as far as DynamoDB is asked, one entry for each case that differs. */
  readonly readers: readonly PartReader[];
}

/** Somebody who may read or write a table, and whether the table's key lets them. */
export interface PartReader {
  /** "role 'Api'", or the ARN of somebody that the template doesn't declare. */
  readonly principal: string;
  /** The logical id of its declaration; null for somebody that the template doesn't declare. */
  readonly resource: string | null;
  readonly at: Spot | null;
  readonly when: readonly Assumption[];
  /** What DynamoDB lets it do. */
  readonly reads: boolean;
  readonly writes: boolean;
  readonly verdict: "allowed" | "blocked-by-key" | "undecided";
  /** Why it is blocked or undecided, as a clause; null otherwise. */
  readonly reason: string | null;
  /** The key in this case, where it is declared in reach. */
  readonly keyAt: { readonly path: string; readonly resource: string } | null;
}

/** A customer managed key that is declared. `true` and `false` hold in every case; null: cases differ, or it isn't known. */
export interface PartKey {
  readonly resource: string;
  /** `AWS::KMS::Key` or `AWS::KMS::ReplicaKey`. */
  readonly type: string;
  readonly at: Spot;
  /** Where it lies; null where nobody said. */
  readonly region: string | null;
  /** DynamoDB can use it. */
  readonly usable: boolean | null;
  readonly rotation: boolean | null;
  /** It stays when its stack is deleted. */
  readonly retained: boolean | null;
  readonly construct: string | null;
}

export interface PartFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly resource: string | null;
  readonly replica: string | null;
  readonly at: Spot;
  readonly suppressed: Suppressed | null;
  /** A baseline holds it: it was there before, and doesn't count. */
  readonly inBaseline?: true;
}

/** A comment or metadata that sets findings aside. */
export interface PartSuppression {
  readonly rule: string;
  readonly by: SuppressedBy;
  readonly reason: string | null;
  /** The last day it holds, as written. */
  readonly until: string | null;
  /** Its last day is over. */
  readonly expired: boolean;
  /** It sets aside what it covers: it hasn't expired, and its last day is a day. */
  readonly inForce: boolean;
  /** How many findings it sets aside. */
  readonly findings: number;
  /** The resources that these are about. */
  readonly resources: readonly string[];
  readonly at: Spot;
}

/** An analysis, as far as a part is made of it. */
export interface Analysed {
  readonly source: { readonly path: string; readonly text: string };
  readonly template: Template;
  readonly findings: readonly Finding[];
  readonly generated: boolean;
  readonly constructOf: (resource: string) => string | null;
  readonly settings: Settings;
  /** ISO date. */
  readonly today: string;
}

/** Takes the part. Who may read each table is worked out here. */
export function partOf(analysed: Analysed): InventoryPart {
  const { source, template, findings, settings } = analysed;
  const { path } = source;
  const lines = new Lines(source.text);
  const spotOf = (span: Span): Spot => ({ path, span, line: lines.positionAt(span.start).line + 1 });
  return {
    path,
    dialect: template.dialect,
    generated: analysed.generated,
    region: template.context.region,
    account: template.context.account,
    tables: template.tables.map((table) => tableOf(table, analysed, spotOf)),
    keys: template.keys.map((key) => keyOf(key, analysed, spotOf)),
    findings: findings.map(({ rule, severity, message, resource, replica, span, suppressed }) => ({
      rule,
      severity,
      message,
      resource,
      replica,
      suppressed,
      at: spotOf(span),
    })),
    suppressions: suppressionsOf(analysed, spotOf),
    problems: template.problems.length,
    costs: costInputOf(template, path, settings),
  };
}

type SpotOf = (span: Span) => Spot;

function tableOf(table: Table, analysed: Analysed, spotOf: SpotOf): PartTable {
  const { source, template, settings } = analysed;
  const rows = summaries(table, template, source.path);
  return {
    resource: table.logicalId,
    type: table.type,
    at: spotOf(spanOf(table.nameAt)),
    replicas: table.replicas.flatMap((replica, index) => {
      const row = rows[index];
      return row === undefined ? [] : [replicaOf(replica, row, table, analysed, spotOf)];
    }),
    tags: Object.fromEntries(table.tags),
    classification: classificationOf(table, settings),
    activeCallers: statedCallers(table),
    construct: analysed.constructOf(table.logicalId),
  };
}

function replicaOf(
  replica: Replica,
  row: TableSummary,
  table: Table,
  { source, template, findings }: Analysed,
  spotOf: SpotOf,
): PartReplica {
  const own = replica.region === null ? template.context.region : null;
  return {
    region: row.replica,
    local: replica.local,
    regionName: replica.regionName ?? own,
    at: spotOf(row.span),
    cases: row.cases,
    verdict: verdictOf(row, findings),
    readers: readersOf(table, replica, template).map((reader) => readerOf(reader, source.path, spotOf)),
  };
}

function readerOf(reader: Reader, path: string, spotOf: SpotOf): PartReader {
  const { who, when, access, outcome, key } = reader;
  const principal = who.kind === "principal" ? who.principal : null;
  return {
    principal: readerName(who),
    resource: principal?.logicalId ?? null,
    at: principal === null ? null : spotOf(spanOf(principal.nameAt)),
    when,
    reads: access.reads,
    writes: access.writes,
    verdict: outcome.verdict,
    reason: reasonOfReader(reader),
    keyAt: key === null ? null : { path: key.home?.path ?? path, resource: key.logicalId },
  };
}

function keyOf(key: Key, { template, constructOf }: Analysed, spotOf: SpotOf): PartKey {
  const { resource, type, region, usable, rotation, retained } = keySummary(key, template.context);
  const construct = constructOf(resource);
  const at = spotOf(spanOf(key.nameAt));
  return { resource, type, at, region, usable, rotation, retained, construct };
}

function suppressionsOf({ template, findings, today }: Analysed, spotOf: SpotOf): readonly PartSuppression[] {
  return applyIgnores(template.ignores, findings, today)
    .ignores.filter(({ ignore, used }) => ignore.malformed === null && (used || peerOf(ignore.by) === null))
    .map(({ ignore, expired }) => {
      const inForce = isInForce(ignore, today);
      const aside = inForce ? findings.filter((finding) => setsAside(ignore, finding)) : [];
      return {
        rule: ignore.rule,
        by: ignore.by,
        reason: ignore.reason,
        until: ignore.until,
        expired,
        inForce,
        findings: aside.length,
        resources: [...new Set(aside.flatMap(({ resource }) => resource ?? []))],
        at: spotOf(spanOf(ignore.at)),
      };
    });
}
