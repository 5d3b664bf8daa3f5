import type { Range } from "../report.js";
import type { Palette } from "./style.js";
import { printable } from "./style.js";
import { glyphsOf, type Glyph } from "./width.js";

/** So much of a line is looked at on either side; a one-line template may be megabytes long. */
const REACH = 600;
const MORE = "…";

/**
 * The line a range begins on, with its number in a gutter and carets under the range. A line that
 * doesn't fit is cut around the range.
 *
 * @param width cells of a line to fill.
 * @param paint colours the carets.
 */
export function excerpt(
  text: string,
  { start, end }: Range,
  width: number,
  palette: Palette,
  paint: (text: string) => string,
): readonly string[] {
  const number = String(start.line);
  const room = Math.max(20, width - number.length - 4);
  const { before, marked, after, cutLeft, cutRight } = pieces(text, start, end.offset);
  const shown = fit(glyphsOf(before + marked + after), before.length, marked.length, room, cutLeft, cutRight);
  const gutter = " ".repeat(number.length);
  const carets = paint("^".repeat(Math.max(1, shown.markedCells)) + (shown.markedCut ? MORE : ""));
  return [
    `${palette.dim(`${number} │`)} ${shown.line}`.trimEnd(),
    `${palette.dim(`${gutter} │`)} ${" ".repeat(shown.beforeCells)}${carets}`,
  ];
}

/** The parts of the line before, in and behind the range, none longer than there is use for. */
function pieces(text: string, start: Range["start"], rangeEnd: number) {
  const lineStart = start.offset - (start.column - 1);
  const lineEnd = endOfLine(text, start.offset, start.offset + 3 * REACH);
  const end = Math.min(Math.max(rangeEnd, start.offset), lineEnd);
  const from = wholeCharacter(text, Math.max(lineStart, start.offset - REACH));
  const to = wholeCharacter(text, Math.min(lineEnd, end + REACH));
  return {
    before: printable(text.slice(from, start.offset)),
    marked: printable(text.slice(start.offset, end)),
    after: printable(text.slice(end, to)),
    cutLeft: from > lineStart,
    cutRight: to < lineEnd || (to < text.length && !/[\r\n]/.test(text[to] ?? "")),
  };
}

function endOfLine(text: string, from: number, limit: number): number {
  let end = from;
  while (end < text.length && end < limit && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return end;
}

/** Moves an offset off the second half of a character. */
function wholeCharacter(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}

/** The part of a line that fits, chosen so that the range is in it with something before it. */
function fit(
  glyphs: readonly (Glyph & { readonly units: number })[],
  before: number,
  marked: number,
  room: number,
  cutLeft: boolean,
  cutRight: boolean,
) {
  let units = 0;
  const placed = glyphs.map((glyph) => {
    const at = units;
    units += glyph.units;
    return { ...glyph, part: at < before ? "before" : at < before + marked ? "marked" : "after" };
  });
  const total = cellsOf(placed);
  const beforeCells = cellsOf(placed.filter((glyph) => glyph.part === "before"));
  const markedCells = cellsOf(placed.filter((glyph) => glyph.part === "marked"));
  const fits = total + (cutLeft ? 1 : 0) + (cutRight ? 1 : 0) <= room;
  const skip = fits ? 0 : Math.max(0, beforeCells - Math.max(4, Math.floor((room - markedCells) / 2)));

  const left = cutLeft || skip > 0;
  let cells = left ? 1 : 0;
  let dropped = 0;
  const kept: typeof placed = [];
  for (const glyph of placed) {
    if (dropped < skip) {
      dropped += glyph.width;
      continue;
    }
    if (cells + glyph.width > room - 1 && !fits) break;
    kept.push(glyph);
    cells += glyph.width;
  }
  const right = cutRight || kept.length < placed.length - placed.findIndex((glyph) => glyph === kept[0]);
  const shownMarked = cellsOf(kept.filter((glyph) => glyph.part === "marked"));
  return {
    line: (left ? MORE : "") + kept.map((glyph) => glyph.text).join("") + (right ? MORE : ""),
    beforeCells: (left ? 1 : 0) + cellsOf(kept.filter((glyph) => glyph.part === "before")),
    markedCells: shownMarked,
    markedCut: shownMarked < markedCells,
  };
}

function cellsOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((cells, glyph) => cells + glyph.width, 0);
}
