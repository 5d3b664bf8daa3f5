import type { Assumption } from "../core/cases.js";
import type { Fix, KeyChoice, Unwanted } from "../core/edit.js";
import type { Encryption, ImportableKey, Key, Replica, Table, Template } from "../core/model.js";
import { readersUnder, type Reader } from "../policy/access/readers.js";
import { decryptGrant } from "./decrypt-fixes.js";

/** A table that is to get another key. */
export interface KeyGiven {
  readonly table: Table;
  readonly template: Template;
  readonly when: readonly Assumption[];
  /** What is replaced beside this case. */
  readonly unwanted: Unwanted;
}

/**
 * Gives a table a key of its template, or one that another exports, and lets those decrypt with it
 * who use the table and whom the key would keep out: what `require-decrypt-for-table-access` would
 * report next. Where that can't be written, the report stays.
 *
 * @param exported how another template exports the key; absent for a key of the template itself.
 */
export function encryptAndGrant(
  { table, template, when, unwanted }: KeyGiven,
  key: Key,
  exported?: Pick<ImportableKey, "exportName" | "isArn">,
): Fix["edits"] {
  const choice: KeyChoice =
    exported === undefined ? { kind: "declared", key } : { kind: "import", exportName: exported.exportName };
  return (editor) => {
    editor.encryptWithKey(table, choice, when, unwanted);
    if (exported?.isArn === false) return;
    for (const reader of readersWith(table, key, template, when, unwanted)) {
      const { who } = reader;
      const grant = decryptGrant(reader);
      if (grant === null || who.kind !== "principal") continue;
      editor.attempt((part) =>
        part.allowDecrypt(who.principal, key, grant, reader.when, exported?.exportName),
      );
    }
  };
}

/** Who could read or write the table under the key, and whom that would keep out, as policies are now. */
export function readersWith(
  table: Table,
  key: Key,
  template: Template,
  when: readonly Assumption[],
  unwanted: Unwanted,
): readonly Reader[] {
  return table.replicas
    .filter(({ local }) => local)
    .flatMap((replica) =>
      readersUnder(table, replica, template, encryptionAfter(replica, key, when, unwanted)),
    );
}

/** The cases that the key is going to encrypt: all of them, or the one that the finding is about. */
function encryptionAfter(
  { encryption }: Replica,
  key: Key,
  when: readonly Assumption[],
  unwanted: Unwanted,
): Replica["encryption"] {
  const isUnwanted = ({ value }: Replica["encryption"][number]): boolean =>
    unwanted === "all" || (unwanted !== "none" && unwanted.some((type) => type === value.verdict));
  const changed = encryption.every(isUnwanted) ? encryption : [{ when, value: encryption[0]?.value }];
  return changed.flatMap(({ when: one, value }) =>
    value === undefined ? [] : [{ when: one, value: encryptedWith(key, value) }],
  );
}

function encryptedWith(key: Key, before: Encryption): Encryption {
  const { at, branched } = before;
  const text = `${key.logicalId}.Arn`;
  return {
    verdict: "customer-managed",
    because: "key",
    key: { kind: "key", key, text, at, trace: [] },
    reason: null,
    at,
    branched,
  };
}
