import type { Span } from "../../core/span.js";

/** Where a cursor stands in text that may be half typed. */
export interface CursorPlace {
  /** The keys around it, outermost first, lists left out. */
  readonly path: readonly string[];
  /** What can be typed there; `either` on a line of its own in block style. */
  readonly slot: "key" | "value" | "either";
  /** The word that is being typed, without its quotes. */
  readonly word: Span;
  /** The quote that the word stands in; `closed` where another one follows it. */
  readonly quote: { readonly sign: string; readonly closed: boolean } | null;
  /** Strings are always quoted there. */
  readonly isJson: boolean;
}

/** A key or dash at the beginning of a line in block style. */
interface Marker {
  readonly column: number;
  /** Null for a dash. */
  readonly key: string | null;
  /** Where what it marks begins, as an offset. */
  readonly value: number;
}

/**
 * Finds the keys around a cursor without parsing: by brackets in JSON and in flow style, by indent in
 * block style. Whatever stands behind the cursor, or is wrong before it, does no harm.
 */
export function cursorPlace(text: string, offset: number, format: "yaml" | "json"): CursorPlace {
  if (format === "json" || /^[\s\ufeff]*\{/.test(text)) return inBrackets(text, 0, offset, [], true);
  const chain = markersAround(text, offset);
  const path: string[] = [];
  for (const { key, value } of chain) {
    if (key !== null) path.push(key);
    const start = value + (/^(?:[!&][^\s[{]*[ \t]+)*/.exec(text.slice(value, offset))?.[0].length ?? 0);
    if (/[{[]/.test(text[start] ?? "") && start < offset) return inBrackets(text, start, offset, path, false);
  }
  const last = chain.at(-1);
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  const from = last === undefined || last.value < line ? line : last.value;
  const before = /(["']?)([^"'\s]*)$/.exec(text.slice(from, offset));
  const sign = before?.[1] ?? "";
  const isOnKeysLine = last !== undefined && last.key !== null && last.value >= line;
  return placeOf(
    text,
    offset,
    before?.[2]?.length ?? 0,
    sign,
    path,
    isOnKeysLine ? "value" : "either",
    false,
  );
}

/** The markers that a cursor stands below or behind, outermost first. */
function markersAround(text: string, offset: number): readonly Marker[] {
  const found: Marker[] = [];
  let limit = Number.POSITIVE_INFINITY;
  let end = offset;
  for (let isFirst = true; end >= 0 && limit > 0; isFirst = false) {
    const start = end === 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const filled = line.trim() !== "" && !/^\s*#/.test(line);
    // `kms:` may be the beginning of a word; a key's colon has a blank or nothing behind it.
    const markers = filled ? markersOf(isFirst ? `${line}.` : line, start) : [];
    if (isFirst && markers.length === 0) limit = /^ */.exec(line)?.[0].length ?? 0;
    for (const marker of markers.reverse()) {
      if (marker.column >= limit) continue;
      found.unshift(marker);
      // A list may stand in the column of its key.
      limit = marker.key === null ? marker.column + 1 : marker.column;
    }
    end = start - 1;
  }
  return found.filter(({ key, column }, index) => key !== null || found[index + 1]?.column !== column);
}

function markersOf(line: string, start: number): Marker[] {
  const markers: Marker[] = [];
  let column = /^ */.exec(line)?.[0].length ?? 0;
  for (let dash = /^- */.exec(line.slice(column)); dash !== null; dash = /^- */.exec(line.slice(column))) {
    if (dash[0] === "-" && column + 1 < line.length) break;
    markers.push({ column, key: null, value: start + column + dash[0].length });
    column += dash[0].length;
  }
  const key = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{[][^#]*?))[ \t]*:(?:[ \t]+|$)/.exec(line.slice(column));
  if (key !== null) {
    const name = key[1] ?? key[2] ?? key[3] ?? "";
    markers.push({ column, key: name, value: start + column + key[0].length });
  }
  return markers;
}

/** A bracket that is open at the cursor. */
interface Open {
  readonly isMap: boolean;
  key: string | null;
}

/** Reads brackets, strings and words from an offset up to the cursor. */
function inBrackets(
  text: string,
  start: number,
  offset: number,
  outer: readonly string[],
  isJson: boolean,
): CursorPlace {
  const open: Open[] = [];
  let token = "";
  let tokenStart = start;
  let sign = "";
  for (let at = start; at < offset; at++) {
    const character = text[at] ?? "";
    if (sign !== "") {
      if (character === "\\" && sign === '"') at++;
      else if (character === sign) {
        token = text.slice(tokenStart, at);
        sign = "";
      }
      continue;
    }
    const top = open.at(-1);
    if (character === "{" || character === "[") open.push({ isMap: character === "{", key: null });
    else if (character === "}" || character === "]") open.pop();
    else if (character === "," && top !== undefined) top.key = top.isMap ? null : top.key;
    else if (character === ":" && top?.isMap === true && top.key === null && isSeparator(text, at)) {
      top.key = token.trim();
    } else if ((character === '"' || (character === "'" && !isJson)) && token.trim() === "") {
      [sign, tokenStart] = [character, at + 1];
      continue;
    } else if (character === "#" && !isJson && /\s/.test(text[at - 1] ?? " ")) {
      const end = text.indexOf("\n", at);
      at = end === -1 ? offset : end;
      continue;
    } else {
      token += character;
      continue;
    }
    token = "";
  }
  const top = open.at(-1);
  const path = [...outer, ...open.flatMap(({ key }) => (key === null ? [] : [key]))];
  const slot = top?.isMap === true && top.key === null ? "key" : "value";
  const length = sign === "" ? token.trimStart().length : offset - tokenStart;
  return placeOf(text, offset, length, sign, path, slot, isJson);
}

/** A colon in a word (`kms:Encrypt`) ends no key. */
function isSeparator(text: string, at: number): boolean {
  return /["'\s]/.test(text[at + 1] ?? " ") || /["']/.test(text[at - 1] ?? "");
}

function placeOf(
  text: string,
  offset: number,
  length: number,
  sign: string,
  path: readonly string[],
  slot: CursorPlace["slot"],
  isJson: boolean,
): CursorPlace {
  const end = offset + (/^[\w:*./$-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const quote = sign === "" ? null : { sign, closed: text[end] === sign };
  return { path, slot, word: { start: offset - length, end }, quote, isJson };
}
