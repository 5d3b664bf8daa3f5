import { encloses, spanOf, type Place } from "../../core/span.js";
import { nameOfText } from "../../core/text.js";
import type { Table } from "../../core/model.js";
import type { OpenTemplate } from "./occurrence.js";
import type { ResourceSource } from "./resource.js";
import { readSources, type ReadTemplate } from "./template.js";

/** One of the things this program is about, as an outline or a list shows it. */
export interface TemplateSymbol {
  readonly kind: "table" | "replica" | "key" | "alias" | "cluster" | "stream" | "vault";
  /** A logical id; of a replica its Region. */
  readonly name: string;
  /** The CloudFormation type; empty for a replica. */
  readonly detail: string;
  /** The whole entry. */
  readonly at: Place;
  /** The logical id in it. */
  readonly nameAt: Place;
  /** Replicas of a global table. */
  readonly children: readonly TemplateSymbol[];
}

/** A template's tables with their replicas, keys, aliases, clusters, streams and vaults, in document order. */
export function symbolsOf({ sources, template }: ReadTemplate): readonly TemplateSymbol[] {
  const tables = new Map(template.tables.map((table) => [table.logicalId, table]));
  return [...sources.values()].flatMap((source) => {
    const table = tables.get(source.logicalId);
    return symbolOf(source, table === undefined ? [] : replicasOf(table));
  });
}

/** The same without replicas, of a template that nobody has judged. */
export function resourceSymbolsOf({ outline, scope }: OpenTemplate): readonly TemplateSymbol[] {
  if (!ANY_TYPE.test(outline.text)) return [];
  return readSources(scope).flatMap((source) => symbolOf(source, []));
}

const KINDS: Readonly<Record<string, TemplateSymbol["kind"]>> = {
  "AWS::DynamoDB::Table": "table",
  "AWS::DynamoDB::GlobalTable": "table",
  "AWS::Serverless::SimpleTable": "table",
  "AWS::KMS::Key": "key",
  "AWS::KMS::ReplicaKey": "key",
  "AWS::KMS::Alias": "alias",
  "AWS::DAX::Cluster": "cluster",
  "AWS::Kinesis::Stream": "stream",
  "AWS::Backup::BackupVault": "vault",
  "AWS::Backup::LogicallyAirGappedBackupVault": "vault",
};

const ANY_TYPE = new RegExp(Object.keys(KINDS).join("|"));

function symbolOf(
  { logicalId, type, at, nameAt }: ResourceSource,
  children: readonly TemplateSymbol[],
): readonly TemplateSymbol[] {
  const kind = KINDS[type];
  return kind === undefined ? [] : [{ kind, name: logicalId, detail: type, at, nameAt, children }];
}

/** Replicas that an alias or a merge key brings in from elsewhere have no place in the table's entry. */
function replicasOf(table: Table): readonly TemplateSymbol[] {
  return table.replicas.flatMap(({ region, regionName, at }): readonly TemplateSymbol[] => {
    if (region === null || !encloses(spanOf(table.at), spanOf(at))) return [];
    const name = regionName ?? nameOfText(region);
    return [{ kind: "replica", name, detail: "", at, nameAt: at, children: [] }];
  });
}
