import { literalString, nodesIn, type SourceFile } from "./syntax.js";

/** How a file is written, as far as new text has to fit in. */
export interface Style {
  readonly quote: '"' | "'";
  /** What ends a statement: a semicolon or nothing. */
  readonly end: ";" | "";
  readonly newline: "\n" | "\r\n";
  /** One step of indentation. */
  readonly step: string;
  /** Between braces and what is in them: a space or nothing. */
  readonly padding: " " | "";
}

/** The style that most of a file has; where it tells nothing, that of a new CDK app. */
export function styleOf(file: SourceFile): Style {
  const { text } = file;
  return {
    quote: quoteOf(file),
    end: endOf(file),
    newline: /\r\n/.test(text) ? "\r\n" : "\n",
    step: stepOf(text),
    padding: (text.match(/(?<!\$)\{[^\s}]/g)?.length ?? 0) > (text.match(/\{ /g)?.length ?? 0) ? "" : " ",
  };
}

/** A string literal in the style of a file. */
export function quoted(text: string, { quote }: Pick<Style, "quote">): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped.replaceAll("\n", "\\n").replaceAll("\r", "\\r")}${quote}`;
}

/** The whitespace that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

/** Where the line of an offset ends, its line ending excluded. */
export function lineEnd(text: string, offset: number): number {
  const found = text.slice(offset).search(/\r|\n/);
  return found < 0 ? text.length : offset + found;
}

function quoteOf({ text, program }: SourceFile): Style["quote"] {
  let [single, double] = [0, 0];
  for (const node of nodesIn(program)) {
    if (literalString(node) === undefined) continue;
    if (text[node.start ?? 0] === "'") single += 1;
    if (text[node.start ?? 0] === '"') double += 1;
  }
  return double > single ? '"' : "'";
}

function endOf({ text, program }: SourceFile): Style["end"] {
  let [ended, open] = [0, 0];
  for (const { type, end } of nodesIn(program)) {
    if (!/^(ImportDeclaration|VariableDeclaration|ExpressionStatement|ReturnStatement)$/.test(type)) continue;
    // A declaration in the head of a loop has none in any style; it is outnumbered.
    if (text[(end ?? 0) - 1] === ";") ended += 1;
    else open += 1;
  }
  return open > ended ? "" : ";";
}

function stepOf(text: string): string {
  const indents = text.match(/^[ \t]+(?=[^\s*])/gm) ?? [];
  if (indents.some((indent) => indent.startsWith("\t"))) return "\t";
  const [shortest = "  "] = indents.sort((a, b) => a.length - b.length);
  return shortest;
}
