import type { Table } from "./model.js";
import type { Settings } from "./settings.js";

/** Whether a tag of the table is one of those that mark a table as classified. */
export function isClassified(table: Table, settings: Settings): boolean {
  return classificationOf(table, settings) !== null;
}

/** The tags that mark a table as classified, in the order of the setting: "data: pii, tier: 1"; null for none. */
export function classificationOf(
  table: Table,
  settings: Pick<Settings, "classificationTags">,
): string | null {
  const marks = [...settings.classificationTags].flatMap(([name, values]) => {
    const tag = table.tags.get(name);
    return tag !== undefined && (values.length === 0 || values.includes(tag)) ? [`${name}: ${tag}`] : [];
  });
  return marks.length === 0 ? null : marks.join(", ");
}
