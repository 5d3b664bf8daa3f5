import { EditRefused, type PolicyChange, type PolicyPath } from "../../core/edit.js";
import { isPlainList } from "../../core/plain.js";
import type { PolicyValue, WrittenPolicy } from "../../core/policy-value.js";
import { knownText } from "../../core/text.js";

/** What a policy has at a path. @throws EditRefused where the path leads nowhere. */
export function pieceAt(value: PolicyValue, path: PolicyPath): PolicyValue {
  let piece: PolicyValue | undefined = value;
  for (const step of path) piece = piece === undefined ? undefined : below(piece, step);
  if (piece === undefined) throw new EditRefused(`the policy has nothing at ${path.join(".")}`);
  return piece;
}

/** Whether the map at a path has an entry under this key. @throws EditRefused where the path leads nowhere. */
export function hasEntry(value: PolicyValue, path: PolicyPath, key: string): boolean {
  const map = pieceAt(value, path);
  return map.kind === "map" && map.entries.some((entry) => entry.key === key);
}

/**
 * A list of strings in place of another that it has some of: those stay as they are, with their
 * comments, the others are taken away and new ones added.
 */
export function itemByItem(
  { value, inString }: WrittenPolicy,
  change: PolicyChange,
): readonly PolicyChange[] {
  const list = change.do === "replace" ? pieceAt(value, change.path) : undefined;
  if (change.do !== "replace" || list?.kind !== "list" || !isPlainList(change.value)) return [change];
  const isWritten = inString || list.items.every(({ at }) => at !== list.at);
  const before = list.items.map((item) => (item.kind === "text" ? knownText(item.text) : undefined));
  const after = change.value;
  const kept = before.filter((one) => one !== undefined && after.includes(one));
  const isInOrder = kept.length > 0 && kept.every((one, index) => after[index] === one);
  if (!isWritten || !isInOrder || new Set(before).size < before.length) return [change];
  return [
    ...after.slice(kept.length).map((item) => ({ do: "append", path: change.path, value: item }) as const),
    ...before.flatMap((one, index): PolicyChange[] =>
      kept.includes(one) ? [] : [{ do: "remove", path: [...change.path, index] }],
    ),
  ];
}

function below(piece: PolicyValue, step: string | number): PolicyValue | undefined {
  if (piece.kind === "list") return typeof step === "number" ? piece.items[step] : undefined;
  return piece.kind === "map" ? piece.entries.find(({ key }) => key === step)?.value : undefined;
}
