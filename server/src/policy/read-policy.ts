import type { Place } from "../core/span.js";
import { displayText, knownText, soleHole } from "../core/text.js";
import type { PolicyDocument, PolicyKind, PolicyPath, Statement } from "./document.js";
import type { MapEntry, PolicyValue } from "./policy-value.js";
import { leastBytes } from "./policy-size.js";
import { readStatement } from "./read-statement.js";
import { fault, type Reading } from "./reading.js";
import { whyUnknown } from "./symbols.js";

const ELEMENTS = ["Version", "Id", "Statement"];
const VERSIONS = ["2012-10-17", "2008-10-17"];

/**
 * Reads a policy as tolerantly as AWS does: one statement or a list, one string or a list. What
 * can't be read is a fault, and a reason why statements may be missing. Element names count with
 * their case. Policies as strings of JSON are parsed by whoever has a parser.
 */
export function readPolicy(value: PolicyValue, kind: PolicyKind): PolicyDocument {
  const reading: Reading = { kind, faults: [], unread: [] };
  const statements =
    value.kind === "map" ? readBody(reading, value.entries, value.at) : unreadable(reading, value);
  return {
    kind,
    replacesVariables: value.kind === "map" && versionOf(value.entries) === "2012-10-17",
    statements,
    unread: reading.unread,
    faults: reading.faults,
    bytes: leastBytes(value),
    at: value.at ?? null,
  };
}

function unreadable(reading: Reading, value: PolicyValue): readonly Statement[] {
  const hole = value.kind === "text" ? soleHole(value.text) : undefined;
  if (hole !== undefined) {
    reading.unread.push(`the policy ${whyUnknown(hole)}`);
    return [];
  }
  fault(reading, "not-a-policy", [], value.at);
  reading.unread.push("the policy can't be read");
  return [];
}

function readBody(
  reading: Reading,
  entries: readonly MapEntry[],
  at: Place | undefined,
): readonly Statement[] {
  for (const { key, keyAt } of entries) {
    if (!ELEMENTS.includes(key)) fault(reading, "unknown-element", [key], keyAt, key, ELEMENTS);
  }
  checkVersion(reading, entries);
  const value = entries.find(({ key }) => key === "Statement")?.value;
  if (value === undefined) {
    fault(reading, "no-statements", [], at);
    reading.unread.push("the policy has no statements that can be read");
    return [];
  }
  if (value.kind !== "list") return statementsOf(reading, value, ["Statement"], 0);
  if (value.items.length === 0) fault(reading, "no-statements", ["Statement"], value.at);
  return value.items.flatMap((item, index) => statementsOf(reading, item, ["Statement", index], index));
}

function statementsOf(
  reading: Reading,
  value: PolicyValue,
  path: PolicyPath,
  index: number,
): readonly Statement[] {
  if (value.kind === "map") return [readStatement(reading, value, path, index)];
  const hole = value.kind === "text" ? soleHole(value.text) : undefined;
  if (hole === undefined) {
    fault(reading, "not-a-statement", path, value.at, value.kind === "text" ? displayText(value.text) : "");
    reading.unread.push(`statement ${index + 1} can't be read`);
  } else reading.unread.push(`statement ${index + 1} ${whyUnknown(hole)}`);
  return [];
}

function checkVersion(reading: Reading, entries: readonly MapEntry[]): void {
  const entry = entries.find(({ key }) => key === "Version");
  if (entry === undefined) return;
  const version = versionOf(entries);
  if (version !== null && VERSIONS.includes(version)) return;
  if (entry.value.kind === "text" && knownText(entry.value.text) === undefined) return;
  fault(reading, "bad-version", ["Version"], entry.value.at, version ?? "", VERSIONS);
}

function versionOf(entries: readonly MapEntry[]): string | null {
  const value = entries.find(({ key }) => key === "Version")?.value;
  return value?.kind === "text" ? (knownText(value.text) ?? null) : null;
}
