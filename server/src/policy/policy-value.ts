import type { PolicyValue } from "../core/policy-value.js";
import { literalText, type Text } from "../core/text.js";

export type { ListBranch, MapBranch, MapEntry, PolicyValue, TextLeaf } from "../core/policy-value.js";

/**
 * The tree of a JSON document without places, with texts in it where something isn't known:
 * policies that are written down in code. Null is the empty text.
 */
export function plainPolicyValue(json: unknown): PolicyValue {
  if (isText(json)) return { kind: "text", text: json };
  if (Array.isArray(json)) return { kind: "list", items: json.map(plainPolicyValue) };
  if (typeof json === "object" && json !== null) {
    const entries = Object.entries(json).map(([key, value]) => ({ key, value: plainPolicyValue(value) }));
    return { kind: "map", entries };
  }
  return { kind: "text", text: literalText(scalarText(json)) };
}

function isText(json: unknown): json is Text {
  return typeof json === "object" && json !== null && "parts" in json && Array.isArray(json.parts);
}

function scalarText(json: unknown): string {
  if (typeof json === "string") return json;
  return typeof json === "number" || typeof json === "boolean" ? String(json) : "";
}
