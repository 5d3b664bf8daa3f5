import type { SseProperty } from "../core/hover.js";
import type { Replica, Table } from "../core/model.js";
import type { Prices } from "../pricing/prices.js";
import { verdictText } from "./hover-table.js";
import { keyTypesTable } from "./key-types.js";
import { code, list, paragraphs } from "./markdown.js";
import { more } from "./pages.js";
import { caseOf, phrase, verdictsOf } from "./verdict.js";

/** How many tables are named before the rest is only counted. */
const MOST_TABLES = 6;

/** Below a longer verdict the table of key types is left to its page: a hover is short. */
const MOST_LINES_ABOVE_TABLE = 3;

const IN_PLACE = "A change takes effect in place, without interruption; items aren't rewritten.";
const PERMISSIONS =
  "Whoever reads or writes the table needs `kms:Decrypt` with a customer managed key; whoever sets it needs what AWS's documentation lists, `kms:CreateGrant` and `kms:DescribeKey` among it.";
const FOUR_A_DAY =
  "The key of a table can be changed four times in 24 hours, and once more every six hours; back to the AWS owned key always.";
const REPLICA_CHANGE =
  "CloudFormation documents a change without interruption, but the key of a deployed replica may not be changeable in place.";

/** What an `SSESpecification` says and what it can say. */
export function sseBlockHover(table: Table, replica: Replica | null, prices: Prices): string {
  if (replica !== null) {
    return paragraphs(
      verdictText(table, replica),
      "`SSESpecification` of a replica gives the key of that Region: `KMSMasterKeyId` (required). Either every replica has a key or none, and the global table itself must state `SSEEnabled: true`.",
      REPLICA_CHANGE,
      more("key-types", "losing-a-key"),
    );
  }
  const verdict = verdictText(table, null);
  return paragraphs(
    verdict,
    linesOf(verdict) > MOST_LINES_ABOVE_TABLE ? null : keyTypesTable(prices),
    `${combinations(table.kind)} ${howItChanges(table, null)}`,
    more("key-types", "losing-a-key", "which-key-encrypts-what"),
  );
}

function linesOf(text: string): number {
  return text.split("\n").filter((line) => line !== "").length;
}

/** What one property of an `SSESpecification` does, what it may be, and what follows from it here. */
export function ssePropertyHover(table: Table, property: SseProperty, replica: Replica | null): string {
  return paragraphs(
    verdictText(table, replica),
    about(property, table.kind, replica),
    property === "KMSMasterKeyId" ? `${PERMISSIONS} ${FOUR_A_DAY}` : null,
    howItChanges(table, replica),
    property === "KMSMasterKeyId" ? more("grants-and-via-service", "losing-a-key") : more("key-types"),
  );
}

/** What SAM does with `Globals.SimpleTable.SSESpecification`, and the tables it does it to. */
export function sseGlobalsHover(
  tables: readonly Table[],
  property: SseProperty | null,
  prices: Prices,
): string {
  const points = tables.flatMap((table) =>
    table.replicas.flatMap(verdictsOf).map((verdict) => {
      return `${code(table.logicalId)}${caseOf(verdict)}: ${phrase(verdict)}`;
    }),
  );
  return paragraphs(
    "**SAM merges this** into the `SSESpecification` of every `AWS::Serverless::SimpleTable`, and into nothing else; what a table states itself wins.",
    points.length === 0 ? "This template has no such table." : list(points, MOST_TABLES),
    property === null ? combinations("simple-table") : about(property, "simple-table", null),
    property === null ? keyTypesTable(prices) : null,
    more("key-types"),
  );
}

/** What a global table states for all its replicas decides about their keys, too. */
function howItChanges({ kind }: Table, replica: Replica | null): string {
  return kind === "global-table" || replica !== null ? REPLICA_CHANGE : IN_PLACE;
}

function combinations(kind: Table["kind"]): string {
  const keys =
    kind === "global-table"
      ? "`SSEEnabled: true` and `SSEType: KMS`, and a `KMSMasterKeyId` in every replica: those keys"
      : "`SSEEnabled: true`, `SSEType: KMS` and `KMSMasterKeyId`: that key";
  return `What can be stated: no block, or \`SSEEnabled: false\`: AWS owned key; \`SSEEnabled: true\`: AWS managed key; ${keys}.`;
}

function about(property: SseProperty, kind: Table["kind"], replica: Replica | null): string {
  switch (property) {
    case "SSEEnabled":
      return "`SSEEnabled` (required; true or false): true encrypts with a KMS key, false with the AWS owned key. The table is encrypted either way.";
    case "SSEType":
      return `\`SSEType\` (only \`KMS\`): ${neededType(kind)}, refused while \`SSEEnabled\` is false. Without a key it adds nothing: \`SSEEnabled: true\` alone means the AWS managed key.`;
    case "KMSMasterKeyId":
      return aboutKey(kind, replica);
  }
}

/** Of global tables it isn't documented. */
function neededType(kind: Table["kind"]): string {
  return kind === "global-table"
    ? "may be needed where the replicas have keys"
    : "needed as soon as a key is given";
}

function aboutKey(kind: Table["kind"], replica: Replica | null): string {
  if (kind === "global-table" && replica === null) {
    return "`KMSMasterKeyId` isn't allowed here: a global table takes its keys in `Replicas`, one for each Region.";
  }
  const where = replica === null ? "the table's" : "the replica's";
  return `\`KMSMasterKeyId\` (key ID, key ARN, alias or alias ARN): an enabled symmetric encryption key in ${where} Region. DynamoDB follows an alias once, when it is set; moving the alias later doesn't move the table. After a change keep the old key: backups made under it need it.`;
}
