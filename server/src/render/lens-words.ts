import { canRotate } from "../core/key-rotation.js";
import type { Key } from "../core/model.js";
import { readerName } from "../policy/access/reader-words.js";
import type { Reader } from "../policy/access/readers.js";

/** How many of those who may use a table its key lets in: "3 can decrypt, 1 blocked". Each counts once. */
export function readersInShort(readers: readonly Reader[]): string {
  const verdicts = new Map<string, Reader["outcome"]["verdict"]>();
  for (const { who, outcome } of readers) {
    const name = readerName(who);
    const known = verdicts.get(name);
    if (known === undefined || WORST.indexOf(outcome.verdict) < WORST.indexOf(known)) {
      verdicts.set(name, outcome.verdict);
    }
  }
  const count = (wanted: string): number => [...verdicts.values()].filter((one) => one === wanted).length;
  const parts = [
    [count("allowed"), "can decrypt"],
    [count("blocked-by-key"), "blocked"],
    [count("undecided"), "undecided"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return said.length === 0 ? "nobody in this template reads it" : said.join(", ");
}

/** Somebody whom the key keeps out in one case counts as kept out. */
const WORST = ["blocked-by-key", "undecided", "allowed"];

/** How the key's material is rotated, in short; null for a key that KMS never rotates. */
export function rotationInShort(key: Key): string | null {
  if (key.kind === "replica-key") return "rotated with its primary key";
  if (!canRotate(key)) return null;
  const [rotation] = key.rotation;
  if (key.rotation.length !== 1 || rotation === undefined) return "rotation depends on conditions";
  if (rotation.value === null) return "rotation off";
  if (!rotation.value.known) return "rotation can't be decided";
  return rotation.value.value ? `rotation ${periodOf(key)}` : "rotation off";
}

function periodOf({ rotationPeriod }: Key): string {
  const [period] = rotationPeriod;
  if (rotationPeriod.length !== 1 || period === undefined) return "on";
  if (period.value === null) return "yearly";
  if (!period.value.known) return "on";
  return period.value.value === 365 ? "yearly" : `every ${period.value.value} days`;
}
