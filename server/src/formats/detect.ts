import type { Format } from "./format.js";
import { json } from "./json.js";
import { yaml } from "./yaml.js";

/**
 * The format a text is written in: JSON where it begins with a bracket (or a comment of JSON's
 * kind) and isn't named as YAML, otherwise YAML.
 *
 * @param path of the file; only its extension matters.
 */
export function formatOf(path: string, text: string): Format {
  if (/\.ya?ml$/i.test(path)) return yaml;
  const first = /[^\s\ufeff]/.exec(text)?.[0];
  const slashes = first === "/" && /\.jsonc?$/i.test(path);
  return first === "{" || first === "[" || slashes ? json : yaml;
}
