import { entryOf, textOf, valueOf, walk, type Entry, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { contentPlace } from "./name-places.js";
import { textsOf } from "./name-texts.js";
import { STACK_TYPES, type LocalName, type Occurrence, type SharedName } from "./occurrence.js";
import { localReference, referencesBelow, sharedName, type Reading } from "./occurrence-references.js";

/** The names that a resource's, output's or parameter's body declares for all templates. */
export interface SharedDeclarations {
  readonly names: readonly SharedName[];
  /** The values that give them, with all below. */
  readonly nodes: ReadonlySet<Node>;
}

/** The declaration of a named entry itself. */
export function entryDeclaration(
  { opened, entry }: Pick<Reading, "opened" | "entry">,
  kind: LocalName["kind"],
  name: string,
  keyAt: Place,
): LocalName {
  const at = contentPlace(opened.outline.text, keyAt);
  return { kind, name, role: "declaration", at, reach: keyAt, entry };
}

/** The alias or the SSM parameter that a resource makes. */
export function declaredByResource(reading: Reading, body: Node): SharedDeclarations {
  const properties = valueOf(body, "Properties");
  const type = textOf(valueOf(body, "Type"));
  if (type === "AWS::KMS::Alias") return declared(reading, "alias", valueOf(properties, "AliasName"));
  if (type === "AWS::SSM::Parameter") return declared(reading, "ssm-parameter", valueOf(properties, "Name"));
  return NOTHING;
}

/** The name that an output is exported under. */
export function declaredByOutput(reading: Reading, body: Node): SharedDeclarations {
  return declared(reading, "export", valueOf(valueOf(body, "Export"), "Name"));
}

/** What a resource refers to. */
export function resourceReferences(reading: Reading, logicalId: string, body: Node): readonly Occurrence[] {
  return [
    ...items(valueOf(body, "DependsOn")).flatMap((node) => localReference(reading, "resource", node)),
    ...localReference(reading, "condition", valueOf(body, "Condition")),
    ...nestedReferences(reading, logicalId, body),
    ...referencesBelow(reading, body, declaredByResource(reading, body).nodes),
  ];
}

/** What an output refers to. */
export function outputReferences(reading: Reading, body: Node): readonly Occurrence[] {
  return [
    ...localReference(reading, "condition", valueOf(body, "Condition")),
    ...referencesBelow(reading, body, declaredByOutput(reading, body).nodes),
  ];
}

/** The default of a parameter whose value is looked up in SSM names it there. */
export function parameterReferences(reading: Reading, body: Node): readonly Occurrence[] {
  const byDefault = valueOf(body, "Default");
  if (byDefault === undefined || textOf(valueOf(body, "Type"))?.startsWith("AWS::SSM::Parameter") !== true)
    return referencesBelow(reading, body);
  const texts = textsOf(reading.opened.scope, byDefault, reading.bindings);
  const at = contentPlace(reading.opened.outline.text, byDefault);
  return [sharedName(reading, { kind: "ssm-parameter", role: "reference", texts }, at)];
}

const NOTHING: SharedDeclarations = { names: [], nodes: new Set() };

function declared(reading: Reading, kind: SharedName["kind"], node: Node | undefined): SharedDeclarations {
  if (node === undefined) return NOTHING;
  const texts = textsOf(reading.opened.scope, node, reading.bindings);
  const at = contentPlace(reading.opened.outline.text, node);
  const nodes = new Set<Node>();
  walk(node, (one) => nodes.add(one));
  return { names: [sharedName(reading, { kind, role: "declaration", texts }, at, node)], nodes };
}

/** What the resource of a nested stack refers to in the stack's own template. */
function nestedReferences(reading: Reading, stackId: string, body: Node): readonly Occurrence[] {
  if (!STACK_TYPES.has(textOf(valueOf(body, "Type")) ?? "")) return [];
  const { opened, entry } = reading;
  const { text } = opened.outline;
  const properties = valueOf(body, "Properties");
  const location = valueOf(properties, "TemplateURL") ?? valueOf(properties, "Location");
  const name = textOf(location);
  const template: Occurrence[] =
    location === undefined || name === undefined
      ? []
      : [
          {
            kind: "nested-template",
            name,
            role: "reference",
            stackId,
            at: contentPlace(text, location),
            reach: location,
            entry,
          },
        ];
  const parameters = entriesBelow(entryOf(properties, "Parameters")?.value).map(
    ({ key, keyAt }): Occurrence => ({
      kind: "nested-parameter",
      name: key,
      role: "reference",
      stackId,
      at: contentPlace(text, keyAt),
      reach: keyAt,
      entry,
    }),
  );
  return [...template, ...parameters];
}

/** The entries of a map, or of the maps that an `Fn::If` chooses from. */
function entriesBelow(node: Node | undefined): readonly Entry[] {
  if (node?.kind === "map") return node.entries;
  if (node?.kind !== "call" || node.name !== "Fn::If" || node.argument.kind !== "list") return [];
  return node.argument.items.slice(1).flatMap(entriesBelow);
}

function items(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === "list" ? node.items : [node];
}
