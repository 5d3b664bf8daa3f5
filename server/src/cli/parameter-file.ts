import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "./environment.js";
import { systemMessage } from "./system-message.js";

/**
 * Reads template parameters from a JSON file, in any of the shapes that AWS's own tools take:
 * `[{ "ParameterKey", "ParameterValue" }]`, `{ "Parameters": { name: value } }`, `{ name: value }`.
 *
 * @throws UsageError naming the file and what is wrong with it.
 */
export function readParameterFile(path: string, cwd: string): ReadonlyMap<string, string> {
  return parseParameters(parseJson(readText(path, cwd), path), path);
}

/** The parameters in a value of one of those shapes. @throws UsageError */
export function parseParameters(value: unknown, path: string): ReadonlyMap<string, string> {
  if (Array.isArray(value)) return parseList(value, path);
  if (!isObject(value)) {
    throw new UsageError(`${path}: parameters are a list of { ParameterKey, ParameterValue } or a map.`);
  }
  const inner = value["Parameters"];
  const map = isObject(inner) ? inner : value;
  return new Map(Object.entries(map).map(([name, each]) => [name, parameterText(each, `'${name}'`, path)]));
}

function parseList(items: readonly unknown[], path: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  items.forEach((item: unknown, index) => {
    // The AWS CLI also takes "Name=Value" strings in a list.
    const pair = typeof item === "string" ? /^([^=]+)=(.*)$/s.exec(item) : null;
    if (pair?.[1] !== undefined) {
      parameters.set(pair[1], pair[2] ?? "");
      return;
    }
    const name = isObject(item) ? item["ParameterKey"] : undefined;
    if (!isObject(item) || typeof name !== "string") {
      throw new UsageError(`${path}: entry ${index + 1} of the list has no ParameterKey.`);
    }
    // A stack update may keep the value it has; then the file doesn't know it.
    if (item["UsePreviousValue"] === true) return;
    parameters.set(name, parameterText(item["ParameterValue"], `'${name}'`, path));
  });
  return parameters;
}

function parameterText(value: unknown, name: string, path: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  // Lists are given to CloudFormation as one text with commas.
  if (Array.isArray(value)) return value.map((each) => parameterText(each, name, path)).join(",");
  throw new UsageError(`${path}: parameter ${name} has no text as its value.`);
}

function readText(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new UsageError(`${path}: the parameter file can't be read: ${systemMessage(error)}.`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${path}: this is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
