import type { Random } from "./random.js";

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

const SHORT = /^(?:Ref|Fn::(\w+))$/;
/** What can stand in YAML without quotes, in block style, and remains a string. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off)$)[A-Za-z/][\w :/.+-]*(?<![: ])$/;

/**
 * Writes a template as people do: block style, short forms of the intrinsic functions, a comment
 * above some resources.
 */
export function yamlOf(template: object, random: Random): string {
  return entries(template as { readonly [key: string]: Value }, 0, random).join("\n") + "\n";
}

function entries(map: { readonly [key: string]: Value }, depth: number, random: Random): string[] {
  const indent = "  ".repeat(depth);
  return Object.entries(map).flatMap(([key, value]) => {
    const comment = depth === 1 && random.between(0, 2) === 0 ? [`${indent}# ${random.words(7)}`] : [];
    return [
      ...comment,
      ...entry(`${indent}${PLAIN.test(key) ? key : JSON.stringify(key)}:`, value, depth, random),
    ];
  });
}

function entry(start: string, value: Value, depth: number, random: Random): string[] {
  if (isList(value)) return [start, ...value.flatMap((item) => listItem(item, depth + 1, random))];
  if (isMap(value) && shortForm(value) === null) return [start, ...entries(value, depth + 1, random)];
  return [`${start} ${inline(value)}`];
}

function listItem(item: Value, depth: number, random: Random): string[] {
  const indent = "  ".repeat(depth);
  if (!isMap(item) || shortForm(item) !== null) return [`${indent}- ${inline(item)}`];
  const [first = "", ...rest] = entries(item, depth + 1, random);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function inline(value: Value): string {
  if (isList(value)) return `[${value.map(inline).join(", ")}]`;
  if (isMap(value)) return shortForm(value) ?? JSON.stringify(value);
  if (typeof value !== "string" || PLAIN.test(value)) return String(value);
  return JSON.stringify(value);
}

/** `!GetAtt Key.Arn` for `{ "Fn::GetAtt": ["Key", "Arn"] }`; null for a map that calls no function. */
function shortForm(map: { readonly [key: string]: Value }): string | null {
  const [[name, argument] = ["", ""], ...others] = Object.entries(map);
  const matched = SHORT.exec(name);
  if (matched === null || others.length > 0) return null;
  const called = matched[1] ?? "Ref";
  return `!${called} ${called === "GetAtt" && isList(argument) ? argument.map(String).join(".") : inline(argument)}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && !isList(value);
}
