import type { Assumption } from "../core/cases.js";
import type { Fix } from "../core/edit.js";
import { ofHome } from "../core/home.js";
import type { Key, KeyType, Table, Template } from "../core/model.js";
import { KMS_PRICES, dollars, newKeyPrice } from "../pricing/prices.js";
import { existenceOf, joined } from "../core/case-pairs.js";
import { encryptAndGrant } from "./grants-for-key.js";
import { isUsable, usableKeys } from "./table-keys.js";

/** More keys of a template than this aren't offered one by one. */
const MOST_KEYS = 5;

const PRICE_PER_REGION = `${dollars(KMS_PRICES.keyMonth)} a month for each Region's key, KMS requests extra`;

/**
 * The ways to give a table a customer managed key: a new one, one of the template's, one that
 * another stack exports, or one from a parameter. The new key is the one a bulk fix takes, made once for the whole template.
 *
 * @param unwanted the types of key that won't do. Where the AWS managed key isn't among them it is
 *   offered, too.
 */
export function keyChoices(
  table: Table,
  template: Template,
  when: readonly Assumption[],
  unwanted: readonly KeyType[],
): readonly Fix[] {
  if (table.locked !== null) return [];
  const local = table.replicas.some((replica) => replica.local);
  const fixes = [
    ...(local
      ? [newKeyFix(table, when, unwanted), ...declaredKeyFixes(table, template, when, unwanted)]
      : []),
    ...(local ? importedKeyFixes(table, template, when, unwanted) : []),
    ...parameterFixes(table, template, when, unwanted),
    ...(unwanted.includes("aws-managed") ? [] : [managedKeyFix(table, when)]),
  ];
  return fixes.map((fix, index) => ({ ...fix, bulk: index === 0 }));
}

function newKeyFix(table: Table, when: readonly Assumption[], unwanted: readonly KeyType[]): Fix {
  const key = "a new customer managed key";
  return {
    id: "new-key",
    title: title(table, key, newKeyPrice()),
    applicability: "review",
    bulk: true,
    edits: (editor) => editor.encryptWithKey(table, { kind: "new" }, when, unwanted),
  };
}

function declaredKeyFixes(
  table: Table,
  template: Template,
  when: readonly Assumption[],
  unwanted: readonly KeyType[],
): readonly Fix[] {
  return usableKeys(template, joined(when, existenceOf(table)))
    .slice(0, MOST_KEYS)
    .map((key: Key) => ({
      id: `key-${key.logicalId}`,
      title: title(table, `the key '${key.logicalId}'`, "no further monthly fee"),
      applicability: "review",
      bulk: false,
      edits: encryptAndGrant(table, key, template, when, unwanted),
    }));
}

function importedKeyFixes(
  table: Table,
  template: Template,
  when: readonly Assumption[],
  unwanted: readonly KeyType[],
): readonly Fix[] {
  return template
    .importableKeys()
    .filter(({ key }) => isUsable(key))
    .slice(0, MOST_KEYS)
    .map(({ exportName, key }) => ({
      id: `import-${exportName}`,
      title: title(
        table,
        `the key '${key.logicalId}'${ofHome(key)}, exported as '${exportName}'`,
        "no further monthly fee",
      ),
      applicability: "review",
      bulk: false,
      edits: (editor) => editor.encryptWithKey(table, { kind: "import", exportName }, when, unwanted),
    }));
}

function parameterFixes(
  table: Table,
  template: Template,
  when: readonly Assumption[],
  unwanted: readonly KeyType[],
): readonly Fix[] {
  const decided = new Set(when.filter(({ kind }) => kind === "parameter").map(({ name }) => name));
  const shared = table.replicas.every((replica) => replica.local);
  const existing = shared ? template.keyParameters.filter((name) => !decided.has(name)) : [];
  const names = existing.length > 0 ? existing.slice(0, MOST_KEYS) : [null];
  return names.map((name) => ({
    id: name === null ? "new-parameter" : `parameter-${name}`,
    title: parameterTitle(table, name),
    applicability: "review",
    bulk: false,
    edits: (editor) => editor.encryptWithKey(table, { kind: "parameter", name }, when, unwanted),
  }));
}

function managedKeyFix(table: Table, when: readonly Assumption[]): Fix {
  return {
    id: "aws-managed-key",
    title: `Encrypt '${table.logicalId}' with the AWS managed key aws/dynamodb (no monthly fee, KMS requests are charged)`,
    applicability: "review",
    bulk: false,
    edits: (editor) => editor.encryptWithManagedKey(table, when),
  };
}

function parameterTitle(table: Table, name: string | null): string {
  if (name !== null) return title(table, `a key given as parameter '${name}'`, "KMS requests are charged");
  if (table.replicas.length > 1)
    return globalTitle(table, "keys given as new parameters, one for each replica", PRICE_PER_REGION);
  return title(table, "a key given as a new parameter", "KMS requests are charged");
}

/** Where a global table spreads over Regions, only the local replica can take a key of this stack. */
function title(table: Table, key: string, price: string): string {
  const note = readersWarning(table);
  if (table.kind !== "global-table") return `Encrypt '${table.logicalId}' with ${key} (${price}${note})`;
  const spread = table.replicas.some((replica) => !replica.local);
  if (!spread) return globalTitle(table, key, price);
  return globalTitle(
    table,
    `${key} here and keys given as parameters in the other Regions`,
    PRICE_PER_REGION,
  );
}

function globalTitle(table: Table, keys: string, price: string): string {
  const caution = "a replica's key may not be changeable in place once deployed";
  return `Encrypt '${table.logicalId}' with ${keys} (${price}; ${caution}${readersWarning(table)})`;
}

function readersWarning(table: Table): string {
  if (table.externalReaders.length === 0) return "";
  return `; ${table.externalReaders.join(", ")} can't read the table until the key's policy lets them`;
}
