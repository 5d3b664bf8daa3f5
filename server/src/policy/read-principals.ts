import type { Place } from "../core/span.js";
import { displayText, knownText, soleHole } from "../core/text.js";
import type { PolicyPath, PrincipalClause, PrincipalEntry, PrincipalType } from "./document.js";
import type { MapEntry, PolicyValue } from "./policy-value.js";
import { fault, readStrings, UNREADABLE, type Reading } from "./reading.js";

/** The keys of a `Principal` map, for completion and the nearest name of a slip. */
export const PRINCIPAL_TYPES: readonly PrincipalType[] = ["AWS", "Service", "Federated", "CanonicalUser"];

/** Reads `Principal` or `NotPrincipal`: `"*"`, or a map by type of principal. */
export function readPrincipals(
  reading: Reading,
  plain: MapEntry | undefined,
  negated: MapEntry | undefined,
  path: PolicyPath,
  statementAt: Place | undefined,
): PrincipalClause | null {
  const entry = plain ?? negated;
  if (reading.kind === "identity") {
    if (entry !== undefined)
      fault(reading, "needless-principal", [...path, entry.key], entry.keyAt, entry.key);
    return null;
  }
  if (entry === undefined) {
    fault(reading, "missing-principal", path, statementAt);
    return null;
  }
  if (plain !== undefined && negated !== undefined) {
    fault(reading, "two-principals", path, negated.keyAt, negated.key);
  }
  const at = [...path, entry.key];
  return {
    negated: entry === negated,
    entries: readEntries(reading, entry.value, at),
    path: at,
    at: entry.value.at ?? null,
  };
}

function readEntries(reading: Reading, value: PolicyValue, path: PolicyPath): readonly PrincipalEntry[] {
  if (value.kind === "map") {
    return value.entries.flatMap((entry) => readType(reading, entry, [...path, entry.key]));
  }
  const text = value.kind === "text" ? value.text : UNREADABLE;
  const isReadable = value.kind === "text" && (knownText(text) === "*" || soleHole(text) !== undefined);
  if (!isReadable) fault(reading, "bad-principal", path, value.at, displayText(text));
  return [{ type: "AWS", text: isReadable ? text : UNREADABLE, path, at: value.at ?? null }];
}

function readType(reading: Reading, entry: MapEntry, path: PolicyPath): readonly PrincipalEntry[] {
  const type = PRINCIPAL_TYPES.find((name) => name === entry.key);
  if (type === undefined)
    fault(reading, "unknown-principal-type", path, entry.keyAt, entry.key, PRINCIPAL_TYPES);
  return readStrings(reading, entry.value, path).map((written) =>
    type === undefined ? { ...written, text: UNREADABLE, type: "AWS" } : { ...written, type },
  );
}
