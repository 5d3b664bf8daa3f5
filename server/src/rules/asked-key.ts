import { existenceOf, joined } from "../core/case-pairs.js";
import { classificationOf } from "../core/classification.js";
import { EditRefused, type AskedKey, type Fix, type KeyChoice } from "../core/edit.js";
import { ofHome } from "../core/home.js";
import type { ImportableKey, Key, Template } from "../core/model.js";
import type { Settings } from "../core/settings.js";
import { encryptAndGrant, type KeyGiven } from "./grants-for-key.js";
import { whyNotLocal, whyNotThere, whyUnusable } from "./table-keys.js";

/** A table that is to get the key that somebody asks for. */
export interface KeyAskedFor extends KeyGiven {
  readonly settings: Pick<Settings, "classificationTags">;
}

type Found =
  | { readonly kind: "declared"; readonly key: Key }
  | { readonly kind: "export"; readonly exported: ImportableKey }
  | { readonly kind: "parameter"; readonly name: string };

/**
 * Gives a table the key that is asked for, and lets those decrypt with it who use the table. Throws
 * `EditRefused` with the reason where there is no such key, where several are meant, and where it
 * can't encrypt the table.
 */
export function encryptWithAskedKey(asked: AskedKey, one: KeyAskedFor): Fix["edits"] {
  switch (asked.kind) {
    case "new":
      return encrypt(one, { kind: "new" });
    case "new-per-classification":
      return (editor) => encrypt(one, { kind: "new", group: groupOf(one, asked.tag) })(editor);
    case "parameter":
      return (editor) => encrypt(one, { kind: "parameter", name: asked.name ?? soleParameter(one) })(editor);
    case "declared":
    case "export":
    case "named":
      return (editor) => encryptWith(found(asked.kind, asked.name, one.template), one)(editor);
  }
}

function encrypt({ table, when, unwanted }: KeyGiven, choice: KeyChoice): Fix["edits"] {
  return (editor) => editor.encryptWithKey(table, choice, when, unwanted);
}

/** The classification that a table shares its new key with; null for the tables without one. */
function groupOf({ table, settings }: KeyAskedFor, tag: string | null): string | null {
  if (tag !== null) {
    const value = table.tags.get(tag);
    return value === undefined ? null : `${tag}: ${value}`;
  }
  if (settings.classificationTags.size > 0) return classificationOf(table, settings);
  throw new EditRefused(
    "no tag is known to classify tables; say new-per-classification:TAG, or set 'classification.tags'",
  );
}

/** The parameter of the template that names a key; null for a new one. */
function soleParameter({ template, when }: KeyGiven): string | null {
  const decided = new Set(when.filter(({ kind }) => kind === "parameter").map(({ name }) => name));
  const [first, second] = template.keyParameters.filter((name) => !decided.has(name));
  if (first === undefined || second === undefined) return first ?? null;
  throw new EditRefused(
    `'${first}' and '${second}' may both be the parameter that names the key; say parameter:${first}, or another name`,
  );
}

/** What has this name; a key, a parameter and an export can each be meant by it. */
function found(kind: "declared" | "export" | "named", name: string, template: Template): Found {
  const key = template.keys.find(({ logicalId }) => logicalId === name);
  const exported = template.importableKeys().find(({ exportName }) => exportName === name);
  const isParameter = template.keyParameters.includes(name);
  const all: readonly Found[] = [
    ...(key === undefined || kind === "export" ? [] : [{ kind: "declared", key } as const]),
    ...(exported === undefined || kind === "declared" ? [] : [{ kind: "export", exported } as const]),
    ...(isParameter && kind === "named" ? [{ kind: "parameter", name } as const] : []),
  ];
  const [first, second] = all;
  if (first === undefined) throw new EditRefused(ABSENT[kind](name));
  if (second !== undefined) {
    const own = first.kind === "parameter" ? "parameter" : "key";
    throw new EditRefused(
      `'${name}' is a ${own} of the template and an export; say ${own}:${name} or export:${name}`,
    );
  }
  return first;
}

const EXPORTED = "no other template of the run exports a key that it could import as";

const ABSENT: Readonly<Record<"declared" | "export" | "named", (name: string) => string>> = {
  declared: (name) => `the template has no key '${name}'`,
  export: (name) => `${EXPORTED} '${name}'`,
  named: (name) => `the template has no key and no parameter for a key '${name}', and ${EXPORTED} that`,
};

function encryptWith(what: Found, one: KeyAskedFor): Fix["edits"] {
  if (what.kind === "parameter") return encrypt(one, what);
  const { table, template, when } = one;
  const key = what.kind === "declared" ? what.key : what.exported.key;
  const objection =
    whyNotLocal(table) ??
    (what.kind === "declared"
      ? whyNotThere(key, template, joined(when, existenceOf(table)))
      : whyOutOfReach(key, template)) ??
    whyUnusable(key);
  if (objection !== null) throw new EditRefused(objection);
  return encryptAndGrant(one, key, what.kind === "export" ? what.exported : undefined);
}

/** A stack imports what its own account exports in its own Region. */
function whyOutOfReach({ home, logicalId }: Key, { context }: Template): string | null {
  const name = `key '${logicalId}'${ofHome({ home })}`;
  for (const [what, there, here] of [
    ["Region", home?.region ?? null, context.region],
    ["account", home?.account ?? null, context.account],
  ] as const) {
    if (there !== null && here !== null && there !== here) {
      return `${name} is in ${what} ${there}, and this stack in ${here}`;
    }
  }
  return null;
}
