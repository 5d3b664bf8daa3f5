import type { Node } from "../core/node.js";

/** The tags of the functions there are. Others are read likewise, but take longer. */
export const FUNCTION_TAGS: readonly string[] = [
  ...["!Ref", "!Condition", "!GetAtt", "!Sub", "!Join", "!Select", "!Split", "!FindInMap", "!ImportValue"],
  ...["!If", "!And", "!Or", "!Not", "!Equals", "!Base64", "!Cidr", "!GetAZs", "!Transform"],
  ...["!ToJsonString", "!Length"],
];

/** The function that a YAML tag stands for (`!GetAtt` is `Fn::GetAtt`), or null for YAML's own tags. */
export function callOfTag(tag: string | undefined): string | null {
  if (tag === undefined || tag.length < 2 || !tag.startsWith("!")) return null;
  const name = tag.slice(1);
  return name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
}

/** The tag of a function (`Fn::GetAtt` is `!GetAtt`), or null where it has none. */
export function tagOfCall(name: string): string | null {
  if (name === "Ref" || name === "Condition") return `!${name}`;
  const short = /^Fn::(\w+)$/.exec(name)?.[1];
  return short === undefined || short === "Transform" ? null : `!${short}`;
}

/**
 * Whether a map with this as its only entry is a function. `Fn::ForEach::…` isn't: it stands
 * beside the entries it adds to.
 */
export function isCall(key: string, value: Node): boolean {
  if (key === "Condition") return value.kind === "scalar" && typeof value.value === "string";
  return mayBeCall(key);
}

/** Whether it takes a look at the value to tell if this lone key is a function. */
export function mayBeCall(key: string): boolean {
  if (key === "Ref" || key === "Condition") return true;
  return key.startsWith("Fn::") && !key.startsWith("Fn::ForEach::");
}
