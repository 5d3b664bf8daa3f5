import type { Text } from "../core/text.js";
import type { Piece } from "./compiled-pattern.js";
import type { Open } from "./truth.js";

/** What a policy variable is worth in a request: a value, nothing, or nobody knows. */
export type Lookup = (key: string) => string | null | Open;

/** `${*}`, `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`. */
const VARIABLE = /\$\{(?:([*?$])|([^}',]+?)(?:,\s*'([^']*)')?)\}/g;

/** The text's pieces with variables replaced; null where one has no value and no default. */
export function resolveVariables(text: Text, lookup: Lookup): readonly Piece[] | null | Open {
  const pieces: Piece[] = [];
  let undecided: Open | null = null;
  for (const part of text.parts) {
    if (typeof part !== "string") {
      pieces.push(part);
      continue;
    }
    let end = 0;
    for (const found of part.matchAll(VARIABLE)) {
      pieces.push(part.slice(end, found.index));
      end = found.index + found[0].length;
      const [, special, key, fallback] = found;
      const value = special ?? lookup((key ?? "").trim()) ?? fallback;
      if (value === undefined) return null;
      if (typeof value === "string") pieces.push({ verbatim: value });
      else undecided = value;
    }
    pieces.push(part.slice(end));
  }
  return undecided ?? pieces;
}

/** A literal piece without its policy variables. */
export function withoutVariables(literal: string): string {
  return literal.replace(VARIABLE, "");
}
