import * as fs from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
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

const [open, read] = [promisify(fs.open), promisify(fs.read)];

/** To open a pipe would wait for somebody who writes to it (Windows has neither such files nor the flag). */
const READ_AT_ONCE = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** A byte order mark stays: formats know it, and it counts in offsets. */
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

class DiskFiles implements FileProvider {
  /** The real paths of folders within the workspace, for as long as files are being read. */
  private readonly realFolders = new Map<string, Promise<string>>();
  private reading = 0;

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
    this.reading += 1;
    try {
      return await readOpened(await this.opened(fileURLToPath(uri)), maximumBytes);
    } catch {
      return { text: null, reason: "unreadable" };
    } finally {
      this.reading -= 1;
      // Another time a folder may be a link that leads elsewhere.
      if (this.reading === 0) this.realFolders.clear();
    }
  }

  async exists(uri: string): Promise<boolean> {
    try {
      return (await stat(await this.contained(fileURLToPath(uri)))).isFile();
    } catch {
      return false;
    }
  }

  async modified(uri: string): Promise<number | null> {
    try {
      return (await stat(await this.contained(fileURLToPath(uri)))).mtimeMs;
    } catch {
      return null;
    }
  }

  /** Opens a file for reading: its descriptor. Throws where it lies outside the folders. */
  private async opened(path: string): Promise<number> {
    // Windows has no such flag.
    if (fs.constants.O_NOFOLLOW === undefined) return open(await this.contained(path), READ_AT_ONCE);
    const folder = dirname(path);
    const known = this.realFolders.get(folder) ?? this.contained(folder);
    this.realFolders.set(folder, known);
    try {
      return await open(join(await known, basename(path)), READ_AT_ONCE | fs.constants.O_NOFOLLOW);
    } catch {
      // It may be a link.
      return open(await this.contained(path), READ_AT_ONCE);
    }
  }

  /** The real path of a file or folder; throws where it lies outside the folders, also by a symbolic link. */
  private async contained(path: string): Promise<string> {
    const found = await realpath(path);
    for (const root of this.roots) {
      const real = await realpath(root);
      if (found === real || found.startsWith(real.endsWith(sep) ? real : `${real}${sep}`)) return found;
    }
    throw new Error("The file lies outside the workspace.");
  }
}

/**
 * Reads an open file and closes it. Only what may have to wait for a disk is left to another thread:
 * in a workspace of many small files, handing over takes longer than all else.
 */
async function readOpened(file: number, maximumBytes: number): Promise<FileText> {
  try {
    const found = fs.fstatSync(file);
    // To read a pipe or a device may never end.
    if (!found.isFile()) return { text: null, reason: "unreadable" };
    if (found.size > maximumBytes) return { text: null, reason: "too-large" };
    const bytes = new Uint8Array(found.size);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await read(file, bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { text: UTF8.decode(bytes.subarray(0, filled)) };
  } finally {
    fs.closeSync(file);
  }
}
