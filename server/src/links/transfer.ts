import { type Assumption, type Case, type Cases } from "../core/cases.js";
import type { Alias, Home, Key, Read } from "../core/model.js";
import type { PolicyValue, WrittenPolicy } from "../core/policy-value.js";
import type { Place } from "../core/span.js";
import type { Text } from "../core/text.js";
import type { LinkedValue } from "../dialects/cloudformation/surroundings.js";

/** One document, by its path and by the name people know it by. */
export interface Named {
  readonly path: string;
  readonly name: string;
}

/**
 * Takes what was read in one template into another: what belongs to the first says so from now on,
 * and what belongs to the second no longer does.
 */
export class Transfer {
  constructor(
    private readonly from: Named,
    private readonly to: Named,
  ) {}

  values(cases: Cases<LinkedValue>): Cases<LinkedValue> {
    return cases.map((one) => ({ when: this.when(one.when), value: this.value(one.value) }));
  }

  when(when: readonly Assumption[]): readonly Assumption[] {
    return when.map(({ of, ...rest }) => {
      const owner = of ?? this.from.name;
      return owner === this.to.name ? rest : { ...rest, of: owner };
    });
  }

  key(key: Key, home: Home): Key {
    const reads = <T>(cases: Cases<Read<T>>): Cases<Read<T>> => this.reads(cases);
    const some = <T>(cases: Cases<Read<T> | null>): Cases<Read<T> | null> =>
      cases.map((one) => this.one(one, (read) => (read === null ? null : this.read(read))));
    return {
      ...key,
      nameAt: this.place(key.nameAt),
      typeAt: this.place(key.typeAt),
      at: this.place(key.at),
      locked: `it is declared in ${home.name}`,
      enabled: reads(key.enabled),
      rotation: some(key.rotation),
      rotationPeriod: some(key.rotationPeriod),
      spec: reads(key.spec),
      usage: reads(key.usage),
      origin: reads(key.origin),
      multiRegion: reads(key.multiRegion),
      pendingWindow: some(key.pendingWindow),
      bypassesLockoutCheck: some(key.bypassesLockoutCheck),
      deletionPolicy: some(key.deletionPolicy),
      updateReplacePolicy: some(key.updateReplacePolicy),
      policy: () => key.policy().map((one) => this.one(one, (policy) => this.policy(policy))),
      // Its condition is one of its own template.
      condition: null,
      primary: key.primary === null ? null : this.asHome(key.primary, home),
      home,
    };
  }

  alias(alias: Alias, home: Home): Alias {
    return {
      ...alias,
      nameAt: this.place(alias.nameAt),
      typeAt: this.place(alias.typeAt),
      at: this.place(alias.at),
      name: this.text(alias.name),
      condition: null,
      key: alias.key === null ? null : this.asHome(alias.key, home),
      home,
    };
  }

  /** A key that an alias or a replica key of the first template points at may itself come from elsewhere. */
  private asHome(key: Key, home: Home): Key {
    if (key.home === null) return this.key(key, home);
    return key.home.path === this.to.path ? { ...key, home: null } : key;
  }

  /** A policy and everything in it. */
  private policy(policy: WrittenPolicy | null): WrittenPolicy | null {
    if (policy === null) return null;
    return { ...policy, at: this.place(policy.at), value: this.tree(policy.value) };
  }

  private tree(value: PolicyValue): PolicyValue {
    const at = value.at === undefined ? {} : { at: this.place(value.at) };
    switch (value.kind) {
      case "text":
        return { ...value, ...at, text: this.text(value.text) };
      case "list":
        return { ...value, ...at, items: value.items.map((item) => this.tree(item)) };
      case "map":
        return {
          ...value,
          ...at,
          entries: value.entries.map((entry) => ({
            ...entry,
            ...(entry.keyAt === undefined ? {} : { keyAt: this.place(entry.keyAt) }),
            value: this.tree(entry.value),
          })),
        };
    }
  }

  private value({ text, trace }: LinkedValue): LinkedValue {
    return {
      text: this.text(text),
      trace: trace.map((step) => ({ ...step, at: this.place(step.at) })),
    };
  }

  private text(text: Text): Text {
    return {
      parts: text.parts.map((part) => {
        if (typeof part === "string" || part.resource === undefined) return part;
        const { path: owner = this.from.path, ...resource } = part.resource;
        return { ...part, resource: owner === this.to.path ? resource : { ...resource, path: owner } };
      }),
    };
  }

  private place({ path: owner = this.from.path, origin, from, to }: Place): Place {
    return owner === this.to.path ? { origin, from, to } : { origin, from, to, path: owner };
  }

  private reads<T>(cases: Cases<Read<T>>): Cases<Read<T>> {
    return cases.map((one) => this.one(one, (read) => this.read(read)));
  }

  private read<T>(read: Read<T>): Read<T> {
    return { ...read, at: this.place(read.at) };
  }

  private one<T>({ when, value }: Case<T>, change: (value: T) => T): Case<T> {
    return { when: this.when(when), value: change(value) };
  }
}

/** The cases with more assumptions each; those that contradict them are gone. */
export function narrowed<T>(cases: Cases<T>, when: readonly Assumption[]): Cases<T> {
  return cases.map((one) => ({ ...one, when: [...when, ...one.when] }));
}
