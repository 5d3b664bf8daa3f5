import type { PolicyValue } from "./policy-value.js";

/** The most bytes a key policy may have. */
export const KEY_POLICY_LIMIT = 32_768;

/**
 * How many bytes the policy has at least: as JSON in UTF-8 without white space, holes counted as
 * empty.
 */
export function leastBytes(value: PolicyValue): number {
  if (value.kind === "text") return 2 + value.text.parts.reduce((sum, part) => sum + partBytes(part), 0);
  const items =
    value.kind === "list"
      ? value.items.map(leastBytes)
      : value.entries.map((entry) => 3 + bytesOf(entry.key) + leastBytes(entry.value));
  return items.reduce((sum, bytes) => sum + bytes, 2 + Math.max(0, items.length - 1));
}

function partBytes(part: unknown): number {
  return typeof part === "string" ? bytesOf(part) : 0;
}

/** Quotes and backslashes are escaped; letters outside ASCII take two bytes or more. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 34 || unit === 92) bytes += 2;
    else bytes += unit < 128 ? 1 : unit < 2048 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
