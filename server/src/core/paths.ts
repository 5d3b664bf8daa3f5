/**
 * Names of documents: paths with `/` between their parts, or URIs. Both can be read relative to one
 * another without knowing where they come from.
 */

const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const DRIVE = /^[a-z]:/i;

/** The folder a document lies in, without the `/` at its end; empty for a bare name. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A document's name without the signs that URIs encode: equal for all spellings of one URI. */
export function plainPath(path: string): string {
  if (!SCHEME.test(path)) return path;
  try {
    // Windows doesn't tell drives apart by case, and neither do editors.
    return decodeURIComponent(path).replace(/^file:\/\/\/[A-Z]:/, (drive) => drive.toLowerCase());
  } catch {
    return path;
  }
}

/**
 * The plain path that a relative reference written in a document means.
 *
 * @param folder the plain path of the folder it is relative to; empty for the working folder.
 * @returns null for what is no relative path: absolute ones, URLs, Windows drives, empty text.
 */
export function resolvePath(folder: string, reference: string): string | null {
  const written = reference.replaceAll("\\", "/");
  if (written === "" || written.startsWith("/")) return null;
  if (SCHEME.test(written) || DRIVE.test(written)) return null;
  const parts = folder === "" ? [] : folder.split("/");
  const root = SCHEME.test(folder) ? 3 : folder.startsWith("/") ? 1 : 0;
  for (const part of written.split("/")) {
    if (part === "" || part === ".") continue;
    const canLeave = parts.length > root && parts.at(-1) !== "..";
    if (part !== "..") parts.push(part);
    else if (canLeave) parts.pop();
    else if (root > 0) return null;
    else parts.push(part);
  }
  return parts.join("/");
}

/** Whether a plain path lies in a folder, or is that folder. */
export function isInside(folder: string, path: string): boolean {
  if (folder === "") return !path.startsWith("../") && path !== ".." && !path.startsWith("/");
  return path === folder || path.startsWith(`${folder}/`);
}
