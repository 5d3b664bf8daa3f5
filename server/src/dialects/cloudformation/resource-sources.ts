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
  const known = scope.derived(nothingKnown);
  const { Resources } = scope.declarations.sections;
  const { cells } = scope;
  const matching = remember(known.matches, types, () => new Map<string, () => boolean>());
  return [...Resources.keys()].flatMap((key) => {
    const matches = remember(matching, key, () =>
      cells.cell(() => types.test(Resources.get(key)?.text() ?? "")),
    );
    if (!matches()) return [];
    return remember(known.sources, key, () => cells.cell(() => read(scope, key), sameItems))();
  });
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
