import type { Assumption } from "./cases.js";
import type { Finding } from "./finding.js";

/** What of a finding makes it the same as one of another day. */
export type Identifiable = Pick<Finding, "rule" | "messageId" | "resource" | "replica" | "case">;

/**
 * A name for each finding of one file, 32 hexadecimal digits, different from that of every other
 * one. It stays when the finding moves, when its text is indented or ordered anew, and when other
 * resources get other names; so nothing of the message, the place or the value is in it.
 *
 * @param path of the file: with another one, the same finding has another name.
 * @param findings those that have everything in common are numbered in their order.
 */
export function fingerprints(path: string, findings: readonly Identifiable[]): readonly string[] {
  const alike = new Map<string, number>();
  return findings.map((finding) => {
    const identity = identityOf(finding);
    const count = (alike.get(identity) ?? 0) + 1;
    alike.set(identity, count);
    return digest(JSON.stringify([path, identity, count]));
  });
}

/** Equal for findings that have everything in common but their file and their place in it. */
export function identityOf({ rule, messageId, resource, replica, case: when }: Identifiable): string {
  const cases = when.filter(({ implied }) => implied !== true).map(namedAssumption);
  return JSON.stringify([rule, messageId, resource, replica, cases.sort()]);
}

/** How a template is deployed names other templates and resources, which may get other names. */
function namedAssumption({ kind, name, is }: Assumption): string {
  return JSON.stringify(kind === "deployment" ? [kind] : [kind, name, is]);
}

const OFFSET_BASIS = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x1000000000000000000013bn;
const MASK = (1n << 128n) - 1n;

/** FNV-1a in 128 bits (Fowler, Noll, Vo): a few lines, the same everywhere, and there is nothing to keep secret. */
export function digest(text: string): string {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash.toString(16).padStart(32, "0");
}
