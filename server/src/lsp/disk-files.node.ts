import { constants } from "node:fs";
import { open, readdir, realpath, stat, type FileHandle } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CancellationToken } from "vscode-languageserver";
import { globMatcher } from "../service.js";
import type { FileList, FileProvider, FileQuery, FileText } from "./file-provider.js";

/** The files below these folders on the server's own disk; null where one of them isn't a file URI. */
export function diskFiles(roots: readonly string[]): FileProvider | null {
  const isOnDisk = roots.length > 0 && roots.every((root) => root.startsWith("file:"));
  if (!isOnDisk) return null;
  try {
    return new DiskFiles(roots.map((root) => fileURLToPath(root)));
  } catch {
    // A file URI may name another host, or a path that this system can't have.
    return null;
  }
}

/** To open a pipe would wait for somebody who writes to it (Windows has neither such files nor the flag). */
const READ_AT_ONCE = constants.O_RDONLY | constants.O_NONBLOCK;

/** A byte order mark stays: formats know it, and it counts in offsets. */
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

class DiskFiles implements FileProvider {
  /** The real paths of the folders, as they were at the last listing. */
  private realRoots: Promise<readonly string[]> | null = null;

  constructor(private readonly roots: readonly string[]) {}

  async list({ include, exclude, limit }: FileQuery, token: CancellationToken): Promise<FileList> {
    this.realRoots = null;
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
      return await readOpened(await open(await this.contained(uri), READ_AT_ONCE), maximumBytes);
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
    this.realRoots ??= Promise.all(this.roots.map((root) => realpath(root).catch(() => root)));
    for (const real of await this.realRoots) {
      if (path.startsWith(real.endsWith(sep) ? real : `${real}${sep}`)) return path;
    }
    throw new Error("The file lies outside the workspace.");
  }
}

/** Fewer ways to the system than a path is stat'ed and read with: a workspace has many small files. */
async function readOpened(file: FileHandle, maximumBytes: number): Promise<FileText> {
  try {
    const found = await file.stat();
    // To read a pipe or a device may never end.
    if (!found.isFile()) return { text: null, reason: "unreadable" };
    if (found.size > maximumBytes) return { text: null, reason: "too-large" };
    const bytes = new Uint8Array(found.size);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { text: UTF8.decode(bytes.subarray(0, filled)) };
  } finally {
    await file.close();
  }
}
