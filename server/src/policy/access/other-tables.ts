import type { Hole, Text } from "../../core/text.js";
import type { PolicyDocument, Statement } from "../document.js";

/** A table, and the others that its template declares: all by logical id. */
export interface AmongTables {
  readonly table: string;
  readonly others: ReadonlySet<string>;
}

const narrowed = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();

/**
 * A policy without the resources that are other tables of the template, by reference: what is said of
 * them says nothing about this one, whatever their names are going to be.
 */
export function withoutOtherTables(document: PolicyDocument, among: AmongTables): PolicyDocument {
  const known = narrowed.get(document) ?? new Map<string, PolicyDocument>();
  narrowed.set(document, known);
  const found = known.get(among.table);
  if (found !== undefined) return found;
  const statements = document.statements.map((statement) => withoutOthers(statement, among));
  const narrow = { ...document, statements };
  known.set(among.table, narrow);
  return narrow;
}

/** Whether a statement may be about this table: it has a resource that isn't another one. */
export function mayConcern({ resources }: Statement, among: AmongTables): boolean {
  if (resources === null) return false;
  return resources.negated || resources.values.some(({ text }) => !namesOther(text, among));
}

function withoutOthers(statement: Statement, among: AmongTables): Statement {
  const { resources } = statement;
  if (resources === null) return statement;
  const values = resources.values.filter(({ text }) => !namesOther(text, among));
  return values.length === resources.values.length
    ? statement
    : { ...statement, resources: { ...resources, values } };
}

/** The text is the ARN of another resource, or of something below it. */
function namesOther({ parts }: Text, among: AmongTables): boolean {
  return parts.some((part, at) => {
    if (typeof part === "string" || !isOther(part, among)) return false;
    const next = parts[at + 1];
    return next === undefined || (typeof next === "string" && next.startsWith("/"));
  });
}

function isOther({ resource }: Hole, { table, others }: AmongTables): boolean {
  if (resource === undefined || resource.logicalId === table || resource.path !== undefined) return false;
  if (resource.attribute === null) return others.has(resource.logicalId);
  return resource.attribute === "Arn" || resource.attribute === "StreamArn";
}
