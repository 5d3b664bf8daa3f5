/** JSON of which nothing is known: readers that give undefined for what isn't as expected. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

/** The items of an array; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The entries of an object; none for anything else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asObject(value) ?? {});
}

/** What an object has of its own under a key: nobody's prototype answers. */
export function valueIn(value: unknown, key: string): unknown {
  const object = asObject(value);
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function textIn(value: unknown, key: string): string | undefined {
  const inner = valueIn(value, key);
  return typeof inner === "string" ? inner : undefined;
}
