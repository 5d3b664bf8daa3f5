import { nearestName } from "../core/nearest.js";
import type { Place } from "../core/span.js";
import type { Text } from "../core/text.js";
import type { PolicyKind, PolicyPath, ShapeFault, Written } from "./document.js";
import type { PolicyValue } from "./policy-value.js";

/** Where faults and unread pieces are noted while a policy is read. */
export interface Reading {
  readonly kind: PolicyKind;
  readonly faults: ShapeFault[];
  readonly unread: string[];
}

/** Notes a fault; `known` are the names that could have been meant. */
export function fault(
  reading: Reading,
  kind: ShapeFault["kind"],
  path: PolicyPath,
  at: Place | undefined,
  written = "",
  known: readonly string[] = [],
): void {
  const nearest = nearestName(written, known) ?? null;
  reading.faults.push({ kind, path, at: at ?? null, written, nearest });
}

/** The strings of an element that is one string or a list of them. */
export function readStrings(reading: Reading, value: PolicyValue, path: PolicyPath): readonly Written[] {
  if (value.kind !== "list") return [readString(reading, value, path)];
  return value.items.map((item, index) => readString(reading, item, [...path, index]));
}

/** Stands for what isn't a string: it could have been meant as any. */
export const UNREADABLE: Text = { parts: [{ name: "?", reason: "it isn't a string" }] };

function readString(reading: Reading, value: PolicyValue, path: PolicyPath): Written {
  if (value.kind === "text") return { text: value.text, path, at: value.at ?? null };
  fault(reading, "bad-value", path, value.at);
  return { text: UNREADABLE, path, at: value.at ?? null };
}
