import type { Hole } from "../core/text.js";
import type { Token } from "./glob.js";
import { codeUnits } from "./symbols.js";

/**
 * How a text of a policy is held against a value: `equals` and `fold` (ignoring case) literally,
 * `like` with wildcards, `action` with wildcards and ignoring case, `resource` with wildcards
 * that stop at a colon where they aren't the last of an ARN's segment.
 */
export type Mode = "equals" | "fold" | "like" | "action" | "resource";

/** A piece whose wildcards are plain characters, as what stands in for a policy variable. */
export interface Verbatim {
  readonly verbatim: string;
}

export type Piece = string | Hole | Verbatim;

/** A text made ready to be held against many values; most are told apart by a literal or a prefix. */
export class Pattern {
  readonly known: boolean;
  /** The text itself, in lower case where case doesn't count; null where it has holes or wildcards. */
  readonly literal: string | null;
  /** What comes before `*`, where that is last and the only wildcard; empty for `*` alone. */
  readonly prefix: string | null;
  #tokens: readonly Token[] | null = null;

  constructor(
    readonly pieces: readonly Piece[],
    readonly mode: Mode,
  ) {
    this.known = pieces.every((piece) => typeof piece === "string" || "verbatim" in piece);
    const hasWildcards = pieces.some((piece) => typeof piece === "string" && isWild(piece, mode));
    this.literal = this.known && !hasWildcards ? folded(pieces.map(literalOf).join(""), mode) : null;
    const [only, ...more] = pieces;
    const prefix = hasWildcards && more.length === 0 && typeof only === "string" ? only : "";
    this.prefix = /^[^*?]*\*+$/.test(prefix) ? folded(prefix.replace(/\*+$/, ""), mode) : null;
  }

  get tokens(): readonly Token[] {
    return (this.#tokens ??= this.pieces.flatMap((piece) => tokensOf(piece, this.mode)));
  }
}

/** The text as it is compared in this mode. */
export function folded(text: string, mode: Mode): string {
  return mode === "fold" || mode === "action" ? text.toLowerCase() : text;
}

function isWild(piece: string, mode: Mode): boolean {
  return mode !== "equals" && mode !== "fold" && (piece.includes("*") || piece.includes("?"));
}

function literalOf(piece: Piece): string {
  if (typeof piece === "string") return piece;
  return "verbatim" in piece ? piece.verbatim : "";
}

function tokensOf(piece: Piece, mode: Mode): readonly Token[] {
  if (typeof piece === "object" && "name" in piece) return [piece];
  const written = folded(literalOf(piece), mode);
  return typeof piece === "string" && isWild(piece, mode)
    ? wildcardTokens(written, mode)
    : codeUnits(written);
}

function wildcardTokens(written: string, mode: Mode): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < written.length; at++) {
    const character = written[at];
    if (character === "?") tokens.push(mode === "resource" ? "one-within" : "one");
    else if (character === "*")
      tokens.push(mode === "resource" && !isLast(written[at + 1]) ? "any-within" : "any");
    else tokens.push(written.charCodeAt(at));
  }
  return tokens;
}

/** A wildcard before this is the last of its segment, and goes beyond colons. */
function isLast(next: string | undefined): boolean {
  return next === undefined || next === ":" || next === "*";
}
