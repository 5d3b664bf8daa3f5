import type { Table } from "../core/model.js";
import type { Settings } from "../core/settings.js";

/** Whether a tag of the table is one of those that mark a table as classified. */
export function isClassified(table: Table, settings: Settings): boolean {
  return [...settings.classificationTags].some(([name, values]) => {
    const tag = table.tags.get(name);
    return tag !== undefined && (values.length === 0 || values.includes(tag));
  });
}
