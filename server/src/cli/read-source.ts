import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { namesModelledType } from "../service.js";
import { systemMessage } from "./system-message.js";

/** Larger files aren't parsed: no template that CloudFormation takes is near it. */
export const MAX_BYTES = 20 * 1024 * 1024;

/** A text as the analysis sees it, and the bytes it was read from. */
export interface ReadText {
  readonly kind: "text";
  /** Without a byte order mark: positions are those that editors show. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface Unreadable {
  readonly kind: "unreadable";
  /** A sentence. */
  readonly message: string;
  /** The raw bytes name a type we model, so a template may be lost on us. */
  readonly relevant: boolean;
}

const BYTE_ORDER_MARK = "\uFEFF";
const CHUNK = 1024 * 1024;
/** Most files are read into the same memory, one after the other, and nothing of them stays. */
const SCRATCH_SIZE = 256 * 1024;
let scratch: Buffer | undefined;

/** Whether bytes may matter, told by the words that they hold. */
export type BytesTest = (holds: (word: string) => boolean) => boolean;

/** Reads a file of any kind, at most `MAX_BYTES` of it. Never throws. */
export function readSource(path: string): ReadText | Unreadable;
/** The same, but null for a file whose bytes don't matter: no text is made of it. */
export function readSource(path: string, mayMatter: BytesTest): ReadText | Unreadable | null;
export function readSource(path: string, mayMatter?: BytesTest): ReadText | Unreadable | null {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const bytes = readBounded(file);
    const isLeftOut =
      mayMatter !== undefined && !isUtf16(bytes) && !mayMatter((word) => bytes.includes(word));
    if (isLeftOut) return null;
    return decode(bytes.buffer === scratch?.buffer ? Buffer.from(bytes) : bytes);
  } catch (error) {
    return { kind: "unreadable", message: `Can't be read: ${systemMessage(error)}.`, relevant: true };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Bytes to text, or what stands in the way. */
export function decode(bytes: Uint8Array): ReadText | Unreadable {
  if (bytes.length > MAX_BYTES) return tooLarge(bytes);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    if (text.trim() === "") return { kind: "unreadable", message: "The file is empty.", relevant: false };
    return { kind: "text", text, bytes };
  } catch {
    const what = isUtf16(bytes) ? "UTF-16; save it as UTF-8" : "not UTF-8";
    return { kind: "unreadable", message: `The text is ${what}.`, relevant: mayBeLost(bytes) };
  }
}

/** Text to bytes, with the byte order mark that the original has. */
export function encodeLike(original: Uint8Array, text: string): Uint8Array {
  const marked = original[0] === 0xef && original[1] === 0xbb && original[2] === 0xbf;
  return new TextEncoder().encode(marked ? BYTE_ORDER_MARK + text : text);
}

function tooLarge(bytes: Uint8Array): Unreadable {
  const message = `The file is larger than ${MAX_BYTES / 1024 / 1024} MB, so it isn't read.`;
  return { kind: "unreadable", message, relevant: mayBeLost(bytes) };
}

/** Up to one byte more than allowed. What is returned may lie in memory that the next file is read into. */
function readBounded(file: number): Buffer {
  const found = fstatSync(file);
  if (!found.isFile() || found.size === 0 || found.size >= SCRATCH_SIZE) return readAll(file, found.size);
  scratch ??= Buffer.allocUnsafeSlow(SCRATCH_SIZE);
  const read = readSync(file, scratch, 0, found.size + 1, null);
  // Fewer or more than there should be: it is being written at this very moment.
  return read === found.size
    ? scratch.subarray(0, read)
    : readAll(file, found.size, scratch.subarray(0, read));
}

/** Pipes and devices have no size of their own. */
function readAll(file: number, size: number, begun?: Buffer): Buffer {
  const chunks: Buffer[] = begun === undefined ? [] : [Buffer.from(begun)];
  let total = begun?.length ?? 0;
  let room = Math.min(Math.max(size, 0), MAX_BYTES) + 1;
  while (total <= MAX_BYTES) {
    const chunk = Buffer.allocUnsafe(Math.min(room, MAX_BYTES + 1 - total));
    const read = readSync(file, chunk, 0, chunk.length, null);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    total += read;
    room = CHUNK;
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function mayBeLost(bytes: Uint8Array): boolean {
  // In UTF-16 every other byte of an ASCII name is zero.
  const searched = Buffer.from(isUtf16(bytes) ? bytes.filter((byte) => byte !== 0) : bytes);
  return namesModelledType((word) => searched.includes(word));
}
