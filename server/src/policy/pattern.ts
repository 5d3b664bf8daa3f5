import { knownText, type Text } from "../core/text.js";
import { folded, Pattern, type Mode } from "./compiled-pattern.js";
import { matchesText, matchesTokens, mayBothMatch, type Token } from "./glob.js";
import {
  areDistinctHoles,
  codeUnits,
  isSameHole,
  symbolsOf,
  whyUnknown,
  withSamePartition,
} from "./symbols.js";
import { isOpen, open, type Open, type Truth } from "./truth.js";
import { resolveVariables, withoutVariables, type Lookup } from "./variables.js";

export type { Mode } from "./compiled-pattern.js";
export type { Lookup } from "./variables.js";

/** Policies write the same strings again and again, and are read anew after each edit. */
const compiled: Readonly<Record<Mode, Map<string, Pattern>>> = {
  equals: new Map(),
  fold: new Map(),
  like: new Map(),
  action: new Map(),
  resource: new Map(),
};
const MOST_KEPT = 4000;
const withHoles = new WeakMap<Text, Pattern>();

/**
 * Whether the policy's text matches the value. Where either is known in part only, it does if it
 * does whatever the holes hold, and doesn't if it can't.
 */
export function matches(text: Text, value: Text, mode: Mode): Truth {
  return matchPattern(patternOf(text, mode), value);
}

/**
 * The same with policy variables replaced (`${aws:username}`, `${aws:PrincipalTag/team, 'none'}`,
 * `${*}`). A variable without a value matches nothing.
 */
export function matchesWithVariables(text: Text, value: Text, mode: Mode, lookup: Lookup): Truth {
  if (!hasVariables(text)) return matches(text, value, mode);
  const pieces = resolveVariables(text, lookup);
  if (pieces === null) return false;
  return isOpen(pieces) ? pieces : matchPattern(new Pattern(pieces, mode), value);
}

/** Whether a literal piece of the text has a policy variable. */
export function hasVariables(text: Text): boolean {
  return text.parts.some((part) => typeof part === "string" && part.includes("${"));
}

/** Whether a text that is known has a wildcard; policy variables aside. */
export function hasWildcard(text: Text): boolean {
  return text.parts.some((part) => typeof part === "string" && /[*?]/.test(withoutVariables(part)));
}

/** Whether the text matches every value. */
export function matchesEverything(text: Text): boolean {
  return patternOf(text, "like").prefix === "";
}

function patternOf(text: Text, mode: Mode): Pattern {
  const written = knownText(text);
  if (written === undefined) return patternWithHoles(text, mode);
  const patterns = compiled[mode];
  const known = patterns.get(written);
  if (known !== undefined) return known;
  const pattern = new Pattern(text.parts, mode);
  if (patterns.size >= MOST_KEPT) patterns.clear();
  patterns.set(written, pattern);
  return pattern;
}

function patternWithHoles(text: Text, mode: Mode): Pattern {
  const known = withHoles.get(text);
  if (known?.mode === mode) return known;
  const pattern = new Pattern(text.parts, mode);
  withHoles.set(text, pattern);
  return pattern;
}

function matchPattern(pattern: Pattern, value: Text): Truth {
  if (pattern.prefix === "") return true;
  const known = knownText(value);
  if (known === undefined || !pattern.known) return matchWithHoles(pattern, value);
  const wanted = folded(known, pattern.mode);
  if (pattern.literal !== null) return pattern.literal === wanted;
  if (pattern.prefix !== null) return wanted.startsWith(pattern.prefix);
  if (pattern.mode !== "resource") return matchesText(pattern.tokens, wanted);
  const symbols = codeUnits(wanted);
  if (matchesTokens(pattern.tokens, symbols)) return true;
  if (!matchesTokens(pattern.tokens.map(lax), symbols)) return false;
  return open("AWS doesn't say whether a wildcard inside a part of an ARN goes beyond a colon");
}

function matchWithHoles(pattern: Pattern, value: Text): Truth {
  const symbols = symbolsOf(foldedText(value, pattern.mode));
  return matchSymbols(...withSamePartition(pattern.tokens, symbols));
}

/** Whether the pattern matches: surely, surely not, or that depends on what a hole holds. */
export function matchSymbols(tokens: readonly Token[], symbols: readonly Token[]): Truth {
  if (matchesTokens(tokens, symbols)) return true;
  const hole = [...tokens, ...symbols].find((token) => typeof token === "object");
  if (hole === undefined || differInOneResource(tokens, symbols)) return false;
  return mayBothMatch(tokens, symbols) ? open(whyUnknown(hole)) : false;
}

/** Both are the same but for two resources of one template: `A.Arn` and `B.Arn`. */
function differInOneResource(tokens: readonly Token[], symbols: readonly Token[]): boolean {
  if (tokens.length !== symbols.length) return false;
  const at = tokens.findIndex((token, index) => !isSameSymbol(token, symbols[index]));
  const [one, other] = [tokens[at], symbols[at]];
  if (typeof one !== "object" || typeof other !== "object" || !areDistinctHoles(one, other)) return false;
  return tokens.every((token, index) => index === at || isSameSymbol(token, symbols[index]));
}

function isSameSymbol(a: Token, b: Token | undefined): boolean {
  return typeof a === "object" && typeof b === "object" ? isSameHole(a, b) : a === b;
}

/**
 * The text's tokens with policy variables replaced; null where a variable has no value. What
 * stands in for a variable has no wildcards.
 */
export function tokensOf(text: Text, mode: Mode, lookup: Lookup | null): readonly Token[] | null | Open {
  if (lookup === null || !hasVariables(text)) return patternOf(text, mode).tokens;
  const pieces = resolveVariables(text, lookup);
  return pieces === null || isOpen(pieces) ? pieces : new Pattern(pieces, mode).tokens;
}

function lax(token: Token): Token {
  if (token === "any-within") return "any";
  return token === "one-within" ? "one" : token;
}

function foldedText(text: Text, mode: Mode): Text {
  return { parts: text.parts.map((part) => (typeof part === "string" ? folded(part, mode) : part)) };
}
