import { folderOf } from "../core/paths.js";
import { globFault, plainGlob } from "../core/workspace-settings.js";
import { globMatcher } from "../deployments/globs.js";
import type { Path } from "./raw-values.js";

/** Whether a path is meant; it is relative to the configuration's folder, with `/`. */
export type PathTest = (within: string) => boolean;

/**
 * The globs of a configuration, one or a list of them. One that matches a folder covers all that
 * lies in it.
 *
 * @param name what they stand under, as people call it.
 * @param say takes what makes no sense, with the keys that lead there from the globs.
 */
export function readGlobs(raw: unknown, name: string, say: (message: string, at: Path) => void): PathTest {
  if (typeof raw !== "string" && !Array.isArray(raw)) {
    say(`${name} must be a glob or a list of globs.`, []);
    return () => false;
  }
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const globs = list.flatMap((one, index) => {
    const fault = faultOf(one, name);
    if (fault !== null) say(fault, Array.isArray(raw) ? [index] : []);
    return fault === null ? [plainGlob(one as string).replace(/\/+$/, "")] : [];
  });
  const matches = globMatcher(globs);
  return (within) => {
    for (let path = within; path !== ""; path = folderOf(path)) if (matches(path)) return true;
    return false;
  };
}

function faultOf(value: unknown, name: string): string | null {
  if (typeof value !== "string" || value.trim() === "") return `${name} must be globs that aren't empty.`;
  switch (globFault(plainGlob(value))) {
    case "absolute":
      return `The glob '${value}' must be relative to this file's folder.`;
    case "negated":
      return `The glob '${value}' can't begin with '!': nothing is taken out of these lists.`;
    case "outside":
      return `The glob '${value}' leads out of this file's folder, and a configuration is about the files below it.`;
    case null:
      return null;
  }
}
