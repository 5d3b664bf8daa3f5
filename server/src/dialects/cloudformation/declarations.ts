import { valueOf, type Entry, type MapNode, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { extendResource, mergeNodes } from "./merge-nodes.js";
import type { Outline, OutlineEntry, Section } from "../../formats/format.js";

/** A named thing in one of a template's sections; its body is parsed on the first `read`. */
export interface Declared {
  readonly key: string;
  readonly keyAt: Place;
  readonly at: Place;
  /** The same object for as long as its text is the same; absent where that isn't known. */
  readonly content?: object;
  /** The raw text, for a cheap look whether a word occurs in it. */
  text(): string;
  read(): { readonly value: Node; readonly broken: boolean };
}

export type SectionName = "Parameters" | "Mappings" | "Conditions" | "Resources" | "Outputs";

/** The sections of a template by name, wherever the dialect keeps them. */
export interface Declarations {
  readonly sections: Readonly<Record<SectionName, ReadonlyMap<string, Declared>>>;
  /** Where a new parameter or resource is inserted; null where the section is missing. */
  readonly holders: Readonly<Record<"Parameters" | "Resources", Section | MapNode | null>>;
  /** Top-level values that aren't lists of named things. */
  readonly transform: Node | null;
  readonly globals: Node | null;
  readonly metadata: Node | null;
  readonly transforms: readonly string[];
}

/** A section that knows which of its entries have a word in their text. */
export interface Searchable {
  /** In order. @param word of letters and digits alone. */
  mentioning(word: string): readonly Declared[];
}

/** The resources whose text has this logical id as a word, in order. */
export function resourcesMentioning(
  { sections: { Resources } }: Declarations,
  logicalId: string,
): readonly Declared[] {
  const isWord = /^[A-Za-z0-9]+$/.test(logicalId);
  if (isWord && "mentioning" in Resources) return (Resources as unknown as Searchable).mentioning(logicalId);
  const word = new RegExp(`(?<![A-Za-z0-9])${logicalId.replace(/[^A-Za-z0-9]/g, "\\$&")}(?![A-Za-z0-9])`);
  return [...Resources.values()].filter((declared) => word.test(declared.text()));
}

/** The declarations of a CloudFormation or SAM template. */
export function declarationsOf(outline: Outline): Declarations {
  const sectionNamed = (name: string): Section | undefined =>
    outline.sections.find((one) => one.key === name);
  const section = (name: SectionName): ReadonlyMap<string, Declared> =>
    byName((sectionNamed(name)?.entries ?? []).map((entry) => searchable(entry, outline)));
  const transform = sectionNamed("Transform")?.value() ?? null;
  return {
    sections: {
      Parameters: section("Parameters"),
      Mappings: section("Mappings"),
      Conditions: section("Conditions"),
      Resources: section("Resources"),
      Outputs: section("Outputs"),
    },
    holders: {
      Parameters: sectionNamed("Parameters") ?? null,
      Resources: sectionNamed("Resources") ?? null,
    },
    transform,
    globals: sectionNamed("Globals")?.value() ?? null,
    metadata: sectionNamed("Metadata")?.value() ?? null,
    transforms: transformNames(transform),
  };
}

/**
 * The declarations below the `resources` key of a Serverless Framework file: a map, or a list of
 * maps that the framework merges.
 */
export function serverlessDeclarations(outline: Outline): Declarations {
  const section = outline.sections.find((one) => one.key === "resources");
  const text = section?.text() ?? "";
  const broken = section?.entries?.some((entry) => entry.read().broken) ?? false;
  const value = section?.value();
  const layers = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
  const named = (name: string): readonly Entry[] =>
    layers.flatMap((layer) => {
      const holder =
        layer.kind === "map" ? layer.entries.find((entry) => entry.key === name)?.value : undefined;
      return holder?.kind === "map" ? holder.entries : [];
    });
  const extensions = layers.flatMap((layer) => {
    const node = layer.kind === "map" ? valueOf(layer, "extensions") : undefined;
    return node?.kind === "map" ? node.entries : [];
  });
  const declared = (name: SectionName): ReadonlyMap<string, Declared> => {
    const merged = new Map<string, Entry>();
    for (const entry of named(name)) {
      const below = merged.get(entry.key);
      merged.set(
        entry.key,
        below === undefined ? entry : { ...below, value: mergeNodes(below.value, entry.value) },
      );
    }
    for (const extension of name === "Resources" ? extensions : []) {
      const below = merged.get(extension.key);
      if (below === undefined) continue;
      merged.set(extension.key, { ...below, value: extendResource(below.value, extension.value) });
    }
    return byName([...merged.values()].map((entry) => declaredEntry(entry, text, broken)));
  };
  return {
    sections: {
      Parameters: declared("Parameters"),
      Mappings: declared("Mappings"),
      Conditions: declared("Conditions"),
      Resources: declared("Resources"),
      Outputs: declared("Outputs"),
    },
    holders: { Parameters: holderIn(layers, "Parameters"), Resources: holderIn(layers, "Resources") },
    transform: null,
    globals: null,
    metadata: null,
    transforms: [],
  };
}

/** In a document with anchors a word of an entry may stand elsewhere; such a document is read whole. */
function searchable(entry: OutlineEntry, outline: Outline): Declared {
  if (outline.blockwise) return entry;
  const { key, keyAt, at } = entry;
  return { key, keyAt, at, text: () => outline.text, read: () => entry.read() };
}

function holderIn(layers: readonly Node[], name: string): MapNode | null {
  for (const layer of layers) {
    const value = layer.kind === "map" ? layer.entries.find((entry) => entry.key === name)?.value : undefined;
    if (value?.kind === "map") return value;
  }
  return null;
}

function declaredEntry(entry: Entry, text: string, broken: boolean): Declared {
  return {
    key: entry.key,
    keyAt: entry.keyAt,
    at: entry,
    text: () => text,
    read: () => ({ value: entry.value, broken }),
  };
}

function byName(entries: readonly Declared[]): ReadonlyMap<string, Declared> {
  const named = new Map<string, Declared>();
  for (const entry of entries) if (!named.has(entry.key)) named.set(entry.key, entry);
  return named;
}

/** The names of the macros that a template is processed by. */
export function transformNames(transform: Node | null): readonly string[] {
  if (transform === null) return [];
  const nodes = transform.kind === "list" ? transform.items : [transform];
  return nodes.flatMap((node) => (node.kind === "scalar" ? [node.text] : []));
}
