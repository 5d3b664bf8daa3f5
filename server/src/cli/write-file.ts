import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode, systemMessage } from "./system-message.js";

/** A file wasn't written, and nothing of it was changed; `message` is a clause. */
export class WriteRefused extends Error {}

/**
 * Replaces a file's content, whole or not at all, keeping its mode. A symbolic link stays one: the
 * file it leads to is replaced.
 *
 * @param expected what the file held when it was read.
 * @throws WriteRefused where the file has changed since, or can't be written.
 */
export function replaceFile(path: string, expected: Uint8Array, content: Uint8Array): void {
  refusing(() => {
    const target = realpathSync(path);
    // A rename needs no right to write the file itself, so ask for it.
    accessSync(target, constants.W_OK);
    writeBeside(target, content, statSync(target), () => {
      if (!readFileSync(target).equals(expected)) throw new WriteRefused("it has changed since it was read");
    });
  });
}

/** Writes a report, whole or not at all. @throws WriteRefused */
export function writeWhole(path: string, text: string): void {
  refusing(() => {
    const known = statIfThere(path);
    const target = known === null ? path : realpathSync(path);
    const content = new TextEncoder().encode(text);
    // A device or a pipe (/dev/stdout) can't be renamed over.
    if (known !== null && !known.isFile()) writeInto(openSync(target, "w"), content);
    else writeBeside(target, content, known, () => undefined);
  });
}

/** Writes a temporary file in the same folder, checks once more, and renames it. */
function writeBeside(target: string, content: Uint8Array, like: Stats | null, check: () => void): void {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeInto(openSync(temporary, "wx", like?.mode ?? 0o666), content);
    if (like !== null) keepOwnerAndMode(temporary, like);
    check();
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeInto(file: number, content: Uint8Array): void {
  try {
    for (let written = 0; written < content.length;) {
      written += writeSync(file, content, written, content.length - written);
    }
    if (content.length > 0) syncIfPossible(file);
  } finally {
    closeSync(file);
  }
}

function syncIfPossible(file: number): void {
  try {
    fsyncSync(file);
  } catch (error) {
    // Pipes and terminals have nothing to sync.
    if (errorCode(error) !== "EINVAL" && errorCode(error) !== "ENOTSUP") throw error;
  }
}

function keepOwnerAndMode(path: string, like: Stats): void {
  const own = statSync(path);
  if (own.uid !== like.uid || own.gid !== like.gid) {
    try {
      chownSync(path, like.uid, like.gid);
    } catch (error) {
      if (errorCode(error) !== "EPERM") throw error;
      throw new WriteRefused("it belongs to another user or group, and that couldn't be kept");
    }
  }
  // After chown, which drops set-id bits; and the umask has had its way with the mode given to open.
  chmodSync(path, like.mode & 0o7777);
}

function statIfThere(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}

function refusing(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (error instanceof WriteRefused) throw error;
    throw new WriteRefused(systemMessage(error));
  }
}
