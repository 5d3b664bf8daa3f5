import { EditRefused } from "../core/edit.js";
import type { TextEdit } from "../core/edit.js";
import type { ScalarNode } from "../core/node.js";
import { spanOf } from "../core/span.js";
import { indentOf, lineEnding, lineEnd, nextLine, replacement } from "./text-lines.js";

/** How the content of a scalar stands in the text. */
interface Spelling {
  readonly content: string;
  /** Where the text of each character of the content ends; it begins where the one before it ends. */
  readonly ends: readonly number[];
  readonly start: number;
  /** New content as it is to be written there; null where it can't be. */
  readonly write: (content: string) => string | null;
}

/**
 * Edits of a scalar's content as edits of its text, in its quoting.
 *
 * @param edits of `node.text`, in order.
 * @throws EditRefused where the scalar isn't quoted, or isn't spelled in a way that is understood.
 */
export function stringEdits(text: string, node: ScalarNode, edits: readonly TextEdit[]): TextEdit[] {
  const spelling = spellingOf(text, node);
  if (spelling === null) throw new EditRefused("the string's quoting is too unusual");
  return edits.map(({ span, newText }) => {
    const written = spelling.write(newText);
    if (written === null) throw new EditRefused("the string can't hold the new text");
    const start = offsetIn(spelling, span.start);
    return replacement(start, span.end === span.start ? start : offsetIn(spelling, span.end), written);
  });
}

function offsetIn({ start, ends }: Spelling, offset: number): number {
  return offset === 0 ? start : (ends[offset - 1] ?? start);
}

function spellingOf(text: string, node: ScalarNode): Spelling | null {
  const { start, end } = spanOf(node);
  const first = text[start];
  if (first === '"') return confirmed(doubleQuoted(text, start + 1, end - 1), node);
  if (first === "'") return confirmed(singleQuoted(text, start + 1, end - 1), node);
  if (first !== "|" && first !== ">") return null;
  const line = nextLine(text, start);
  const widest = indentOf(text, firstFilledLine(text, line, end)).length;
  for (let indent = widest; indent > 0; indent--) {
    const found = confirmed(block(text, line, end, indent, first === ">"), node);
    if (found !== null) return found;
  }
  return null;
}

/** What was understood is what the parser read; blank lines at the end don't count. */
function confirmed(spelling: Spelling | null, node: ScalarNode): Spelling | null {
  return spelling !== null && spelling.content.trimEnd() === node.text.trimEnd() ? spelling : null;
}

function doubleQuoted(text: string, start: number, end: number): Spelling | null {
  const characters = new Characters(start);
  for (let at = start; at < end;) {
    const fold = foldAt(text, at, end);
    if (fold > 0) at = characters.fold(text.slice(at, at + fold), at);
    else if (text[at] !== "\\") at = characters.add(text[at] ?? "", at + 1);
    else {
      const escape = /^\\(?:u([\da-fA-F]{4})|(.))/s.exec(text.slice(at, at + 6));
      const character = unescaped(escape?.[1], escape?.[2]);
      if (escape === null || character === undefined) return null;
      at = characters.add(character, at + escape[0].length);
    }
  }
  return characters.spelling((content) => JSON.stringify(content).slice(1, -1));
}

function singleQuoted(text: string, start: number, end: number): Spelling {
  const characters = new Characters(start);
  for (let at = start; at < end;) {
    const fold = foldAt(text, at, end);
    if (fold > 0) at = characters.fold(text.slice(at, at + fold), at);
    else at = characters.add(text[at] ?? "", at + (text[at] === "'" ? 2 : 1));
  }
  return characters.spelling((content) => (/[\r\n]/.test(content) ? null : content.replaceAll("'", "''")));
}

/** The lines of a block scalar, `indent` blanks before each. */
function block(text: string, start: number, end: number, indent: number, folded: boolean): Spelling {
  const lines: { readonly from: number; readonly to: number }[] = [];
  for (let line = start; line < end; line = nextLine(text, line)) {
    const to = Math.min(lineEnd(text, line), end);
    lines.push({ from: Math.min(line + indent, to), to });
  }
  const characters = new Characters(lines[0]?.from ?? start);
  const isFilled = (index: number): boolean =>
    index < lines.length && lines[index]?.from !== lines[index]?.to;
  const isDeeper = (index: number): boolean => /[ \t]/.test(text[lines[index]?.from ?? 0] ?? "");
  lines.forEach(({ from, to }, index) => {
    for (let at = from; at < to; at++) characters.add(text[at] ?? "", at + 1);
    const next = lines[index + 1];
    if (next === undefined) return;
    const between = isFilled(index) && isFilled(index + 1);
    const isKept = isDeeper(index) || isDeeper(index + 1);
    if (!folded || !between || isKept) characters.add("\n", next.from);
    else characters.add(" ", next.from);
  });
  const separator = lineEnding(text) + " ".repeat(indent);
  return characters.spelling((content) => content.replaceAll("\n", separator));
}

/** Characters of a content as they are read, one after another. */
class Characters {
  private content = "";
  private readonly ends: number[] = [];

  constructor(private readonly start: number) {}

  /** @param end where its text ends. Returns that. */
  add(character: string, end: number): number {
    this.content += character;
    for (let unit = 0; unit < character.length; unit++) this.ends.push(end);
    return end;
  }

  /** One line break between lines of quoted text is a blank, each further one a line break. */
  fold(breaks: string, at: number): number {
    const count = breaks.match(/\r\n|\r|\n/g)?.length ?? 0;
    return this.add(count === 1 ? " " : "\n".repeat(count - 1), at + breaks.length);
  }

  spelling(write: Spelling["write"]): Spelling {
    return { content: this.content, ends: this.ends, start: this.start, write };
  }
}

/** How long a line break is that stands here, with the blanks around it and further ones. */
function foldAt(text: string, at: number, end: number): number {
  if (!/[ \t\r\n]/.test(text[at] ?? "")) return 0;
  return /^[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+/.exec(text.slice(at, end))?.[0].length ?? 0;
}

function unescaped(code: string | undefined, letter: string | undefined): string | undefined {
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  return letter === undefined ? undefined : ESCAPES[letter];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

function firstFilledLine(text: string, from: number, end: number): number {
  let line = from;
  while (line < end && text.slice(line, lineEnd(text, line)).trim() === "") line = nextLine(text, line);
  return line;
}
