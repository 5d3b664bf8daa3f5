import { textOf, walk, type Node } from "../../core/node.js";
import { spanOf, touches, type Place } from "../../core/span.js";
import type { Declared, SectionName } from "./declarations.js";
import { expandForEach, isForEach } from "./for-each.js";
import type { Bindings } from "./name-texts.js";
import type { LocalName, Occurrence, OpenTemplate } from "./occurrence.js";
import {
  declaredByOutput,
  declaredByResource,
  entryDeclaration,
  outputReferences,
  parameterReferences,
  resourceReferences,
} from "./occurrence-entries.js";
import { referencesBelow, type Reading } from "./occurrence-references.js";

/**
 * The names under a cursor: several only where one text makes several resources (`Fn::ForEach`).
 * Only the entry that the offset stands in is parsed.
 */
export function occurrencesAt(opened: OpenTemplate, offset: number): readonly Occurrence[] {
  const meant: Occurrence[] = [];
  // Layers of a Serverless Framework file are merged: an entry has text in several places.
  const isLayered = opened.scope.variables === "serverless";
  for (const block of blocksOf(opened)) {
    if (!isLayered && !touches(spanOf(block.at), offset)) continue;
    const found = [...block.declarations(), ...block.references()];
    meant.push(...found.filter(({ reach }) => touches(spanOf(reach), offset)));
  }
  const exact = meant.filter(({ at }) => touches(spanOf(at), offset));
  const [nearest, places] =
    exact.length > 0 ? [exact, exact.map(({ at }) => at)] : [meant, meant.map(({ reach }) => reach)];
  const shortest = Math.min(...places.map(({ from, to }) => to - from));
  const found = nearest.filter((_one, index) => length(places[index]) === shortest);
  const kind = found[0]?.kind;
  return distinct(found.filter((one) => one.kind === kind));
}

/**
 * The names in a template, in document order. Only the entries are parsed whose raw text the filter takes, and those
 * that repeat their text under other names.
 */
export function occurrencesIn(
  opened: OpenTemplate,
  mayHold: (text: string) => boolean,
): readonly Occurrence[] {
  return distinct(
    [...blocksOf(opened)]
      .filter((block) => block.repeats || mayHold(block.text()))
      .flatMap((block) => [...block.declarations(), ...block.references()]),
  );
}

/** The declarations among them; nothing is parsed for those of a template's own names. */
export function declarationsIn(
  opened: OpenTemplate,
  mayHold: (text: string) => boolean,
): readonly Occurrence[] {
  return [...blocksOf(opened)]
    .filter((block) => block.repeats || mayHold(block.text()))
    .flatMap((block) => block.declarations());
}

/** One entry of a section, or a section that isn't made of named things, with the names in it. */
interface Block {
  readonly at: Place;
  /** It is a loop: names of what it makes needn't stand in its text. */
  readonly repeats: boolean;
  text(): string;
  declarations(): readonly Occurrence[];
  references(): readonly Occurrence[];
}

const KINDS: Readonly<Record<SectionName, LocalName["kind"]>> = {
  Parameters: "parameter",
  Mappings: "mapping",
  Conditions: "condition",
  Resources: "resource",
  Outputs: "output",
};

const SHARING_RESOURCE = /AWS::(KMS::Alias|SSM::Parameter)/;

function* blocksOf(opened: OpenTemplate): Iterable<Block> {
  const { sections } = opened.scope.declarations;
  for (const name of Object.keys(KINDS) as SectionName[]) {
    for (const declared of sections[name].values()) {
      const isLoop = isForEach(declared.key);
      if (isLoop) yield name === "Resources" ? loopBlock(opened, declared) : openLoopBlock(opened, declared);
      else if (declared.key === "Fn::Transform") yield plainBlock(opened, declared);
      else yield declaredBlock(opened, name, declared);
    }
  }
  yield* otherBlocks(opened);
}

function declaredBlock(opened: OpenTemplate, section: SectionName, declared: Declared): Block {
  const { key, keyAt, at } = declared;
  const own = (): LocalName => entryDeclaration({ opened, entry: at }, KINDS[section], key, keyAt);
  // What another file brings in has no text of its own here.
  if (isIncluded(declared)) {
    return { ...plainBlock(opened, declared), declarations: () => [own()], references: () => [] };
  }
  const body = (): Node => declared.read().value;
  const reading = (): Reading => readingOf(opened, at, body());
  const text = (): string => declared.text();
  const base = { at, repeats: false, text };
  switch (section) {
    case "Resources":
      return {
        ...base,
        declarations: () => [
          own(),
          ...(SHARING_RESOURCE.test(text()) ? declaredByResource(reading(), body()).names : []),
        ],
        references: () => resourceReferences(reading(), key, body()),
      };
    case "Outputs":
      return {
        ...base,
        declarations: () => [
          own(),
          ...(text().includes("Export") ? declaredByOutput(reading(), body()).names : []),
        ],
        references: () => outputReferences(reading(), body()),
      };
    case "Parameters":
      return {
        ...base,
        declarations: () => [own()],
        references: () => parameterReferences(reading(), body()),
      };
    case "Mappings":
    case "Conditions":
      return {
        ...base,
        declarations: () => [own()],
        references: () => referencesBelow(reading(), body()),
      };
  }
}

/** A loop of resources: each that it makes is declared by the one text, with names of its own. */
function loopBlock(opened: OpenTemplate, loop: Declared): Block {
  const made = () =>
    expandForEach(opened.scope, loop).map((source) => ({
      source,
      reading: { opened, bindings: withLoops(source.body, source.bindings), entry: source.at },
    }));
  return {
    ...plainBlock(opened, loop),
    repeats: true,
    declarations: () =>
      made().flatMap(({ source, reading }) => [
        entryDeclaration(reading, "resource", source.logicalId, source.nameAt),
        ...declaredByResource(reading, source.body).names,
      ]),
    references: () => {
      const { value } = loop.read();
      const collection = value.kind === "list" ? value.items[1] : undefined;
      const reading = { opened, bindings: new Map<string, null>(), entry: loop.at };
      return [
        ...(collection === undefined ? [] : referencesBelow(reading, collection)),
        ...made().flatMap(({ source, reading }) =>
          resourceReferences(reading, source.logicalId, source.body),
        ),
      ];
    },
  };
}

/** A loop of something else: what it makes isn't looked at. */
function openLoopBlock(opened: OpenTemplate, loop: Declared): Block {
  return {
    ...plainBlock(opened, loop),
    references: () => {
      const { value } = loop.read();
      const reading = readingOf(opened, loop.at, value);
      return referencesBelow({ ...reading, bindings: withLoop(value, reading.bindings) }, value);
    },
  };
}

/** Text that declares nothing to refer to. */
function plainBlock(opened: OpenTemplate, entry: Pick<Declared, "at" | "text" | "read">): Block {
  return {
    at: entry.at,
    repeats: false,
    text: () => entry.text(),
    declarations: () => [],
    references: () => {
      const { value } = entry.read();
      return referencesBelow(readingOf(opened, entry.at, value), value);
    },
  };
}

/** `Globals`, `Rules`, and what the Serverless Framework keeps beside its resources. */
function* otherBlocks(opened: OpenTemplate): Iterable<Block> {
  const isServerless = opened.scope.variables === "serverless";
  for (const section of opened.outline.sections) {
    if (isServerless ? section.key === "resources" : section.key in KINDS) continue;
    if (section.entries === null) {
      const read = () => ({ value: section.value(), broken: false });
      yield plainBlock(opened, { at: section.at, text: () => section.text(), read });
      continue;
    }
    for (const entry of section.entries) {
      yield plainBlock(opened, entry);
    }
  }
}

function readingOf(opened: OpenTemplate, entry: Place, body: Node): Reading {
  return { opened, bindings: withLoops(body, new Map()), entry };
}

/** The variables of loops below a node, whose values aren't looked at, beside those that are known. */
function withLoops(root: Node, known: Bindings): Bindings {
  let bindings = known;
  walk(root, (node) => {
    if (node.kind !== "map") return;
    for (const { key, value } of node.entries) if (isForEach(key)) bindings = withLoop(value, bindings);
  });
  return bindings;
}

function withLoop(loop: Node, known: Bindings): Bindings {
  const [identifier] = loop.kind === "list" ? loop.items : [];
  const name = textOf(identifier);
  return name === undefined || known.has(name) ? known : new Map(known).set(name, null);
}

/** An entry of another file stands at the place of the `AWS::Include` that brings it in, key and all. */
function isIncluded({ keyAt, at }: Declared): boolean {
  return keyAt.from === at.from && keyAt.to === at.to;
}

function length(place: Place | undefined): number {
  return place === undefined ? Number.POSITIVE_INFINITY : place.to - place.from;
}

/** In document order, each once: a text that an alias or a merge key repeats is met in each of its places. */
function distinct(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const met = new Map<string, Occurrence>();
  for (const one of occurrences) {
    const { start, end } = spanOf(one.at);
    const identity = `${one.kind} ${one.role} ${start} ${end} ${one.name}`;
    if (!met.has(identity)) met.set(identity, one);
  }
  return [...met.values()].sort((a, b) => spanOf(a.at).start - spanOf(b.at).start);
}
