import { visible } from "./html.js";
import { shortened } from "./short-text.js";
import { counted } from "./words.js";

/** The cells of one row: Markdown already. */
export type Row = readonly string[];

const LONGEST_CELL = 400;
const LONGEST_NAME = 120;

/**
 * A table of as many rows as there is room for, and how many more there are.
 *
 * @param room characters that the rows may take.
 */
export function tableOf(titles: Row, rows: readonly Row[], room: number, thing: string): string {
  const lines = rows.map(lineOf);
  let used = 0;
  const shown = lines.filter((line) => (used += line.length + 1) <= room);
  const rest = rows.length - shown.length;
  const head = [lineOf(titles), lineOf(titles.map(() => "---"))];
  const more = rest === 0 ? [] : ["", `… and ${counted(rest, `more ${thing}`)}.`];
  return [...head, ...shown, ...more].join("\n");
}

export function details(title: string, blocks: readonly string[]): string {
  return `<details><summary>${escapeMarkdown(title)}</summary>\n\n${blocks.join("\n\n")}\n\n</details>`;
}

/** A name as code: nothing in it means anything, and nobody is notified by it. */
export function code(name: string): string {
  return `<code>${entities(shortened(oneLine(name), LONGEST_NAME))}</code>`;
}

/** Text for a cell or a paragraph, at most so long that it can be read there. */
export function escapeMarkdown(text: string): string {
  // GitHub takes these for people and for issues, even where they are escaped.
  return entities(shortened(oneLine(text), LONGEST_CELL)).replace(/(@|&#35;)(?=\w)/g, "$1\u200b");
}

function entities(text: string): string {
  return text.replace(/[&<>"|`*_~[\]\\#]|\$(?!\d)/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, " ").trim();
}

function lineOf(cells: Row): string {
  return `| ${cells.join(" | ")} |`;
}
