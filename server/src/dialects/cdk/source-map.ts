import { FlattenMap, LEAST_UPPER_BOUND, originalPositionFor } from "@jridgewell/trace-mapping";
import { folderOf, resolvePath } from "../../core/paths.js";
import type { SourcePosition } from "./source-trace.js";
import { parsedJson } from "./untrusted.js";

/** Where a compiled file says that its source map is. */
export type MapReference =
  | { readonly kind: "inline"; readonly json: string }
  /** As written, relative to the compiled file. */
  | { readonly kind: "file"; readonly reference: string };

/** Leads from places in a compiled file to those in its source. */
export interface SourceMap {
  /** The place in the source; null where the map doesn't tell. Its path may be one of another machine, as in traces. */
  originalOf(position: SourcePosition): SourcePosition | null;
}

const COMPILED = /\.[cm]?js$/;
/** The map is named in the last line, or close to it. */
const NAMED_IN_THE_LAST = 64 * 1024;
const COMMENT = /\/[/*][#@][ \t]*sourceMappingURL=([^\s*'"]+)/g;
const DATA = /^data:application\/json[^,]*?(;base64)?,/i;
/** What bundlers write before the path: `webpack://shop/./lib/shop.ts`. */
const BUNDLED = /^(?:webpack|rollup|vite|ng):\/\/(?:[^/]*\/)?/i;

/** Whether a file may have been compiled from another. */
export function mayBeCompiled(path: string): boolean {
  return COMPILED.test(path);
}

/** The source map that a compiled file names; null for none. */
export function mapReferenceIn(text: string): MapReference | null {
  const inline = text.lastIndexOf("sourceMappingURL=data:");
  const start = inline >= 0 ? inline - 4 : text.length - NAMED_IN_THE_LAST;
  const url = [...text.slice(Math.max(0, start)).matchAll(COMMENT)].at(-1)?.[1];
  if (url === undefined) return null;
  const data = DATA.exec(url);
  if (data === null) return url.startsWith("data:") ? null : { kind: "file", reference: decoded(url) };
  const body = url.slice(data[0].length);
  return { kind: "inline", json: data[1] === undefined ? decoded(body) : fromBase64(body) };
}

/**
 * Reads a source map; null for what is none.
 *
 * @param path of the map, or of the compiled file that holds it: sources are named relative to it.
 */
export function readSourceMap(path: string, json: string): SourceMap | null {
  try {
    const value = parsedJson(json.replace(/^\)\]\}'[^\n]*\n/, ""));
    if (typeof value !== "object" || value === null) return null;
    const map = FlattenMap(value as Parameters<typeof FlattenMap>[0]);
    return { originalOf: (position) => orNull(() => originalOf(map, folderOf(path), position)) };
  } catch {
    return null;
  }
}

/** What is wrong with the mappings shows only when one is looked for. */
function orNull<T>(work: () => T | null): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function originalOf(
  map: ReturnType<typeof FlattenMap>,
  folder: string,
  { line, column }: SourcePosition,
): SourcePosition | null {
  const needle = { line, column: Math.max(0, (column ?? 1) - 1) };
  const before = originalPositionFor(map, needle);
  // A line that is known without a column begins with blanks, which nothing was compiled to.
  const found =
    before.line === null ? originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND }) : before;
  if (found.source === null || found.source === "") return null;
  const path = pathOf(folder, found.source);
  return { path, line: found.line, column: column === null ? null : found.column + 1 };
}

function pathOf(folder: string, source: string): string {
  const plain = decoded(source.replace(BUNDLED, "").replace(/^file:\/\//i, ""));
  return resolvePath(folder, plain) ?? plain;
}

function fromBase64(body: string): string {
  try {
    const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8").decode(bytes);
  } catch {
    return "";
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
