/** The façade's words for tables, keys and readers: what reports and status lines show of a template. */
import { agreed } from "./core/agreed.js";
import { mapCases, type Assumption } from "./core/cases.js";
import type { Context, Encryption, Key, Replica, Table, Template } from "./core/model.js";
import { spanOf, type Span } from "./core/span.js";
import { nameOfText } from "./core/text.js";
import { readerName, reasonOfReader } from "./policy/access/reader-words.js";
import { readersOf, type Reader } from "./policy/access/readers.js";

/** One table, or one replica of a global table, and its key case by case. */
export interface TableSummary {
  readonly resource: string;
  readonly type: string;
  /** The replica's Region as the template gives it ("eu-west-1", "AWS::Region"); null for other tables. */
  readonly replica: string | null;
  readonly span: Span;
  readonly cases: readonly TableCase[];
  /** Who may read or write it, as far as the template tells. Worked out when asked for. */
  readonly readers: () => readonly ReaderSummary[];
}

/** Somebody whom DynamoDB lets read or write a table in some case, and whether the table's key does. */
export interface ReaderSummary {
  /** "role 'Api'", or the ARN of somebody that the template doesn't declare. */
  readonly principal: string;
  /** The declaration of the principal; null for somebody that the template doesn't declare. */
  readonly path: string | null;
  readonly resource: string | null;
  readonly when: readonly Assumption[];
  /** The statements that let it in: of the policies about the table, then of those about the key. */
  readonly through: readonly { readonly path: string; readonly span: Span }[];
  readonly verdict: "allowed" | "blocked-by-key" | "undecided";
  /** Why it is blocked or undecided, as a clause; null otherwise. */
  readonly reason: string | null;
}

export interface TableCase {
  readonly when: readonly Assumption[];
  readonly key: "aws-owned" | "aws-managed" | "customer-managed" | "undecided" | "invalid";
  /** What the key property says, as in the template; null where it says nothing. */
  readonly reference: string | null;
  /** Why it is undecided or invalid; null otherwise. */
  readonly reason: string | null;
  /** The declaration of the key, where it is in reach. */
  readonly keyAt: { readonly path: string; readonly resource: string } | null;
}

/** One customer managed key that a template declares. */
export interface KeySummary {
  readonly resource: string;
  /** `AWS::KMS::Key` or `AWS::KMS::ReplicaKey`. */
  readonly type: string;
  readonly span: Span;
  /** Where it lies; null where nobody said. */
  readonly region: string | null;
  /** Symmetric, for encryption and enabled in every case, so that DynamoDB can use it; null where cases differ or aren't known. */
  readonly usable: boolean | null;
  /** Its key material is rotated in every case; null where cases differ or aren't known. */
  readonly rotation: boolean | null;
  /** It stays when its stack is deleted; null where cases differ or aren't known. */
  readonly retained: boolean | null;
}

/** A table's replicas, each with its key case by case. `path` is the document's own. */
export function summaries(table: Table, template: Template, path: string): readonly TableSummary[] {
  return table.replicas.map((replica) => ({
    ...summary(table, replica, path),
    readers: () => readersOf(table, replica, template).map((reader) => readerSummary(reader, path)),
  }));
}

export function keySummary(key: Key, { region }: Context): KeySummary {
  const material = key.primary ?? key;
  return {
    resource: key.logicalId,
    type: key.type,
    span: spanOf(key.typeAt),
    region,
    usable: all([
      agreed(material.spec, (spec) => spec === "SYMMETRIC_DEFAULT"),
      agreed(material.usage, (usage) => usage === "ENCRYPT_DECRYPT"),
      agreed(key.enabled, (enabled) => enabled),
    ]),
    rotation: agreed(material.rotation, (on) => on, false),
    retained: agreed(key.deletionPolicy, (policy) => policy.startsWith("Retain"), false),
  };
}

function readerSummary(reader: Reader, path: string): ReaderSummary {
  const { who, when, access, outcome } = reader;
  const statements = [...access.by, ...(outcome.verdict === "allowed" ? outcome.by : [])];
  const places = statements.flatMap(({ statement }) => statement.at ?? []);
  const through = new Map(
    places.map((at) => {
      const one = { path: at.path ?? path, span: spanOf(at) };
      return [`${one.path} ${one.span.start}`, one];
    }),
  );
  return {
    principal: readerName(who),
    path: who.kind === "principal" ? path : null,
    resource: who.kind === "principal" ? who.principal.logicalId : null,
    when,
    through: [...through.values()],
    verdict: outcome.verdict,
    reason: reasonOfReader(reader),
  };
}

function summary(table: Table, replica: Replica, path: string): Omit<TableSummary, "readers"> {
  const cases = mapCases(
    replica.encryption,
    (encryption) => caseOf(encryption, path),
    (one) => [one.key, one.reference, one.reason, one.keyAt?.path, one.keyAt?.resource].join("|"),
  );
  return {
    resource: table.logicalId,
    type: table.type,
    replica: replica.region === null ? null : nameOfText(replica.region),
    span: spanOf(table.kind === "global-table" ? replica.at : table.typeAt),
    cases: cases.map(({ when, value }) => ({ ...value, when })),
  };
}

function caseOf({ verdict, key, reason }: Encryption, path: string): Omit<TableCase, "when"> {
  const declared = key?.kind === "key" || key?.kind === "alias" ? key.key : null;
  const keyAt =
    declared === null ? null : { path: declared.home?.path ?? path, resource: declared.logicalId };
  return { key: verdict, reference: key?.text ?? null, reason, keyAt };
}

/** One false makes it false; otherwise one unknown makes it unknown. */
function all(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}
