import {
  DAX_PROPERTIES,
  KEY_PROPERTIES,
  SSE_PROPERTIES,
  TABLE_PROPERTIES,
  type HoverSubject,
  type PolicyPlace,
  type SseProperty,
} from "../../core/hover.js";
import type { Replica, Table } from "../../core/model.js";
import { encloses, spanOf, touches, type Span } from "../../core/span.js";
import { KEY_KINDS } from "./key.js";
import { positionIn, type Position } from "./node-position.js";
import { policySubject } from "./policy-subject.js";
import type { ResourceSource } from "./resource.js";
import type { ReadTemplate } from "./template.js";

/** Something to tell about, and the key or value the cursor is on (absolute, half-open). */
export interface HoverTarget {
  readonly subject: HoverSubject;
  readonly span: Span;
}

/** What the text at an offset says about a table, its encryption, a key or a cluster; null for other text. */
export function hoverTarget(read: ReadTemplate, offset: number): HoverTarget | null {
  for (const source of read.sources.values()) {
    if (!touches(spanOf(source.at), offset)) continue;
    const position: Position | null = touches(spanOf(source.nameAt), offset)
      ? { path: [], at: source.nameAt, value: null }
      : positionIn(source.body, offset);
    if (position === null) return null;
    const subject =
      subjectIn(read, source, position.path, offset) ?? policySubject(position, placeOf(source, position));
    return targetOf(subject, position);
  }
  return policyTarget(read, offset) ?? globalsTarget(read, offset);
}

function targetOf(subject: HoverSubject | null, position: Position): HoverTarget | null {
  return subject === null ? null : { subject, span: spanOf(position.at) };
}

function placeOf({ type }: ResourceSource, { path }: Position): PolicyPlace {
  return KEY_KINDS[type] !== undefined && path[1] === "KeyPolicy" ? "key-policy" : "other-policy";
}

/** Resources that the model doesn't hold may have policies; only the one under the cursor is parsed. */
function policyTarget({ declarations }: ReadTemplate, offset: number): HoverTarget | null {
  for (const declared of declarations.sections.Resources.values()) {
    if (!touches(spanOf(declared.at), offset)) continue;
    if (!/kms:/i.test(declared.text())) return null;
    const position = positionIn(declared.read().value, offset);
    return position === null ? null : targetOf(policySubject(position, "other-policy"), position);
  }
  return null;
}

function subjectIn(
  { template }: ReadTemplate,
  { logicalId }: ResourceSource,
  path: readonly string[],
  offset: number,
): HoverSubject | null {
  const named = <R extends { readonly logicalId: string }>(resources: readonly R[]): R | undefined =>
    resources.find((one) => one.logicalId === logicalId);
  const itself = path.length === 0 || path[0] === "Type";

  const table = named(template.tables);
  if (table !== undefined)
    return itself ? { kind: "table", table, template } : tableSubject(table, path, offset);

  const key = named(template.keys);
  if (key !== undefined) {
    if (itself) return { kind: "key", key, template };
    const name = path[0] === "Properties" ? path[1] : path[0];
    const property = KEY_PROPERTIES.find((one) => one === name);
    return property === undefined ? null : { kind: "key-property", key, property };
  }

  const alias = named(template.aliases);
  if (alias !== undefined) {
    const named = itself || (path[0] === "Properties" && path[1] === "AliasName");
    return named ? { kind: "alias", alias, template } : null;
  }

  const cluster = named(template.daxClusters);
  if (cluster !== undefined) {
    if (itself) return { kind: "dax-cluster", cluster, property: null };
    const property = DAX_PROPERTIES.find((one) => path[0] === "Properties" && one === path[1]);
    return property === undefined ? null : { kind: "dax-cluster", cluster, property };
  }

  const about = (property: string): boolean => itself || (path[0] === "Properties" && path[1] === property);
  const vault = named(template.backupVaults);
  if (vault !== undefined) return about("EncryptionKeyArn") ? { kind: "backup-vault", vault } : null;
  const stream = named(template.streams);
  return stream !== undefined && about("StreamEncryption") ? { kind: "stream", stream } : null;
}

/** What stands below a table's name and type. */
function tableSubject(table: Table, path: readonly string[], offset: number): HoverSubject | null {
  const [properties, first, second, third] = path;
  if (properties !== "Properties") return null;
  if (first === "SSESpecification") return blockSubject(table, null, second);
  const property = TABLE_PROPERTIES.find((one) => one === (first === "Replicas" ? second : first));
  if (property !== undefined) return { kind: "table-property", property };
  if (first !== "Replicas") return null;
  const replica = replicaAt(table, offset);
  if (replica === undefined) return null;
  if (second === "Region") return { kind: "replica", table, replica };
  return second === "SSESpecification" ? blockSubject(table, replica, third) : null;
}

function blockSubject(table: Table, replica: Replica | null, name: string | undefined): HoverSubject {
  const property = ssePropertyNamed(name);
  return property === undefined
    ? { kind: "sse-block", table, replica }
    : { kind: "sse-property", table, property, replica };
}

/** The replica whose item of the list the offset stands in; the innermost where items are nested. */
function replicaAt(table: Table, offset: number): Replica | undefined {
  const around = table.replicas.filter((replica) => touches(spanOf(replica.at), offset));
  return around.find((one) => around.every((other) => encloses(spanOf(other.at), spanOf(one.at))));
}

/** SAM merges `Globals.SimpleTable.SSESpecification` into every simple table. */
function globalsTarget({ template, declarations }: ReadTemplate, offset: number): HoverTarget | null {
  if (declarations.globals === null) return null;
  const position = positionIn(declarations.globals, offset);
  if (position?.path[0] !== "SimpleTable" || position.path[1] !== "SSESpecification") return null;
  const tables = template.tables.filter((table) => table.kind === "simple-table");
  const property = ssePropertyNamed(position.path[2]) ?? null;
  return { subject: { kind: "sse-globals", tables, property }, span: spanOf(position.at) };
}

function ssePropertyNamed(name: string | undefined): SseProperty | undefined {
  return SSE_PROPERTIES.find((one) => one === name);
}
