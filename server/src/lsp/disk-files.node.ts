import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CancellationToken } from "vscode-languageserver";
import { globMatcher } from "../service.js";
import type { FileList, FileProvider, FileQuery, FileText } from "./file-provider.js";

/** The files below these folders on the server's own disk; null where one of them isn't a file URI. */
export function diskFiles(roots: readonly string[]): FileProvider | null {
  const isOnDisk = roots.length > 0 && roots.every((root) => root.startsWith("file:"));
  return isOnDisk ? new DiskFiles(roots.map((root) => fileURLToPath(root))) : null;
}

class DiskFiles implements FileProvider {
  constructor(private readonly roots: readonly string[]) {}

  async list({ include, exclude, limit }: FileQuery, token: CancellationToken): Promise<FileList> {
    const isIncluded = globMatcher([include]);
    const isExcluded = globMatcher(exclude);
    const found: string[] = [];
    const walk = async (root: string, folder: string): Promise<void> => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (found.length > limit || token.isCancellationRequested) return;
        const path = join(folder, entry.name);
        const within = relative(root, path).split(sep).join("/");
        // A folder is left out where all that could lie in it is.
        if (entry.isDirectory()) {
          if (!isExcluded(`${within}/.`)) await walk(root, path);
        } else if (entry.isFile() && isIncluded(within) && !isExcluded(within)) {
          found.push(pathToFileURL(path).href);
        }
      }
    };
    for (const root of this.roots) await walk(root, root);
    return { uris: found.slice(0, limit), more: found.length > limit };
  }

  async read(uri: string, maximumBytes: number): Promise<FileText> {
    try {
      const path = await this.contained(uri);
      const { size } = await stat(path);
      if (size > maximumBytes) return { text: null, reason: "too-large" };
      return { text: await readFile(path, "utf8") };
    } catch {
      return { text: null, reason: "unreadable" };
    }
  }

  async exists(uri: string): Promise<boolean> {
    try {
      return (await stat(await this.contained(uri))).isFile();
    } catch {
      return false;
    }
  }

  /** The real path of a file; throws where it lies outside the folders, also by a symbolic link. */
  private async contained(uri: string): Promise<string> {
    const path = await realpath(fileURLToPath(uri));
    for (const root of this.roots) {
      const real = await realpath(root);
      if (path.startsWith(real.endsWith(sep) ? real : `${real}${sep}`)) return path;
    }
    throw new Error("The file lies outside the workspace.");
  }
}
