import type { SseProperty } from "../core/hover.js";
import type { Replica, Table } from "../core/model.js";
import { verdictText } from "./hover-table.js";
import { code, list, paragraphs, section } from "./markdown.js";
import { caseOf, phrase, verdictsOf } from "./verdict.js";

/** How many tables are named before the rest is only counted. */
const MOST_TABLES = 6;

const IN_PLACE = "A change takes effect in place, without interruption; items aren't rewritten.";
const REPLICA_CHANGE =
  "CloudFormation documents a change without interruption, but the key of a deployed replica may not be changeable in place.";

/** What an `SSESpecification` says and what it can say. */
export function sseBlockHover(table: Table, replica: Replica | null): string {
  if (replica !== null) {
    return paragraphs(
      verdictText(table, replica),
      "`SSESpecification` of a replica gives the key of that Region: `KMSMasterKeyId` (required). Either every replica has a key or none, and the global table itself must state `SSEEnabled: true`.",
      REPLICA_CHANGE,
    );
  }
  return paragraphs(verdictText(table, null), combinations(table.kind), IN_PLACE);
}

/** What one property of an `SSESpecification` does, what it may be, and what follows from it here. */
export function ssePropertyHover(table: Table, property: SseProperty, replica: Replica | null): string {
  const change = replica === null ? IN_PLACE : REPLICA_CHANGE;
  return paragraphs(verdictText(table, replica), about(property, table.kind, replica), change);
}

/** What SAM does with `Globals.SimpleTable.SSESpecification`, and the tables it does it to. */
export function sseGlobalsHover(tables: readonly Table[], property: SseProperty | null): string {
  const points = tables.flatMap((table) =>
    table.replicas.flatMap(verdictsOf).map((verdict) => {
      return `${code(table.logicalId)}${caseOf(verdict)}: ${phrase(verdict)}`;
    }),
  );
  return paragraphs(
    "**SAM merges this** into the `SSESpecification` of every `AWS::Serverless::SimpleTable`, and into nothing else; what a table states itself wins.",
    points.length === 0 ? "This template has no such table." : list(points, MOST_TABLES),
    property === null ? combinations("simple-table") : about(property, "simple-table", null),
  );
}

function combinations(kind: Table["kind"]): string {
  const keys =
    kind === "global-table"
      ? "`SSEEnabled: true` and `SSEType: KMS`, and a `KMSMasterKeyId` in every replica: those keys"
      : "`SSEEnabled: true`, `SSEType: KMS` and `KMSMasterKeyId`: that key";
  return section(
    "What can be stated:",
    ["no block, or `SSEEnabled: false`: AWS owned key", "`SSEEnabled: true`: AWS managed key", keys],
    3,
  );
}

function about(property: SseProperty, kind: Table["kind"], replica: Replica | null): string {
  switch (property) {
    case "SSEEnabled":
      return "`SSEEnabled` (required; true or false): true encrypts with a KMS key, false with the AWS owned key. The table is encrypted either way.";
    case "SSEType":
      return "`SSEType` (only `KMS`): needed as soon as a key is given, refused while `SSEEnabled` is false. Without a key it adds nothing: `SSEEnabled: true` alone means the AWS managed key.";
    case "KMSMasterKeyId":
      return aboutKey(kind, replica);
  }
}

function aboutKey(kind: Table["kind"], replica: Replica | null): string {
  if (kind === "global-table" && replica === null) {
    return "`KMSMasterKeyId` isn't allowed here: a global table takes its keys in `Replicas`, one for each Region.";
  }
  const where = replica === null ? "the table's" : "the replica's";
  return `\`KMSMasterKeyId\` (key ID, key ARN, alias or alias ARN): an enabled symmetric encryption key in ${where} Region. DynamoDB follows an alias once, when it is set; moving the alias later doesn't move the table. After a change keep the old key: backups made under it need it.`;
}
