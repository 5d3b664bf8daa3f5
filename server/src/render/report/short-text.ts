import { visible } from "./html.js";

/** Letters that take two cells of a font of fixed width. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3fffd}]/u;
let segmenter: Intl.Segmenter | undefined;

/** The text, or its beginning and its end around "…", in at most so many cells of a font of fixed width. */
export function shortened(text: string, cells: number): string {
  // Only reports need it, and it takes a while to be made ready.
  segmenter ??= new Intl.Segmenter("en");
  const glyphs = [...segmenter.segment(visible(text))].map(({ segment }) => segment);
  if (widthOf(glyphs) <= cells) return glyphs.join("");
  const tail = taken([...glyphs].reverse(), Math.floor((cells - 1) / 3)).reverse();
  const head = taken(glyphs, cells - 1 - widthOf(tail));
  return `${head.join("")}…${tail.join("")}`;
}

function taken(glyphs: readonly string[], cells: number): string[] {
  const kept: string[] = [];
  for (const glyph of glyphs) {
    if (widthOf(kept) + widthOf([glyph]) > cells) break;
    kept.push(glyph);
  }
  return kept;
}

function widthOf(glyphs: readonly string[]): number {
  return glyphs.reduce((sum, glyph) => sum + (WIDE.test(glyph) ? 2 : 1), 0);
}
