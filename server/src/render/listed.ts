/** Names as a phrase: "A, B and 2 more". */
export function listed(names: readonly string[]): string {
  if (names.length === 1) return names[0] ?? "";
  const shown = names.length > 3 ? names.slice(0, 2) : names.slice(0, -1);
  const last = names.length > 3 ? `${names.length - 2} more` : (names.at(-1) ?? "");
  return `${shown.join(", ")} and ${last}`;
}
