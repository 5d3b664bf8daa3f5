import type { Alias, Template } from "../core/model.js";
import { displayText } from "../core/text.js";
import { named } from "./key-tables.js";
import { keyName } from "./key-name.js";
import { code, paragraphs } from "./markdown.js";
import { more } from "./pages.js";

/** Which key an alias stands for, which tables name it, and what moving it does to them. */
export function aliasHover(alias: Alias, template: Template): string {
  const { key } = alias;
  const target = key === null ? "a key that this template doesn't declare" : `the key ${keyName(key)}`;
  const tables = template.tables.filter((table) =>
    table.replicas.some((replica) =>
      replica.encryption.some(({ value }) => {
        return value.key?.kind === "alias" && value.key.alias.logicalId === alias.logicalId;
      }),
    ),
  );
  return paragraphs(
    `${code(displayText(alias.name))} is an alias of ${target}.`,
    tables.length === 0 ? null : `Tables that name it: ${named(tables.map((table) => table.logicalId))}.`,
    "DynamoDB follows an alias once, when a table's key is set: moving the alias later doesn't move the table.",
    more("key-types"),
  );
}
