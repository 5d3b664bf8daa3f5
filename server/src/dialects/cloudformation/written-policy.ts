import { always, type Cases } from "../../core/cases.js";
import type { PolicyItem, PolicyValue, WrittenPolicy } from "../../core/policy-value.js";
import type { Place } from "../../core/span.js";
import { displayText, type Hole, type Text } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { casesOf, placeIdentity, propertyValue, type ResourceSource } from "./resource.js";
import { additionReason } from "./macros.js";
import type { Value } from "./value.js";

/** Stands for a hole while JSON with holes is parsed; not a character of any template. */
const MARK = "\uE000";

/**
 * The policy that a property holds, case by case; null where the property is absent. What can't be
 * known is a text that is one hole.
 */
export function policyCases(resource: ResourceSource, path: readonly string[]): Cases<WrittenPolicy | null> {
  if (resource.broken) return always(null);
  return casesOf<WrittenPolicy | null>(
    resource,
    (evaluation) => writtenPolicy(evaluation, propertyValue(evaluation, resource, path)),
    policyIdentity,
    (reason) => {
      const text: Text = { parts: [{ name: path.at(-1) ?? "", reason }] };
      return { value: { kind: "text", text, at: resource.typeAt }, at: resource.typeAt, inString: false };
    },
  );
}

/** Equal for policies that say the same at the same places. */
export function policyIdentity(policy: WrittenPolicy | null): string {
  return policy === null ? "" : `${identityOf(policy.value)} ${placeIdentity(policy.at)}`;
}

/** A value that holds a policy, in one world; null for no value. */
export function writtenPolicy(evaluation: Evaluation, value: Value): WrittenPolicy | null {
  if (value.kind === "absent") return null;
  const parsed = value.kind === "text" ? parsedText(value.text, value.at) : undefined;
  if (parsed !== undefined) return { value: parsed, at: value.at, inString: true };
  const items: PolicyItem[] = [];
  return { value: policyValue(evaluation, value, items), at: value.at, inString: false, items };
}

/**
 * A value as a tree of texts: every intrinsic below it evaluated, what is absent left out.
 *
 * @param noted takes up each map in a list.
 */
export function policyValue(evaluation: Evaluation, value: Value, noted: PolicyItem[] = []): PolicyValue {
  const { at } = value;
  switch (value.kind) {
    case "absent":
      return { kind: "text", text: { parts: [] }, at };
    case "text":
      return { kind: "text", text: value.text, at };
    case "list":
      return {
        kind: "list",
        at,
        items: (evaluation.items(value) ?? []).map((item) => {
          const read = evaluation.noted(() => policyValue(evaluation, item, noted));
          if (item.kind === "map") noted.push({ at: item.at, restsOn: read.restsOn });
          return read.value;
        }),
      };
    case "map": {
      const addition = additionReason(value.node);
      if (addition !== undefined) {
        return { kind: "text", text: { parts: [{ name: "Fn::Transform", reason: addition }] }, at };
      }
      const entries = value.node.entries.flatMap((entry) => {
        const inner = evaluation.value(entry.value, at);
        if (inner.kind === "absent") return [];
        return [{ key: entry.key, keyAt: entry.keyAt, value: policyValue(evaluation, inner, noted) }];
      });
      return { kind: "map", at, entries };
    }
  }
}

/** The tree of a JSON text, holes and all; undefined for text that is no JSON object. */
function parsedText(text: Text, at: Place): PolicyValue | undefined {
  const first = text.parts[0];
  if (typeof first !== "string" || !/^\s*\{/.test(first)) return undefined;
  const holes: Hole[] = [];
  const marked = text.parts
    .map((part) =>
      typeof part === "string" ? part.replaceAll(MARK, "") : `${MARK}${holes.push(part) - 1}${MARK}`,
    )
    .join("");
  try {
    return fromJson(JSON.parse(marked), holes, at);
  } catch {
    return undefined;
  }
}

function fromJson(json: unknown, holes: readonly Hole[], at: Place): PolicyValue {
  if (Array.isArray(json)) return { kind: "list", at, items: json.map((one) => fromJson(one, holes, at)) };
  if (typeof json === "object" && json !== null) {
    const entries = Object.entries(json).map(([key, value]) => ({
      key: displayText(withHoles(key, holes)),
      keyAt: at,
      value: fromJson(value, holes, at),
    }));
    return { kind: "map", at, entries };
  }
  const scalar = typeof json === "string" || typeof json === "number" || typeof json === "boolean";
  return { kind: "text", at, text: withHoles(scalar ? String(json) : "", holes) };
}

function withHoles(text: string, holes: readonly Hole[]): Text {
  const parts = text.split(MARK).flatMap((part, index): (string | Hole)[] => {
    const hole = index % 2 === 1 ? holes[Number(part)] : undefined;
    return hole === undefined ? (part === "" ? [] : [part]) : [hole];
  });
  return { parts };
}

function identityOf(value: PolicyValue): string {
  return JSON.stringify(value, (name, inner: unknown) =>
    name === "at" || name === "keyAt" ? placeIdentity(inner as Place) : inner,
  );
}
