import type { Condition, PolicyPath } from "./document.js";
import { OPERATOR_NAMES, readOperator } from "./operators.js";
import type { MapEntry } from "./policy-value.js";
import { fault, readStrings, UNREADABLE, type Reading } from "./reading.js";

/**
 * Reads a `Condition`: a map by operator of maps by key. What can't be read becomes a condition
 * that nobody can decide, so that the statement is neither taken as unconditional nor as void.
 */
export function readConditions(
  reading: Reading,
  entry: MapEntry | undefined,
  path: PolicyPath,
): readonly Condition[] {
  if (entry === undefined) return [];
  const at = [...path, "Condition"];
  if (entry.value.kind !== "map") return [unreadable(reading, entry, at)];
  return entry.value.entries.flatMap((operator) =>
    readOperatorBlock(reading, operator, [...at, operator.key]),
  );
}

function readOperatorBlock(reading: Reading, entry: MapEntry, path: PolicyPath): readonly Condition[] {
  const operator = readOperator(entry.key);
  if (operator === null) {
    const base = entry.key.replace(/^For(All|Any)Values?:/i, "").replace(/IfExists$/i, "");
    fault(reading, "unknown-operator", path, entry.keyAt, base, OPERATOR_NAMES);
  }
  if (entry.value.kind !== "map") return [unreadable(reading, entry, path)];
  return entry.value.entries.map((key) => ({
    operator,
    operatorName: entry.key,
    key: key.key,
    values: readStrings(reading, key.value, [...path, key.key]),
    path: [...path, key.key],
    at: key.value.at ?? null,
    keyAt: key.keyAt ?? null,
    operatorAt: entry.keyAt ?? null,
  }));
}

function unreadable(reading: Reading, { value, keyAt, key }: MapEntry, path: PolicyPath): Condition {
  const isUnknown = value.kind === "text" && value.text.parts.some((part) => typeof part === "object");
  if (!isUnknown) fault(reading, "bad-condition", path, value.at ?? keyAt, key);
  return {
    operator: null,
    operatorName: key,
    key: "",
    values: [{ text: value.kind === "text" ? value.text : UNREADABLE, path, at: value.at ?? null }],
    path,
    at: value.at ?? null,
    keyAt: keyAt ?? null,
    operatorAt: keyAt ?? null,
  };
}
