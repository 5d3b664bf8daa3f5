import {
  entryOf,
  textOf,
  valueOf,
  walk,
  type CallNode,
  type Node,
  type ScalarNode,
} from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { displayText, knownText, nameOfText, type Text } from "../../core/text.js";
import { contentPlace, matchPlace, placeholdersOf, wordPlace } from "./name-places.js";
import { matchedTexts, textsOf, writtenTexts, type Bindings } from "./name-texts.js";
import { STACK_TYPES, type Occurrence, type OpenTemplate, type SharedName } from "./occurrence.js";
import { textWithHoles } from "./strings.js";

/** What the names of one entry of a section are read with. */
export interface Reading {
  readonly opened: OpenTemplate;
  readonly bindings: Bindings;
  readonly entry: Place;
}

const ALIAS = /^(?:arn:\S*:)?(alias\/(?:[A-Za-z0-9/_-]|\$\{[^{}]*\})+)$/g;
const ALIAS_WORD = /alias\/(?:[A-Za-z0-9/_-]|\$\{[^{}]*\})+/;
const SSM_REFERENCE = /resolve:ssm(?:-secure)?:((?:\$\{[^{}]*\}|[^:{}$])+)(?::\d+)?\}/g;
const SSM_WORD = /resolve:ssm(?:-secure)?:((?:\$\{[^{}]*\}|[^:{}$])+)/;

/**
 * The names that a value and all below it refer to.
 *
 * @param declaring scalars and intrinsics that declare a name and so refer to none.
 */
export function referencesBelow(
  reading: Reading,
  root: Node,
  declaring: ReadonlySet<Node> = new Set(),
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const done = new Set(declaring);
  walk(root, (node) => {
    if (node.kind === "call") {
      for (const part of partsOf(node)) done.add(part);
      found.push(...callReferences(reading, node));
    }
    const isText = node.kind === "scalar" || (node.kind === "call" && TEXT_CALLS.has(node.name));
    if (isText && !done.has(node)) found.push(...textReferences(reading, node));
  });
  return found;
}

/** A reference to something of the template, by a scalar that is its name. */
export function localReference(
  reading: Reading,
  kind: "resource" | "condition" | "mapping",
  node: Node | undefined,
  reach: Place | undefined = node,
): readonly Occurrence[] {
  const name = nameIn(reading, node);
  if (name === undefined || node === undefined || reach === undefined) return [];
  if (kind !== "condition" && reading.bindings.has(name)) return [];
  const { opened, entry } = reading;
  const at = wordPlace(opened.outline.text, node, name);
  return [{ kind, name, role: "reference", at, reach, entry }];
}

/** A name that all templates share, declared or referred to by a value. */
export function sharedName(
  { opened, entry }: Reading,
  occurrence: Pick<SharedName, "kind" | "role" | "texts">,
  at: Place,
  reach: Place = at,
): SharedName {
  const { start, end } = { start: at.origin.offset + at.from, end: at.origin.offset + at.to };
  const [first] = occurrence.texts;
  const name = first === undefined ? opened.outline.text.slice(start, end) : displayText(first);
  return { ...occurrence, name, at, reach, entry };
}

const TEXT_CALLS: ReadonlySet<string> = new Set(["Fn::Sub", "Fn::Join"]);

function callReferences(reading: Reading, call: CallNode): readonly Occurrence[] {
  const [first] = argumentsOf(call);
  switch (call.name) {
    case "Ref":
      return named(reading, call.argument, nameIn(reading, call.argument), call);
    case "Fn::GetAtt":
      return attribute(reading, call);
    case "Fn::Sub":
      return placeholders(reading, call);
    case "Fn::If":
      return localReference(reading, "condition", first);
    case "Condition":
      return localReference(reading, "condition", call.argument, call);
    case "Fn::FindInMap":
      return localReference(reading, "mapping", first);
    case "Fn::ImportValue":
      return [importReference(reading, call)];
    case "Fn::GetStackOutput":
      return stackOutput(reading, call);
    default:
      return [];
  }
}

/** What `Ref` or a placeholder names: a parameter, or a resource; nothing for AWS's own names and loop variables. */
function named(
  { opened, bindings, entry }: Reading,
  node: Node,
  name: string | undefined,
  reach: Place,
): readonly Occurrence[] {
  if (name === undefined || name === "" || name.startsWith("AWS::") || bindings.has(name)) return [];
  const { Parameters, Resources } = opened.scope.declarations.sections;
  const kind = Parameters.has(name) ? "parameter" : "resource";
  // SAM knows `Function.Version` of the resources that it makes.
  const whole = kind === "parameter" || Resources.has(name) ? name : (name.split(".")[0] ?? name);
  const at = wordPlace(opened.outline.text, node, whole);
  return [{ kind, name: whole, role: "reference", at, reach, entry }];
}

function attribute(reading: Reading, call: CallNode): readonly Occurrence[] {
  const { opened, entry } = reading;
  const [first, second] = argumentsOf(call);
  const written = nameIn(reading, first);
  if (first === undefined || written === undefined) return [];
  const inOne = second === undefined;
  const logicalId = inOne ? (written.split(".")[0] ?? written) : written;
  if (reading.bindings.has(logicalId)) return [];
  const at = wordPlace(opened.outline.text, first, logicalId);
  const resource = { kind: "resource", name: logicalId, role: "reference", at, reach: call, entry } as const;
  const path = inOne ? written.slice(logicalId.length + 1) : nameIn(reading, second);
  return [resource, ...nestedOutput(reading, logicalId, path, second ?? first)];
}

/** The output that `Stack.Outputs.X` takes of a nested stack. */
function nestedOutput(
  { opened, entry }: Reading,
  stackId: string,
  attribute: string | undefined,
  node: Place,
): readonly Occurrence[] {
  if (attribute?.startsWith("Outputs.") !== true) return [];
  if (!STACK_TYPES.has(opened.scope.resourceType(stackId) ?? "")) return [];
  const name = attribute.slice("Outputs.".length);
  const { text } = opened.outline;
  const reach = wordPlace(text, node, attribute);
  return [
    {
      kind: "nested-output",
      name,
      role: "reference",
      stackId,
      at: wordPlace(text, reach, name, "Outputs.".length),
      reach,
      entry,
    },
  ];
}

function placeholders(reading: Reading, call: CallNode): readonly Occurrence[] {
  const [string, variables] = argumentsOf(call);
  const { opened, entry } = reading;
  if (string?.kind !== "scalar") return [];
  return placeholdersOf(opened.outline.text, string.text, string).flatMap(({ name, at, reach }) => {
    if (entryOf(variables, name) !== undefined || isVariable(name)) return [];
    const dot = name.indexOf(".");
    const word = dot < 0 ? name : name.slice(0, dot);
    if (word.startsWith("AWS::") || reading.bindings.has(word)) return [];
    const isParameter = opened.scope.declarations.sections.Parameters.has(word);
    const base: Occurrence = {
      kind: isParameter ? "parameter" : "resource",
      name: word,
      role: "reference",
      at: at === reach ? at : { ...at, to: at.from + word.length },
      reach,
      entry,
    };
    return [base, ...(dot < 0 ? [] : nestedOutput(reading, word, name.slice(dot + 1), at))];
  });
}

/** A variable of the Serverless Framework: `self:custom.key`. */
function isVariable(name: string): boolean {
  return /:(?!:)/.test(name.replaceAll("::", ""));
}

function importReference(reading: Reading, call: CallNode): Occurrence {
  const { opened, bindings } = reading;
  const texts = textsOf(opened.scope, call.argument, bindings);
  const at = contentPlace(opened.outline.text, call.argument);
  return sharedName(reading, { kind: "export", role: "reference", texts }, at, call);
}

function stackOutput({ opened, bindings, entry }: Reading, { argument }: CallNode): readonly Occurrence[] {
  const [output, stack] = [valueOf(argument, "OutputName"), valueOf(argument, "StackName")];
  if (output === undefined) return [];
  const [name, ...others] = textsOf(opened.scope, output, bindings);
  if (name === undefined || others.length > 0) return [];
  const at = contentPlace(opened.outline.text, output);
  const stackNames = stack === undefined ? [] : textsOf(opened.scope, stack, bindings);
  return [
    { kind: "stack-output", name: nameOfText(name), role: "reference", stackNames, at, reach: output, entry },
  ];
}

/** Aliases and SSM parameters that a string names. */
function textReferences(reading: Reading, node: ScalarNode | CallNode): readonly Occurrence[] {
  const { opened, bindings } = reading;
  const parts = node.kind === "scalar" ? [node] : partsOf(node);
  const holds = (word: string): boolean => parts.some((part) => part.text.includes(word));
  const read = (pattern: RegExp): readonly Text[] =>
    matchedTexts(writtenTexts(opened.scope, node, bindings), pattern);
  const found = (kind: SharedName["kind"], texts: readonly Text[], word: RegExp): readonly Occurrence[] => {
    if (texts.length === 0) return [];
    const names = texts.map(displayText);
    const isJoined = node.kind === "call" && node.name === "Fn::Join";
    const part = isJoined ? parts.find(({ text }) => names.includes(text)) : parts[0];
    const at = part === undefined ? node : matchPlace(opened.outline.text, part, word);
    return [sharedName(reading, { kind, role: "reference", texts }, at, node)];
  };
  return [
    ...(holds("alias/") ? found("alias", read(ALIAS), ALIAS_WORD) : []),
    ...(holds("resolve:ssm") ? found("ssm-parameter", read(SSM_REFERENCE), SSM_WORD) : []),
  ];
}

/** The scalars that make up the string of an `Fn::Sub` or `Fn::Join`, and so are no names on their own. */
function partsOf(call: CallNode): readonly ScalarNode[] {
  const [first, second] = argumentsOf(call);
  if (call.name === "Fn::Sub") return first?.kind === "scalar" ? [first] : [];
  if (call.name !== "Fn::Join" || second?.kind !== "list") return [];
  // A reference to SSM is whole in one part.
  return second.items
    .filter((item) => item.kind === "scalar")
    .filter(({ text }) => !text.includes("resolve:ssm"));
}

/** The name that a scalar gives, loop variables filled in; undefined where it isn't known. */
function nameIn({ opened, bindings }: Reading, node: Node | undefined): string | undefined {
  const text = textOf(node);
  return text === undefined ? undefined : knownText(textWithHoles(text, bindings, opened.scope.variables));
}

function argumentsOf(call: CallNode): readonly Node[] {
  return call.argument.kind === "list" ? call.argument.items : [call.argument];
}
