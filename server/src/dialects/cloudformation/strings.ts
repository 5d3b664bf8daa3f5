import type { Hole, Text } from "../../core/text.js";

/** `{{resolve:ssm:name:1}}`: a value that CloudFormation looks up when it deploys. */
const DYNAMIC_REFERENCE = /\{\{resolve:([a-z-]+):([^{}]*)\}\}/g;

/**
 * A literal string of a template as text: dynamic references, loop variables of `Fn::ForEach` and
 * variables of the dialect become holes (or the loop's value).
 */
export function textWithHoles(
  source: string,
  bindings: ReadonlyMap<string, string | null>,
  variables: "serverless" | null,
): Text {
  if (!/[{$&]/.test(source)) return { parts: source === "" ? [] : [source] };
  let parts: (string | Hole)[] = [source];
  parts = parts.flatMap((part) => (typeof part === "string" ? splitDynamicReferences(part) : [part]));
  if (bindings.size > 0) {
    parts = parts.flatMap((part) => (typeof part === "string" ? splitBindings(part, bindings) : [part]));
  }
  if (variables === "serverless") {
    parts = parts.flatMap((part) => (typeof part === "string" ? splitServerlessVariables(part) : [part]));
  }
  return { parts: joined(parts) };
}

/** `${source:…}` or `${source(…)}`; `${AWS::Region}` is none. */
const SERVERLESS_VARIABLE = /^\$\{\s*[A-Za-z]+\s*(?:\([^)]*\)\s*[:,}]|:(?!:))/;

/** A piece of the string that `Fn::Sub` takes: literal text, or a placeholder's name. */
export type SubPiece = { readonly literal: string } | { readonly name: string };

/** Splits the string of an `Fn::Sub` at its placeholders; `${!Literal}` is literal text. */
export function subPieces(source: string): readonly SubPiece[] {
  const pieces: SubPiece[] = [];
  let rest = 0;
  for (const match of source.matchAll(/\$\{(!?)([^${}]*)\}/g)) {
    if (match.index > rest) pieces.push({ literal: source.slice(rest, match.index) });
    const name = (match[2] ?? "").trim();
    pieces.push(match[1] === "!" ? { literal: `\${${name}}` } : { name });
    rest = match.index + match[0].length;
  }
  if (rest < source.length) pieces.push({ literal: source.slice(rest) });
  return pieces;
}

function splitDynamicReferences(source: string): (string | Hole)[] {
  const parts: (string | Hole)[] = [];
  let rest = 0;
  for (const match of source.matchAll(DYNAMIC_REFERENCE)) {
    parts.push(source.slice(rest, match.index));
    const service = match[1] === "secretsmanager" ? "Secrets Manager" : "SSM";
    parts.push({
      name: match[0].slice(2, -2),
      reason: `it is looked up in ${service} when the stack is deployed ('${match[2] ?? ""}')`,
    });
    rest = match.index + match[0].length;
  }
  parts.push(source.slice(rest));
  return parts;
}

/** `${Loop}` and `&{Loop}`, which leaves out what isn't alphanumeric. */
function splitBindings(source: string, bindings: ReadonlyMap<string, string | null>): (string | Hole)[] {
  const parts: (string | Hole)[] = [];
  let rest = 0;
  for (const match of source.matchAll(/([$&])\{([A-Za-z0-9]+)\}/g)) {
    const name = match[2] ?? "";
    const bound = bindings.get(name);
    if (bound === undefined) continue;
    parts.push(source.slice(rest, match.index));
    if (bound === null)
      parts.push({ name, reason: `the values of the loop variable '${name}' aren't known` });
    else parts.push(match[1] === "&" ? bound.replace(/[^A-Za-z0-9]/g, "") : bound);
    rest = match.index + match[0].length;
  }
  parts.push(source.slice(rest));
  return parts;
}

/** `${self:custom.key}`, `${opt:stage, 'dev'}`, `${file(x.yml):y}`; nested ones count as one. */
function splitServerlessVariables(source: string): (string | Hole)[] {
  const parts: (string | Hole)[] = [];
  let rest = 0;
  for (
    let start = source.indexOf("${");
    start >= 0;
    start = source.indexOf("${", Math.max(start + 2, rest))
  ) {
    if (start < rest || !SERVERLESS_VARIABLE.test(source.slice(start, start + 200))) continue;
    const end = closingBrace(source, start + 2);
    if (end === undefined) break;
    const name = source.slice(start + 2, end).trim();
    parts.push(source.slice(rest, start));
    parts.push({ name, reason: `the Serverless Framework resolves '\${${name}}' when it deploys` });
    rest = end + 1;
  }
  parts.push(source.slice(rest));
  return parts;
}

function closingBrace(source: string, from: number): number | undefined {
  let depth = 1;
  for (let index = from; index < source.length; index++) {
    if (source[index] === "{") depth += 1;
    else if (source[index] === "}" && --depth === 0) return index;
  }
  return undefined;
}

function joined(parts: readonly (string | Hole)[]): (string | Hole)[] {
  const result: (string | Hole)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}
