import { knownText, type Text } from "../core/text.js";
import type { Token } from "./glob.js";
import { matches, matchesWithVariables, matchSymbols, tokensOf, type Lookup } from "./pattern.js";
import { isPseudoParameter, symbolsOf, withSamePartition } from "./symbols.js";
import { every, isOpen, open, type Truth } from "./truth.js";

const COLON = 58;
const SEGMENTS = 6;

/**
 * Whether an ARN operator's value matches: each of the six parts between colons by itself, with
 * wildcards. A value that isn't an ARN is left open: AWS doesn't say what becomes of it.
 */
export function arnMatches(text: Text, value: Text, lookup: Lookup | null): Truth {
  const tokens = tokensOf(text, "like", lookup);
  if (tokens === null) return false;
  if (isOpen(tokens)) return tokens;
  const [pattern, symbols] = withSamePartition<Token>(tokens, symbolsOf(value));
  const [parts, others] = [segments(pattern), segments(symbols)];
  if (parts !== null && others !== null) {
    return every(parts, (part, at) => matchSymbols(part, others[at] ?? []));
  }
  const whole = matchSymbols(pattern, symbols);
  if (whole === true && pattern.every((token) => typeof token !== "string")) return true;
  return whole === false ? false : open("what isn't an ARN is compared as one");
}

/** The parts of an ARN, the last one with all colons behind; null where a hole may hide colons. */
function segments(tokens: readonly Token[]): readonly (readonly Token[])[] | null {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token === COLON && parts.length < SEGMENTS) parts.push([]);
    else if (parts.length < SEGMENTS && typeof token === "object" && !isPseudoParameter(token)) return null;
    else parts.at(-1)?.push(token);
  }
  return parts.length === SEGMENTS ? parts : null;
}

/**
 * Whether a `Resource` matches. In IAM policies an ARN with fewer than six parts is filled up with
 * wildcards.
 */
export function resourceMatches(text: Text, value: Text, lookup: Lookup | null, completes: boolean): Truth {
  const whole = completes ? completed(text) : text;
  return lookup === null
    ? matches(whole, value, "resource")
    : matchesWithVariables(whole, value, "resource", lookup);
}

function completed(text: Text): Text {
  const known = knownText(text);
  if (known === undefined || !known.startsWith("arn:")) return text;
  const missing = SEGMENTS - known.replace(/\$\{[^}]*\}/g, "").split(":").length;
  return missing > 0 ? { parts: [known + ":*".repeat(missing)] } : text;
}
