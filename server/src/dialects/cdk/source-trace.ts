/** A place in the source of an app, as the CDK recorded it. */
export interface SourcePosition {
  /** With `/`; mostly absolute, and on the machine that synthesised. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1; null where only the line is known: the start of the line is meant. */
  readonly column: number | null;
}

/** No frame is near it; longer ones would only cost time. */
const LONGEST_FRAME = 4096;
const POSITION = /^([^:].*?)(?::(\d{1,9}))?:(\d{1,9})$/;
const WINDOWS_PATH = /^([a-z]:[\\/]|\\\\)/i;
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const NOT_THE_USERS = /(^|\/)(node_modules|jsii-kernel-[^/]*|site-packages|dist-packages)\//;
const JSII = /\/jsii-kernel-|^\s*\.\.\..*\bjsii runtime\b/;
const JAVASCRIPT = /\.[cm]?jsx?$/;

/**
 * The first place in a stack trace that is the user's own source: not the CDK's, not Node's, not
 * that of a package. null where there is none.
 *
 * @param frames as the CDK records them, of any version and language; anything but text is passed over.
 */
export function firstUserFrame(frames: readonly unknown[]): SourcePosition | null {
  return userFrames(frames, 1)[0] ?? null;
}

/** The places in a stack trace that are the user's own source, the innermost first; so many at most. */
export function userFrames(frames: readonly unknown[], limit: number): readonly SourcePosition[] {
  const texts = frames.filter((frame): frame is string => typeof frame === "string");
  // In Python, Java … the JavaScript is jsii's runtime, unpacked somewhere.
  const isForeign = texts.some((text) => JSII.test(text.replaceAll("\\", "/").slice(0, LONGEST_FRAME)));
  const found: SourcePosition[] = [];
  for (const text of texts) {
    if (found.length === limit) break;
    const position = parseFrame(text);
    if (position === null || NOT_THE_USERS.test(position.path)) continue;
    if (!isForeign || !JAVASCRIPT.test(position.path)) found.push(position);
  }
  return found;
}

/** The place that one line of a stack trace names; null for what names no file. */
export function parseFrame(line: string): SourcePosition | null {
  if (line.length > LONGEST_FRAME) return null;
  const frame = line.trim().replace(/^at /, "");
  if (frame.startsWith("...") || frame.startsWith("(")) return null;
  // The CDK takes a nameless frame of an ES module apart in the wrong place: what it has kept of the
  // column may lack digits, so only the line counts.
  const [mangled] = /^file:\/\/.+?(?=:? \()/.exec(frame) ?? [];
  if (mangled !== undefined) return positionIn(`${mangled}:0`);
  const opening = frame.indexOf(" (");
  const isNamed = opening >= 0 && frame.endsWith(")");
  return positionIn(isNamed ? frame.slice(opening + 2, -1) : frame);
}

/** Reads `path:line:column` or `path:line`. */
function positionIn(text: string): SourcePosition | null {
  const [, place = "", first, second = "0"] = POSITION.exec(text) ?? [];
  const path = plainFile(place);
  const line = Number(first ?? second);
  if (path === null || line === 0) return null;
  const column = first === undefined ? 0 : Number(second);
  return { path, line, column: column === 0 ? null : column };
}

/** A path with `/`; null for what is no file, as `node:internal/…`, `<anonymous>`, `native`. */
function plainFile(place: string): string | null {
  if (place.startsWith("<") || place.startsWith("eval at ")) return null;
  if (WINDOWS_PATH.test(place)) return place.replaceAll("\\", "/");
  const file = /^file:\/\/(.*)$/i.exec(place)?.[1];
  if (file !== undefined) return fileOfUrl(file);
  return SCHEME.test(place) || place === "" ? null : place;
}

/** What stands behind `file://`: `/home/a`, `/C:/a`, `server/share/a`. */
function fileOfUrl(rest: string): string {
  const path = rest.startsWith("/") ? rest.replace(/^\/(?=[a-z]:)/i, "") : `//${rest}`;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
