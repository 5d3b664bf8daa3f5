import { enumerate } from "../../core/cases.js";
import { textOf, type Entry, type Node } from "../../core/node.js";
import { knownText } from "../../core/text.js";
import type { Declared } from "./declarations.js";
import { Evaluation } from "./evaluation.js";
import { resourceSource, type ResourceSource } from "./resource.js";
import type { Scope } from "./scope.js";
import { textWithHoles } from "./strings.js";

const PREFIX = "Fn::ForEach::";
const REPEATED = "its text makes several resources (Fn::ForEach)";

type Bindings = ReadonlyMap<string, string | null>;

/** Whether a key of the section is a loop of the language extensions, not a resource. */
export function isForEach(key: string): boolean {
  return key.startsWith(PREFIX);
}

/** CloudFormation's limit for a template; a loop that makes more can't be deployed. */
const MOST_RESOURCES = 500;

/**
 * The resources a loop makes. Where its collection can't be known, or loops within loops make more
 * than a template may hold, each resource is given once, named with the loop variable in it.
 */
export function expandForEach(scope: Scope, loop: Declared): readonly ResourceSource[] {
  const { value, broken } = loop.read();
  const collections = resourceCount(scope, value) > MOST_RESOURCES ? unknown : collectionOf;
  return expand(scope, value, new Map(), collections, (entry, bindings) => {
    const declared: Declared = {
      key: substituted(entry.key, bindings),
      keyAt: entry.keyAt,
      at: entry,
      text: () => loop.text(),
      read: () => ({ value: entry.value, broken }),
    };
    const source = resourceSource(scope, declared);
    return source === undefined ? [] : [{ ...source, bindings, locked: REPEATED }];
  });
}

function expand(
  scope: Scope,
  loop: Node,
  outer: Bindings,
  collections: typeof collectionOf,
  make: (entry: Entry, bindings: Bindings) => readonly ResourceSource[],
): readonly ResourceSource[] {
  if (loop.kind !== "list") return [];
  const [identifier, collection, body] = loop.items;
  const name = textOf(identifier);
  if (name === undefined || collection === undefined || body?.kind !== "map") return [];
  const values = collections(scope, collection, outer) ?? [null];
  return values.flatMap((value) => {
    const bindings = new Map(outer).set(name, value);
    return body.entries.flatMap((entry) =>
      isForEach(entry.key) ? expand(scope, entry.value, bindings, collections, make) : make(entry, bindings),
    );
  });
}

/** How many resources a loop makes, inner loops included; a collection that isn't known counts once. */
function resourceCount(scope: Scope, loop: Node): number {
  const [, collection, body] = loop.kind === "list" ? loop.items : [];
  if (collection === undefined || body?.kind !== "map") return 0;
  const times = collectionOf(scope, collection, new Map())?.length ?? 1;
  const inner = body.entries.map((entry) => (isForEach(entry.key) ? resourceCount(scope, entry.value) : 1));
  return times * inner.reduce((sum, count) => sum + count, 0);
}

function unknown(): undefined {
  return undefined;
}

/** The loop's values where they are the same in every world, otherwise undefined. */
function collectionOf(scope: Scope, collection: Node, bindings: Bindings): readonly string[] | undefined {
  const cases = enumerate<readonly string[] | undefined>(
    (world) => {
      const evaluation = new Evaluation(scope, world, bindings);
      const items = evaluation.items(evaluation.value(collection));
      const texts = items?.map((item) => (item.kind === "text" ? knownText(item.text) : undefined));
      return texts?.every((text) => text !== undefined) === true ? texts : undefined;
    },
    (values) => JSON.stringify(values ?? null),
  );
  return cases?.length === 1 ? cases[0]?.value : undefined;
}

function substituted(key: string, bindings: Bindings): string {
  const text = textWithHoles(key, bindings, null);
  return text.parts.map((part) => (typeof part === "string" ? part : `\${${part.name}}`)).join("");
}
