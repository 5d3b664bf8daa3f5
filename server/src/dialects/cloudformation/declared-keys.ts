import { sameItems } from "../../core/cells.js";
import type { Alias, Key, KeyUser } from "../../core/model.js";
import { remember } from "../../core/remember.js";
import type { ResourceValue } from "../../core/text.js";
import { KEY_KINDS, readAlias, readKey } from "./key.js";
import { declaredKey, type DeclaredKeys } from "./key-reference.js";
import type { ResourceSource } from "./resource.js";
import type { Scope } from "./scope.js";

/**
 * The keys and aliases among these resources, each read when it is asked for and kept for as long
 * as nothing changes that it rests on.
 *
 * @param sources the resources; asked for again after a change.
 * @param usersOf the resources that refer to a key.
 */
export function keysAmong(
  scope: Scope,
  sources: () => readonly ResourceSource[],
  usersOf: (logicalId: string) => readonly KeyUser[],
): DeclaredKeys {
  const elsewhere = scope.surroundings;
  const ofTypes = (isWanted: (type: string) => boolean) =>
    scope.cells.cell(() => sources().filter(({ type }) => isWanted(type)), sameItems);
  // What a replica key is a replica of is a key of its own, never another replica.
  const primaries = new Readings(
    scope,
    ofTypes((type) => KEY_KINDS[type] === "key"),
    (source) => readKey(source, "key", () => null, users(source)),
  );
  const primaryOf = (resource: ResourceValue): Key | null =>
    declaredKey(resource, { keys: primaries, elsewhere });
  const keys: Readings<Key> = new Readings(
    scope,
    ofTypes((type) => KEY_KINDS[type] !== undefined),
    (source) =>
      KEY_KINDS[source.type] === "key"
        ? primaries.of(source)
        : readKey(source, "replica-key", primaryOf, users(source)),
  );
  const keyOf = (resource: ResourceValue): Key | null => declaredKey(resource, { keys, elsewhere });
  const aliases = new Readings<Alias>(
    scope,
    ofTypes((type) => type === "AWS::KMS::Alias"),
    (source) => readAlias(source, keyOf),
  );
  return { keys, aliases, elsewhere, place: scope.settings };

  function users({ logicalId }: ResourceSource): readonly KeyUser[] {
    return usersOf(logicalId);
  }
}

/** What is read of some resources, by their logical ids. */
class Readings<T> {
  private readonly bySource = new WeakMap<ResourceSource, () => T>();
  private readonly byId: () => ReadonlyMap<string, ResourceSource>;
  /** Whoever asks for one rests on that one alone. */
  private readonly one = new Map<string, () => ResourceSource | undefined>();

  constructor(
    private readonly scope: Scope,
    sources: () => readonly ResourceSource[],
    private readonly read: (source: ResourceSource) => T,
  ) {
    this.byId = scope.cells.cell(() => new Map(sources().map((source) => [source.logicalId, source])));
  }

  get(logicalId: string): T | undefined {
    const { cells } = this.scope;
    const source = remember(this.one, logicalId, () => cells.cell(() => this.byId().get(logicalId)))();
    return source === undefined ? undefined : this.of(source);
  }

  of(source: ResourceSource): T {
    return remember(this.bySource, source, () => this.scope.cells.cell(() => this.read(source)))();
  }

  values(): readonly T[] {
    return [...this.byId().values()].map((source) => this.of(source));
  }
}
