/** One character as a terminal shows it. */
export interface Glyph {
  readonly text: string;
  /** Cells it takes: 0, 1 or 2, and more for a tab. */
  readonly width: number;
}

/** A no-break space. */
const JOINER = "\u00a0";

/** Splits a line into what a terminal shows, tabs written as spaces up to the next of every 4 cells. */
export function glyphsOf(line: string): readonly (Glyph & { readonly units: number })[] {
  let cells = 0;
  return [...line].map((character) => {
    const tab = character === "\t";
    const width = tab ? 4 - (cells % 4) : widthOfCharacter(character);
    cells += width;
    return { text: tab ? " ".repeat(width) : character, width, units: character.length };
  });
}

/** Cells that a text takes on one line. */
export function widthOf(text: string): number {
  return glyphsOf(text).reduce((cells, glyph) => cells + glyph.width, 0);
}

/** Fills with spaces up to a number of cells. */
export function padTo(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - widthOf(text)));
}

/**
 * Breaks a text at its spaces into lines of at most so many cells; a longer word has its own line.
 * What `unbroken` has joined stays on one line.
 */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\r\n]+/).filter((each) => each !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > cells) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, ...(line === "" ? [] : [line])].map((each) => each.replaceAll(JOINER, " "));
}

/** The same; the lines of a list item, one that begins with "- ", stand below its text. */
export function wrapItem(text: string, cells: number): string[] {
  if (!text.startsWith("- ")) return wrap(text, cells);
  return wrap(text.slice(2), cells - 2).map((line, index) => `${index === 0 ? "- " : "  "}${line}`);
}

/** The text with its spaces kept from being broken at. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", JOINER);
}

/** "1 table", "2 tables". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function widthOfCharacter(character: string): number {
  // Most are plain, and the tables of Unicode take a while to be made ready.
  if (character >= " " && character <= "~") return 1;
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]$/u.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** East Asian wide and full-width characters, and emoji (Unicode TR11, in whole blocks). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
