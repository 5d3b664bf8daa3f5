/** The beginning of the names of all strings that are taken out of the settings' schema. */
export const SETTINGS_PREFIX = "configuration.";

/** What an editor shows of a setting. */
const SHOWN = ["title", "markdownDescription"];

/** A schema whose texts are references `%name%`, and those texts by name, as `package.nls.json` holds them. */
export interface Localised {
  readonly schema: unknown;
  readonly strings: Readonly<Record<string, string>>;
}

/** Takes what an editor shows out of the schema of the settings, so that it can be translated. */
export function localise(schema: unknown): Localised {
  const strings: Record<string, string> = {};
  return { schema: withReferences(schema, [], strings), strings };
}

/** @param path the settings and options that the value lies in; the strings are named after them. */
function withReferences(value: unknown, path: readonly string[], strings: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withReferences(one, path, strings));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, member]): [string, unknown] => {
      if (key === "properties") return [key, propertiesWithReferences(member as object, path, strings)];
      if (!SHOWN.includes(key) || typeof member !== "string") {
        return [key, withReferences(member, path, strings)];
      }
      const name = `${SETTINGS_PREFIX}${[...path, key === "title" ? "title" : "description"].join(".")}`;
      if (name in strings) throw new Error(`Two strings would be named ${name}.`);
      strings[name] = member;
      return [key, `%${name}%`];
    }),
  );
}

function propertiesWithReferences(
  properties: object,
  path: readonly string[],
  strings: Record<string, string>,
): unknown {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const short = name.replace(/^dynamodbEncryption\./, "");
      return [name, withReferences(schema, [...path, short], strings)];
    }),
  );
}
