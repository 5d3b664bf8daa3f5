import { isInside, resolvePath } from "../../core/paths.js";

/**
 * The file that a recorded path means here: traces hold absolute paths of the machine that
 * synthesised, which may be a build server, a container, or a colleague's. It is the file whose path
 * agrees with the end of the recorded one in the most parts.
 *
 * @param recorded the path of a `SourcePosition`.
 * @param folders where the file may lie, the likeliest first: the folder of `cdk.json`, then those of
 *   the workspace. Plain paths or decoded URIs.
 * @returns a path in one of the folders for which `exists` holds; null where there is none.
 */
export function findSource(
  recorded: string,
  folders: readonly string[],
  exists: (path: string) => boolean,
): string | null {
  for (const path of possibleSources(recorded, folders)) if (exists(path)) return path;
  return null;
}

/** No workspace is deeper, and what is recorded may be anything. */
const MOST_PARTS = 32;

/** The paths that a recorded one may mean here, the likeliest first. None lies outside the folders. */
export function possibleSources(recorded: string, folders: readonly string[]): readonly string[] {
  const parts = recorded.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return [];
  const found = new Set<string>();
  if (folders.some((folder) => folder !== "" && isInside(folder, recorded))) found.add(recorded);
  for (let start = Math.max(0, parts.length - MOST_PARTS); start < parts.length; start += 1) {
    for (const folder of folders) {
      const path = resolvePath(folder, parts.slice(start).join("/"));
      if (path !== null && isInside(folder, path)) found.add(path);
    }
  }
  return [...found];
}
