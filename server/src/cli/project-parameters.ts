import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Settings } from "../core/settings.js";
import type { SentParameterFiles } from "./link-calls.js";

/** The parameter files that the settings of templates name, by the templates' paths; those of one source once. */
export function namedParameterFiles(settings: ReadonlyMap<string, Settings>): readonly SentParameterFiles[] {
  const named = new Map<string, SentParameterFiles & { readonly templates: Set<string> }>();
  for (const [path, { parameterFiles, parameterFilesFrom: folder }] of settings) {
    if (folder === null || parameterFiles.length === 0) continue;
    const key = JSON.stringify([folder, parameterFiles]);
    const same = named.get(key) ?? { parameterFiles, folder, templates: new Set<string>() };
    same.templates.add(path);
    named.set(key, same);
  }
  return [...named.values()];
}

/**
 * The absolute paths of these files, as far as they are there.
 *
 * @returns also those that name no file: absolute paths and globs.
 */
export async function parameterFilesNamed(
  named: readonly SentParameterFiles[],
): Promise<{ readonly files: readonly string[]; readonly missing: readonly string[] }> {
  const files = new Set<string>();
  const missing = new Set<string>();
  for (const { parameterFiles, folder } of named) {
    for (const glob of parameterFiles.flatMap((one) => one.files)) {
      const path = resolve(`${folder}/`, glob);
      const found = existsSync(path) ? [path] : await matching(glob, `${folder}/`);
      if (found.length === 0) missing.add(path);
      found.forEach((one) => files.add(one));
    }
  }
  return { files: [...files], missing: [...missing] };
}

async function matching(glob: string, folder: string): Promise<readonly string[]> {
  const { globSync, isDynamicPattern } = await import("tinyglobby");
  if (!isDynamicPattern(glob)) return [];
  return globSync(glob, {
    cwd: folder,
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    ignore: ["**/node_modules/**", "**/.git/**"],
  })
    .map((path) => resolve(path))
    .sort();
}
