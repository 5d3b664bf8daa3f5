import type { Assumption } from "../core/cases.js";
import type { AskedKey, Fix } from "../core/edit.js";
import { ofHome } from "../core/home.js";
import type { Key, KeyType, Table } from "../core/model.js";
import type { RuleContext } from "../core/rule.js";
import { existenceOf, joined } from "../core/case-pairs.js";
import { encryptWithAskedKey } from "./asked-key.js";
import { encryptAndGrant } from "./grants-for-key.js";
import { managedKeyTitle, parameterTitle, stackKeyTitle, type Rekeying } from "./key-choice-titles.js";
import { isUsable, usableKeys } from "./table-keys.js";

/** More keys of a template than this aren't offered one by one. */
const MOST_KEYS = 5;

/** What a key is to be chosen for. */
interface Choice extends Rekeying {
  readonly settings: RuleContext["settings"];
  readonly unwanted: readonly KeyType[];
}

/**
 * The ways to give a table a customer managed key: a new one, one of the template's, one that
 * another stack exports, or one from a parameter. The new key is the one a bulk fix takes, made once for the whole template.
 *
 * @param unwanted the types of key that won't do. Where the AWS managed key isn't among them it is
 *   offered, too.
 */
export function keyChoices(
  table: Table,
  { template, settings }: Pick<RuleContext, "template" | "settings">,
  when: readonly Assumption[],
  unwanted: readonly KeyType[],
): readonly Fix[] {
  if (table.locked !== null) return [];
  const choice = { table, template, settings, when, unwanted };
  const local = table.replicas.some((replica) => replica.local);
  const fixes = [
    ...(local ? [newKeyFix(choice), ...declaredKeyFixes(choice), ...importedKeyFixes(choice)] : []),
    ...parameterFixes(choice),
    ...(unwanted.includes("aws-managed") ? [] : [managedKeyFix(choice)]),
  ];
  return fixes.map((fix, index) => ({
    ...fix,
    bulk: index === 0,
    ...(index === 0 ? { withKey: (asked: AskedKey) => encryptWithAskedKey(asked, choice) } : {}),
  }));
}

function newKeyFix(choice: Choice): Fix {
  const { table, when, unwanted } = choice;
  return {
    id: "new-key",
    title: stackKeyTitle(choice, "a new customer managed key", "new-key"),
    applicability: "review",
    bulk: true,
    edits: (editor) => editor.encryptWithKey(table, { kind: "new" }, when, unwanted),
  };
}

function declaredKeyFixes(choice: Choice): readonly Fix[] {
  const { table, template, when } = choice;
  return usableKeys(template, joined(when, existenceOf(table)))
    .slice(0, MOST_KEYS)
    .map((key: Key) => ({
      id: `key-${key.logicalId}`,
      title: stackKeyTitle(choice, `the key '${key.logicalId}'`, "existing-key"),
      applicability: "review",
      bulk: false,
      edits: encryptAndGrant(choice, key),
    }));
}

function importedKeyFixes(choice: Choice): readonly Fix[] {
  return choice.template
    .importableKeys()
    .filter(({ key }) => isUsable(key))
    .slice(0, MOST_KEYS)
    .map(({ exportName, key, isArn }) => ({
      id: `import-${exportName}`,
      title: stackKeyTitle(
        choice,
        `the key '${key.logicalId}'${ofHome(key)}, exported as '${exportName}'`,
        "existing-key",
      ),
      applicability: "review",
      bulk: false,
      edits: encryptAndGrant(choice, key, { exportName, isArn }),
    }));
}

function parameterFixes(choice: Choice): readonly Fix[] {
  const { table, template, when, unwanted } = choice;
  const decided = new Set(when.filter(({ kind }) => kind === "parameter").map(({ name }) => name));
  const shared = table.replicas.every((replica) => replica.local);
  const existing = shared ? template.keyParameters.filter((name) => !decided.has(name)) : [];
  const names = existing.length > 0 ? existing.slice(0, MOST_KEYS) : [null];
  return names.map((name) => ({
    id: name === null ? "new-parameter" : `parameter-${name}`,
    title: parameterTitle(choice, name),
    applicability: "review",
    bulk: false,
    edits: (editor) => editor.encryptWithKey(table, { kind: "parameter", name }, when, unwanted),
  }));
}

function managedKeyFix(choice: Choice): Fix {
  const { table, when } = choice;
  return {
    id: "aws-managed-key",
    title: managedKeyTitle(choice),
    applicability: "review",
    bulk: false,
    edits: (editor) => editor.encryptWithManagedKey(table, when),
  };
}
