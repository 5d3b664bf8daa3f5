import { isSameKey } from "../core/home.js";
import type { Key, Table, Template } from "../core/model.js";
import { plain } from "./markdown.js";

/** The tables of a template that name a key, directly or through an alias, in some case. */
export function tablesUnder(key: Key, template: Template): readonly Table[] {
  return template.tables.filter((table) =>
    table.replicas.some((replica) =>
      replica.encryption.some(({ value }) => {
        const reference = value.key;
        const declared = reference?.kind === "key" || reference?.kind === "alias" ? reference.key : null;
        return isSameKey(declared, key);
      }),
    ),
  );
}

/** Names in bold, as a phrase: "**A**, **B** and 3 more". */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `**${plain(name)}**`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
