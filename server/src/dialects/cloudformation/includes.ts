import { textOf, valueOf, type Entry, type MapNode, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import type { Declarations, Declared, SectionName } from "./declarations.js";
import type { Surroundings } from "./surroundings.js";

const TRANSFORM = "Fn::Transform";

/**
 * The map with what its `Fn::Transform` of `AWS::Include` brings in from a local file: entries of
 * its own come first. Other maps, and those whose file isn't known, stay as they are.
 */
export function withFragment(surroundings: Surroundings, node: MapNode): MapNode {
  const include = node.entries.find((entry) => entry.key === TRANSFORM);
  const fragment = include === undefined ? undefined : fragmentOf(surroundings, include.value, include);
  if (fragment?.kind !== "map") return node;
  const own = node.entries.filter((entry) => entry !== include);
  const names = new Set(own.map((entry) => entry.key));
  return { ...node, entries: [...own, ...fragment.entries.filter((entry) => !names.has(entry.key))] };
}

/** The content of the file that a call of `AWS::Include` names; undefined where it isn't known. */
export function fragmentOf(surroundings: Surroundings, include: Node, at: Place): Node | undefined {
  if (textOf(valueOf(include, "Name")) !== "AWS::Include") return undefined;
  const location = textOf(valueOf(valueOf(include, "Parameters"), "Location"));
  return location === undefined ? undefined : surroundings.fragment(location, at);
}

/** The declarations with those of local files that the template includes, whole or section by section. */
export function withIncludes(declarations: Declarations, surroundings: Surroundings): Declarations {
  const sections = { ...declarations.sections };
  const whole = wholeInclude(declarations, surroundings);
  let changed = false;
  for (const name of Object.keys(sections) as SectionName[]) {
    const include = sections[name].get(TRANSFORM);
    const nodes = [
      include === undefined ? undefined : fragmentOf(surroundings, include.read().value, include.at),
      valueOf(whole, name),
    ];
    const entries = nodes.flatMap((node) => (node?.kind === "map" ? node.entries : []));
    if (entries.length === 0) continue;
    changed = true;
    sections[name] = new Map([
      ...entries.map((entry) => [entry.key, declared(entry)] as const),
      ...sections[name],
    ]);
  }
  return changed ? { ...declarations, sections } : declarations;
}

/** `Transform: { Name: AWS::Include, … }` at the top brings in whole sections. */
function wholeInclude({ transform }: Declarations, surroundings: Surroundings): Node | undefined {
  if (transform === null) return undefined;
  const nodes = transform.kind === "list" ? transform.items : [transform];
  return nodes.map((node) => fragmentOf(surroundings, node, node)).find((node) => node !== undefined);
}

function declared(entry: Entry): Declared {
  const { key, keyAt, value } = entry;
  return { key, keyAt, at: entry, text: () => textBelow(value), read: () => ({ value, broken: false }) };
}

/** All words of a node, for the look whether one occurs in it. */
function textBelow(node: Node): string {
  switch (node.kind) {
    case "scalar":
      return node.text;
    case "list":
      return node.items.map(textBelow).join("\n");
    case "map":
      return node.entries.map((entry) => `${entry.key}: ${textBelow(entry.value)}`).join("\n");
    case "call":
      return `${node.name} ${textBelow(node.argument)}`;
  }
}
