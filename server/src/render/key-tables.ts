import { plain } from "./markdown.js";

/** Names in bold, as a phrase: "**A**, **B** and 3 more". */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `**${plain(name)}**`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
