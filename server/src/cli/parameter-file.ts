import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Lines } from "../core/lines.js";
import type { Problem } from "../core/problem.js";
import * as service from "../service.js";
import { UsageError } from "./environment.js";
import { systemMessage } from "./system-message.js";

/**
 * Reads template parameters from a JSON or YAML file, in any of the shapes that AWS's own tools
 * take; see `deployments/parameter-file.ts`.
 *
 * @throws UsageError naming the file and what is wrong with it.
 */
export function readParameterFile(path: string, cwd: string): ReadonlyMap<string, string> {
  return parseParameters(readText(path, cwd), path);
}

/** The parameters in the text of such a file. @throws UsageError */
export function parseParameters(text: string, path: string): ReadonlyMap<string, string> {
  const format = service.parameterFileFormat(path);
  const { parameters, problems } = service.readParameterFile(text, format);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${path}: ${clause(problem, text)}`);
  return parameters;
}

/** The problem as it goes on behind the file's name. */
function clause({ message, span }: Problem, text: string): string {
  const { line, character } = new Lines(text).positionAt(span.start);
  const words = message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "");
  return `${words} (line ${line + 1}, column ${character + 1}).`;
}

function readText(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new UsageError(`${path}: the parameter file can't be read: ${systemMessage(error)}.`);
  }
}
