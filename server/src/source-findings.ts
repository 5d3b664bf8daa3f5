/**
 * The façade's part for findings in the source of a CDK app: what is found in a generated template,
 * at the place in the source that made the resource. Pure.
 */
import type { Severity } from "./core/finding.js";
import { valueOf, textOf, type Node } from "./core/node.js";
import { plainPath } from "./core/paths.js";
import { remember } from "./core/remember.js";
import { nameOfText } from "./core/text.js";
import { encloses, spanOf, type Span } from "./core/span.js";
import type { StackTemplate, TemplateElement } from "./dialects/cdk/assembly.js";
import type { SourcePosition } from "./dialects/cdk/source-trace.js";
import { internalsOf, type Analysis } from "./analysis.js";
import type { GeneratedTemplate } from "./workspace.js";

export type { SourcePosition };

/** A finding about one resource, at a place in the source. */
export interface SourceFinding {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: Severity;
  /** The finding's, with the names that the source gives to constructs in place of logical ids. */
  readonly message: string;
  readonly place: SourcePosition;
  /**
   * What stands there: the resource is `created`, the property is `assigned` after that, or a construct
   * `around` the resource is created.
   */
  readonly kind: "created" | "assigned" | "around";
  /** Where the resource is created, where `place` is an assignment; otherwise null. */
  readonly created: SourcePosition | null;
  readonly resource: MadeResource;
  /** The calls that led to the place, the innermost first. */
  readonly callers: readonly SourcePosition[];
  /** The Regions other than its own that a table has replicas in, as the template spells them. */
  readonly replicaRegions: readonly string[];
}

/** A resource of a generated template. */
export interface MadeResource {
  /** The template's path, as its assembly names it. */
  readonly template: string;
  readonly logicalId: string;
  readonly type: string;
  /** What the source calls it: the id of the construct, as in `Orders`. */
  readonly name: string;
  /** As in `Prod/Data/Orders/Resource`. */
  readonly construct: string;
  /** The stack it is deployed with, as people know it. */
  readonly stack: string;
  /** Of that stack; null where the app leaves it to the deployment. */
  readonly region: string | null;
  /** Where the finding is in the template. */
  readonly span: Span;
}

/** A resource and the place in the source that it was created at. */
export interface MadeAt {
  readonly resource: MadeResource;
  readonly place: SourcePosition;
}

/** The CDK gives this id to the resource that stands for a whole construct. */
const OWN_RESOURCE = /\/(Resource|Default)$/;
/** What the CDK gives a table replica by, where the table is no global table of CloudFormation's. */
const REPLICA_TYPE = "Custom::DynamoDBReplica";
const KEY_PROPERTY = "SSESpecification";

/** The findings of a generated template whose place in the source is known; none for other templates. */
export function sourceFindings(analysis: Analysis): readonly SourceFinding[] {
  const generated = generatedOf(analysis);
  if (generated === null) return [];
  return analysis.findings.flatMap((finding): SourceFinding[] => {
    const { resource: logicalId, span, rule, messageId, severity } = finding;
    if (logicalId === null || finding.suppressed !== null) return [];
    const site = siteOf(generated, logicalId, propertyAt(analysis, logicalId, span));
    if (site === null) return [];
    const resource = madeResource(analysis, generated, site.element, logicalId, span);
    const message = inWordsOfSource(finding.message, generated.stack);
    const replicaRegions = replicaRegionsOf(analysis, logicalId);
    return [{ rule, messageId, severity, message, resource, replicaRegions, ...site.found }];
  });
}

/** The resources of a generated template that were created in the workspace's source. */
export function resourcesInSource(analysis: Analysis): readonly MadeAt[] {
  const generated = generatedOf(analysis);
  if (generated === null) return [];
  return [...generated.stack.elements].flatMap(([logicalId, element]) => {
    const place = element.source === null ? null : generated.placeOf(element.source);
    const entry = place === null ? undefined : entryOf(analysis, logicalId);
    if (place === null || entry === undefined) return [];
    return [{ place, resource: madeResource(analysis, generated, element, logicalId, spanOf(entry.keyAt)) }];
  });
}

interface Site {
  readonly element: TemplateElement;
  readonly found: Pick<SourceFinding, "place" | "kind" | "created" | "callers">;
}

function generatedOf(analysis: Analysis): GeneratedTemplate | null {
  const workspace = internalsOf(analysis)?.options.workspace;
  return workspace?.generatedTemplate(plainPath(analysis.source.path)) ?? null;
}

/** Where a finding about a property (null: about the resource) is to be shown; null where that isn't known. */
function siteOf(generated: GeneratedTemplate, logicalId: string, property: string | null): Site | null {
  const element = generated.stack.elements.get(logicalId);
  if (element === undefined) return null;
  const created = element.source === null ? null : generated.placeOf(element.source);
  const callers = element.callers.flatMap((caller) => generated.placeOf(caller) ?? []);
  // What was set last is what holds. A block that was taken out is missed at the resource itself.
  const assigned = element.assignments
    .filter((one) => one.property === (property ?? KEY_PROPERTY))
    .flatMap((one) => generated.placeOf(one.source) ?? [])
    .at(-1);
  if (assigned !== undefined && (created === null || !isSamePlace(assigned, created)))
    return { element, found: { place: assigned, kind: "assigned", created, callers } };
  if (created !== null)
    return { element, found: { place: created, kind: "created", created: null, callers } };
  const around = placeAround(generated, element);
  if (around === null) return null;
  return { element, found: { place: around, kind: "around", created: null, callers: [] } };
}

const elementsByPath = new WeakMap<StackTemplate, ReadonlyMap<string, TemplateElement>>();

/** What the CDK makes by itself, as the policy of a grant, stands at the construct that it is made for. */
function placeAround({ stack, placeOf }: GeneratedTemplate, element: TemplateElement): SourcePosition | null {
  const byPath = remember(elementsByPath, stack, () => {
    return new Map([...stack.elements.values()].map((one) => [one.constructPath, one]));
  });
  const top = stack.constructPath ?? "";
  let path = element.constructPath;
  for (let slash = path.lastIndexOf("/"); slash > top.length; slash = path.lastIndexOf("/")) {
    path = path.slice(0, slash);
    const own = byPath.get(`${path}/Resource`) ?? byPath.get(path);
    const place = own === undefined || own.source === null ? null : placeOf(own.source);
    if (place !== null) return place;
  }
  return null;
}

function madeResource(
  analysis: Analysis,
  { path, stack }: GeneratedTemplate,
  { constructPath }: TemplateElement,
  logicalId: string,
  span: Span,
): MadeResource {
  const type = textOf(valueOf(readEntry(analysis, logicalId), "Type")) ?? "";
  const name = nameIn(constructPath, stack);
  return {
    template: path,
    logicalId,
    type,
    name,
    construct: constructPath,
    stack: stack.stackName ?? stack.artifactId,
    region: stack.region,
    span,
  };
}

/** The last part of a construct's path that the source gave it; within its stack, `Orders` or `Orders/Key`. */
function nameIn(constructPath: string, { constructPath: top }: StackTemplate): string {
  const own = constructPath.replace(OWN_RESOURCE, "");
  return top !== null && own.startsWith(`${top}/`) ? own.slice(top.length + 1) : own;
}

/** Messages name resources as `'Orders0C5AB4F2'`; in the source they are called `'Orders'`. */
function inWordsOfSource(message: string, stack: StackTemplate): string {
  return message.replace(/'(\w{1,255})'/g, (quoted, logicalId: string) => {
    const element = stack.elements.get(logicalId);
    return element === undefined ? quoted : `'${nameIn(element.constructPath, stack)}'`;
  });
}

/** Of a global table, or of a table that the CDK replicates by a resource of its own. */
function replicaRegionsOf(analysis: Analysis, logicalId: string): readonly string[] {
  const table = internalsOf(analysis)?.read.template.tables.find((one) => one.logicalId === logicalId);
  if (table === undefined) return [];
  const declared = table.replicas.flatMap(({ region, local }) =>
    region === null || local ? [] : nameOfText(region),
  );
  const resources = resourcesIn(analysis)?.entries ?? [];
  const added = resources.flatMap((entry) => {
    if (!entry.text().includes(REPLICA_TYPE)) return [];
    const properties = valueOf(entry.read().value, "Properties");
    const isIts = textOf(callArgument(valueOf(properties, "TableName"), "Ref")) === logicalId;
    return isIts ? (textOf(valueOf(properties, "Region")) ?? []) : [];
  });
  return [...new Set([...declared, ...added])];
}

function callArgument(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === "call" && node.name === name ? node.argument : undefined;
}

/** The property of a resource that a span lies in; null for none, as at the resource's type. */
function propertyAt(analysis: Analysis, logicalId: string, span: Span): string | null {
  const properties = valueOf(readEntry(analysis, logicalId), "Properties");
  if (properties?.kind !== "map") return null;
  return properties.entries.find((entry) => encloses(spanOf(entry), span))?.key ?? null;
}

function readEntry(analysis: Analysis, logicalId: string): Node | undefined {
  return entryOf(analysis, logicalId)?.read().value;
}

function entryOf(analysis: Analysis, logicalId: string) {
  return resourcesIn(analysis)?.entries?.find(({ key }) => key === logicalId);
}

function resourcesIn(analysis: Analysis) {
  return internalsOf(analysis)?.outline.sections.find(({ key }) => key === "Resources");
}

function isSamePlace(a: SourcePosition, b: SourcePosition): boolean {
  return a.path === b.path && a.line === b.line && a.column === b.column;
}
