import type { Home, Key } from "./model.js";

/** What tells a resource of another template from one of this one, behind its name: " of keys.yaml"; or nothing. */
export function ofHome({ home }: { readonly home: Home | null }): string {
  return home === null ? "" : ` of ${home.name}`;
}

/** Whether two readings are of one key. */
export function isSameKey(a: Key | null, b: Key | null): boolean {
  return a !== null && b !== null && a.logicalId === b.logicalId && a.home?.path === b.home?.path;
}
