import { sameItems } from "../../core/cells.js";
import { remember } from "../../core/remember.js";
import { expandForEach, isForEach } from "./for-each.js";
import { resourceSource, type ResourceSource } from "./resource.js";
import type { Scope } from "./scope.js";

/** What is asked of the resources of one template. */
interface Known {
  /** Whether the text of an entry has one of some types. */
  readonly matches: Map<RegExp, Map<string, () => boolean>>;
  readonly sources: Map<string, () => readonly ResourceSource[]>;
}

/**
 * The resources, those of loops included, whose text has one of these types, ready to have their
 * properties read. Of all other resources only the text is searched.
 */
export function sourcesMatching(scope: Scope, types: RegExp): readonly ResourceSource[] {
  const { sources } = scope.derived(nothingKnown);
  return [...scope.declarations.sections.Resources.keys()].flatMap((key) =>
    names(scope, types, key)
      ? remember(sources, key, () => scope.cells.cell(() => read(scope, key), sameItems))()
      : [],
  );
}

/** Whether the text of any resource has one of these words. */
export function namesAny(scope: Scope, words: RegExp): boolean {
  for (const key of scope.declarations.sections.Resources.keys()) if (names(scope, words, key)) return true;
  return false;
}

function names(scope: Scope, words: RegExp, key: string): boolean {
  const { Resources } = scope.declarations.sections;
  const known = remember(scope.derived(nothingKnown).matches, words, () => new Map<string, () => boolean>());
  return remember(known, key, () => scope.cells.cell(() => words.test(Resources.get(key)?.text() ?? "")))();
}

function read(scope: Scope, key: string): readonly ResourceSource[] {
  const declared = scope.declarations.sections.Resources.get(key);
  if (declared === undefined) return [];
  if (isForEach(key)) return expandForEach(scope, declared);
  const source = resourceSource(scope, declared);
  return source === undefined ? [] : [source];
}

function nothingKnown(): Known {
  return { matches: new Map(), sources: new Map() };
}
