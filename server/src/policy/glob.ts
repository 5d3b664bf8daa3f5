import type { Hole } from "../core/text.js";
import { codeUnits, isPseudoParameter, isSameHole } from "./symbols.js";

/** A code unit, a hole, or a wildcard; those `within` stop at a colon. */
export type Token = number | Hole | "any" | "any-within" | "one" | "one-within";

const COLON = 58;

/**
 * Whether the pattern matches the symbols whatever their holes hold: a hole is taken by the same
 * hole or by `*`. Follows all ways through the pattern at once, so no pattern takes long.
 */
export function matchesTokens(pattern: readonly Token[], symbols: readonly Token[]): boolean {
  let positions = new Set<number>();
  enter(pattern, 0, positions);
  for (const symbol of symbols) {
    const next = new Set<number>();
    for (const position of positions) {
      const token = pattern[position];
      if (token === undefined || !takes(token, symbol)) continue;
      enter(pattern, isMany(token) ? position : position + 1, next);
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return positions.has(pattern.length);
}

/** Adds a position and those that a wildcard standing there lets one skip to. */
function enter(pattern: readonly Token[], position: number, positions: Set<number>): void {
  for (let at = position; ; at++) {
    positions.add(at);
    const token = pattern[at];
    if (token === undefined || !isMany(token)) return;
  }
}

function takes(token: Token, symbol: Token): boolean {
  if (typeof token === "object") return typeof symbol === "object" && isSameHole(token, symbol);
  if (typeof token === "number") return token === symbol;
  if (typeof symbol === "object") {
    return token === "any" || (token === "any-within" && isPseudoParameter(symbol));
  }
  return token === "any" || token === "one" || symbol !== COLON;
}

function isMany(token: Token): boolean {
  return token === "any" || token === "any-within";
}

/**
 * The same for a text that is known in full, and a pattern whose wildcards all go beyond colons:
 * without a match, the last `*` takes one character more.
 */
export function matchesText(pattern: readonly Token[], text: string): boolean {
  let [at, position] = [0, 0];
  let [lastMany, taken] = [-1, 0];
  while (at < text.length) {
    const token = pattern[position];
    if (token === "any") {
      [lastMany, taken] = [position, at];
      position++;
    } else if (token === "one" || token === text.charCodeAt(at)) {
      position++;
      at++;
    } else if (lastMany >= 0) {
      taken++;
      [position, at] = [lastMany + 1, taken];
    } else return false;
  }
  while (pattern[position] === "any") position++;
  return position === pattern.length;
}

/**
 * Whether some string could be matched by both once the holes are filled: there is no such string
 * for `arn:aws:kms:…` and `arn:aws:iam:…`, whatever stands in between.
 */
export function mayBothMatch(a: readonly Token[], b: readonly Token[]): boolean {
  const [left, right] = [a.flatMap(filled), b.flatMap(filled)];
  const width = right.length + 1;
  const seen = new Uint8Array((left.length + 1) * width);
  const waiting: number[] = [0];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (seen[state] === 1) continue;
    seen[state] = 1;
    const [i, j] = [Math.floor(state / width), state % width];
    const [one, other] = [left[i], right[j]];
    if (one === undefined && other === undefined) return true;
    if (one !== undefined && isMany(one)) waiting.push(state + width);
    if (other !== undefined && isMany(other)) waiting.push(state + 1);
    if (one === undefined || other === undefined || !haveCommon(one, other)) continue;
    waiting.push((isMany(one) ? i : i + 1) * width + (isMany(other) ? j : j + 1));
    if (isMany(one)) waiting.push(i * width + (isMany(other) ? j : j + 1));
    if (isMany(other)) waiting.push((isMany(one) ? i : i + 1) * width + j);
  }
  return false;
}

/** A hole may hold any string; where it is a resource's ARN, one that begins like it. */
function filled(token: Token): Token[] {
  if (typeof token !== "object") return [token];
  if (isPseudoParameter(token)) return ["any-within"];
  return token.resource?.attribute === "Arn" ? [...codeUnits("arn:"), "any"] : ["any"];
}

/** Whether a character can be taken by both; holes are wildcards by now. */
function haveCommon(a: Token, b: Token): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (typeof a === "number") return fits(b, a);
  return typeof b === "number" ? fits(a, b) : true;
}

function fits(wildcard: Token, unit: number): boolean {
  return wildcard === "any" || wildcard === "one" || unit !== COLON;
}
