import {
  DAX_PROPERTIES,
  KEY_PROPERTIES,
  SSE_PROPERTIES,
  type HoverSubject,
  type SseProperty,
} from "../../core/hover.js";
import type { Replica, Table } from "../../core/model.js";
import { childrenOf, type MapNode, type Node } from "../../core/node.js";
import { encloses, spanOf, touches, type Place, type Span } from "../../core/span.js";
import type { ResourceSource } from "./resource.js";
import type { ReadTemplate } from "./template.js";

/** Something to tell about, and the key or value the cursor is on (absolute, half-open). */
export interface HoverTarget {
  readonly subject: HoverSubject;
  readonly span: Span;
}

/** The map keys that lead to an offset, outermost first, and the key or value that stands there. */
interface Position {
  readonly path: readonly string[];
  readonly at: Place;
}

/** What the text at an offset says about a table, its encryption, a key or a cluster; null for other text. */
export function hoverTarget(read: ReadTemplate, offset: number): HoverTarget | null {
  for (const source of read.sources.values()) {
    if (!touches(spanOf(source.at), offset)) continue;
    const position = touches(spanOf(source.nameAt), offset)
      ? { path: [], at: source.nameAt }
      : positionIn(source.body, offset);
    const subject = position === null ? null : subjectIn(read, source, position.path, offset);
    return position === null || subject === null ? null : { subject, span: spanOf(position.at) };
  }
  return globalsTarget(read, offset);
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
    return itself ? { kind: "table", table, template } : sseSubject(table, path, offset);

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
  if (cluster === undefined) return null;
  if (itself) return { kind: "dax-cluster", cluster, property: null };
  const property = DAX_PROPERTIES.find((one) => path[0] === "Properties" && one === path[1]);
  return property === undefined ? null : { kind: "dax-cluster", cluster, property };
}

function sseSubject(table: Table, path: readonly string[], offset: number): HoverSubject | null {
  const [properties, first, second, third] = path;
  if (properties !== "Properties") return null;
  if (first === "SSESpecification") return blockSubject(table, null, second);
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

/**
 * Where in a tree an offset stands: on a key, a scalar or an intrinsic; null for the blanks and
 * signs between them. Branches of intrinsics and items of lists add nothing to the path.
 */
function positionIn(root: Node, offset: number): Position | null {
  const path: string[] = [];
  let node = root;
  for (;;) {
    if (!touches(spanOf(node), offset)) return null;
    if (node.kind === "scalar" || isOneValue(node)) return { path, at: node };
    if (node.kind === "map") {
      const entry = node.entries.find((one) => !one.merged && touches(spanOf(one), offset));
      if (entry === undefined) return isAlias(node) ? { path, at: node } : null;
      path.push(entry.key);
      if (touches(spanOf(entry.keyAt), offset)) return { path, at: entry.keyAt };
      node = entry.value;
      continue;
    }
    const next: Node | undefined = childrenOf(node).find((child) => touches(spanOf(child), offset));
    if (next === undefined) return nameAt(node, offset, path);
    node = next;
  }
}

/** An intrinsic that holds nothing but scalars (`!GetAtt Key.Arn`); `Fn::If` is entered for its branches. */
function isOneValue(node: Node): boolean {
  if (node.kind !== "call" || node.name === "Fn::If") return false;
  return (
    node.argument.kind === "scalar" || childrenOf(node.argument).every((child) => child.kind === "scalar")
  );
}

/** The map stands elsewhere: here is only a YAML alias of it. */
function isAlias(node: MapNode): boolean {
  return node.shared && node.entries.every((entry) => !encloses(spanOf(node), spanOf(entry)));
}

/** The name of an intrinsic, where the offset is on it: the tag, or all that stands before the argument. */
function nameAt(node: Node, offset: number, path: readonly string[]): Position | null {
  if (node.kind !== "call") return null;
  const tagEnd = node.from + node.name.replace("Fn::", "!").length;
  const at = { origin: node.origin, from: node.from, to: node.form === "tag" ? tagEnd : node.argument.from };
  return touches(spanOf(at), offset) ? { path, at } : null;
}
