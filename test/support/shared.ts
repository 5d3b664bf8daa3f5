import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Real templates beside the repository; tests that need them are skipped where there are none. */
const SHARED = join(import.meta.dirname, "../../../shared");

export interface SharedFile {
  /** Relative to the folder of the collection, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Whether this folder of real templates is there. Says so once where it isn't. */
export function hasShared(folder: string): boolean {
  const present = existsSync(join(SHARED, folder));
  if (!present) console.log(`  ../shared/${folder} is absent: its tests are skipped.`);
  return present;
}

/** Where a folder of real templates lies on the disk. */
export function sharedFolder(folder: string): string {
  return join(SHARED, folder);
}

/** The files below a folder of real templates, in the order of their paths. */
export function sharedFiles(folder: string, wanted: (path: string) => boolean = () => true): SharedFile[] {
  const root = sharedFolder(folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter(wanted)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
