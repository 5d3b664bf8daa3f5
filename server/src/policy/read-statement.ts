import type { Place } from "../core/span.js";
import { displayText, knownText, literalText } from "../core/text.js";
import type { Clause, PolicyPath, Statement } from "./document.js";
import type { MapBranch, MapEntry, PolicyValue } from "./policy-value.js";
import { readConditions } from "./read-conditions.js";
import { readPrincipals } from "./read-principals.js";
import { fault, readStrings, type Reading } from "./reading.js";
import { whyUnknown } from "./symbols.js";

/** What a statement can have, for completion and the nearest name of a slip. */
export const STATEMENT_ELEMENTS: readonly string[] = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

const EFFECTS = ["Allow", "Deny"];

/** Reads a statement; pieces that can't be read are faults, and nothing of them is guessed. */
export function readStatement(
  reading: Reading,
  value: MapBranch,
  path: PolicyPath,
  index: number,
): Statement {
  for (const { key, keyAt } of value.entries) {
    if (!STATEMENT_ELEMENTS.includes(key)) {
      fault(reading, "unknown-element", [...path, key], keyAt, key, STATEMENT_ELEMENTS);
    }
  }
  const find = (key: string): MapEntry | undefined => value.entries.find((entry) => entry.key === key);
  const sid = find("Sid")?.value;
  return {
    index,
    sid: sid?.kind === "text" ? { text: sid.text, path: [...path, "Sid"], at: sid.at ?? null } : null,
    effect: readEffect(reading, find("Effect")?.value, path, value.at),
    principals: readPrincipals(reading, find("Principal"), find("NotPrincipal"), path, value.at),
    actions: readClause(reading, find("Action"), find("NotAction"), path, "two-actions"),
    resources: readClause(reading, find("Resource"), find("NotResource"), path, "two-resources"),
    conditions: readConditions(reading, find("Condition"), path),
    refused: refusal(reading, value.entries),
    path,
    at: value.at ?? null,
  };
}

/** Why AWS refuses the statement, so that it can't be said to do anything; or null. */
function refusal({ kind }: Reading, entries: readonly MapEntry[]): string | null {
  const has = (key: string): boolean => entries.some((entry) => entry.key === key);
  for (const name of ["Principal", "Action", "Resource"]) {
    if (has(name) && has(`Not${name}`)) return `a statement has both ${name} and Not${name}`;
  }
  const hasPrincipal = has("Principal") || has("NotPrincipal");
  if (kind === "identity") return hasPrincipal ? "a statement of an IAM policy names a principal" : null;
  return hasPrincipal ? null : "a statement names no principal";
}

function readEffect(
  reading: Reading,
  value: PolicyValue | undefined,
  path: PolicyPath,
  at: Place | undefined,
): Statement["effect"] {
  if (value === undefined) {
    fault(reading, "missing-effect", path, at);
    return { reason: "a statement has no effect that can be read" };
  }
  const text = value.kind === "text" ? value.text : literalText("");
  const known = knownText(text);
  if (known === "Allow" || known === "Deny") return known;
  const hole = text.parts.find((part) => typeof part === "object");
  if (hole !== undefined) return { reason: `the effect of a statement ${whyUnknown(hole)}` };
  fault(reading, "bad-effect", [...path, "Effect"], value.at, displayText(text), EFFECTS);
  return { reason: "a statement has no effect that can be read" };
}

function readClause(
  reading: Reading,
  plain: MapEntry | undefined,
  negated: MapEntry | undefined,
  path: PolicyPath,
  both: "two-actions" | "two-resources",
): Clause | null {
  if (plain !== undefined && negated !== undefined) fault(reading, both, path, negated.keyAt, negated.key);
  const entry = plain ?? negated;
  if (entry === undefined) return null;
  const at = [...path, entry.key];
  return {
    negated: entry === negated,
    values: readStrings(reading, entry.value, at),
    path: at,
    at: entry.value.at ?? null,
  };
}
