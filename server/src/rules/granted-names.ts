import type { GrantedSet } from "../policy/granted-sets.js";
import { describeSet } from "../policy/principal-words.js";

const MOST_NAMES = 3;

/** Those whom a statement lets in, as the subject or object of a clause: "role App and user ci". */
export function namesOf(sets: readonly GrantedSet[]): string {
  return listOf([...new Set(sets.map((set) => describeSet(set)))]);
}

/** "a, b and c"; of more than `most`, how many others there are. */
export function listOf(words: readonly string[], most = MOST_NAMES): string {
  if (words.length > most + 1) return `${words.slice(0, most).join(", ")} and ${words.length - most} others`;
  const last = words.at(-1) ?? "nobody";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
