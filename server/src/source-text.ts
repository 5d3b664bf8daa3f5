/**
 * The façade's part for the text of a CDK app's source: where recorded places have moved to, and what
 * of the text to underline there. Knows no language: a small scan tells names from other text. Pure.
 */
import { Lines } from "./core/lines.js";
import type { Span } from "./core/span.js";
import { changeBetween, type TextChange } from "./formats/text-change.js";
import type { SourcePosition } from "./source-findings.js";

/** Longer lines aren't written by people: only the beginning is underlined. */
const LONGEST_SPAN = 500;
const NAME = String.raw`[\p{ID_Start}$_#][\p{ID_Continue}$]*`;
const PATH = String.raw`${NAME}(?:\s*\??\.\s*${NAME})*`;
const CREATION = new RegExp(String.raw`new\s+${PATH}`, "uy");
const CALLEE = new RegExp(NAME, "uy");
const CREATIONS = new RegExp(String.raw`(?<![\p{ID_Continue}$.])new\s+${PATH}`, "gu");
const ASSIGNED = new RegExp(String.raw`${PATH}\s*$`, "u");
const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|py|java|go|cs|fs|vb)$/i;

/** Whether a file can be the source of a CDK app, by its name. */
export function isSourceFile(path: string): boolean {
  return SOURCE_FILE.test(path);
}

/** Places of one text, which move as the text is edited. */
export class TrackedPlaces {
  private readonly recorded: readonly (number | null)[];
  private offsets: readonly (number | null)[];
  private current: string;

  /** @param text that the places were recorded in. */
  constructor(
    readonly text: string,
    readonly places: readonly Pick<SourcePosition, "line" | "column">[],
  ) {
    const lines = new Lines(text);
    this.recorded = places.map((place) => offsetIn(lines, place));
    this.offsets = this.recorded;
    this.current = text;
  }

  /** The text has become another one. */
  update(text: string): void {
    if (text === this.current) return;
    const change = ofWholeLines(changeBetween(this.current, text), this.current, text);
    const before = this.current;
    this.offsets =
      text === this.text ? this.recorded : this.offsets.map((one) => moved(one, change, before, text));
    this.current = text;
  }

  /** As of now. */
  get now(): string {
    return this.current;
  }

  /** The text isn't the one any more that the places were recorded in. */
  get isEdited(): boolean {
    return this.current !== this.text;
  }

  /** What to underline for a place; null where its text is gone. */
  spanOf(index: number): Span | null {
    const offset = this.offsets[index] ?? null;
    const place = this.places[index];
    if (offset === null || place === undefined) return null;
    const at = Math.min(offset, this.current.length);
    return place.column === null ? spanOfLine(this.current, at) : spanAt(this.current, at);
  }

  /** The place as of now; null where its text is gone. */
  positionOf(index: number): { readonly line: number; readonly column: number | null } | null {
    const offset = this.offsets[index] ?? null;
    if (offset === null) return null;
    const { line, character } = new Lines(this.current).positionAt(offset);
    return { line: line + 1, column: (this.places[index]?.column ?? null) === null ? null : character + 1 };
  }
}

/** What stands at a place: `new dynamodb.Table`, `super`, the name of a function, what is assigned to. */
export function spanAt(text: string, offset: number): Span {
  const named = matchAt(CREATION, text, offset) ?? matchAt(CALLEE, text, offset);
  if (named !== null) return named;
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(Math.max(lineStart, offset - LONGEST_SPAN), offset);
  const assigned = /^\s*=[^=>]/.test(text.slice(offset, offset + LONGEST_SPAN))
    ? ASSIGNED.exec(before)
    : null;
  if (assigned === null) return trimmed(text, { start: offset, end: lineEnd(text, offset) });
  return trimmed(text, { start: offset - before.length + assigned.index, end: offset });
}

/** What to underline on a line of which no more is known: the only thing that is created there, or all of it. */
function spanOfLine(text: string, offset: number): Span {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = lineEnd(text, start);
  const line = text.slice(start, Math.min(end, start + LONGEST_SPAN));
  const creations = [...line.matchAll(CREATIONS)];
  const [only] = creations;
  if (only === undefined || creations.length > 1) return trimmed(text, { start, end });
  return { start: start + only.index, end: start + only.index + only[0].length };
}

/** Null where the text has no such line. */
function offsetIn(lines: Lines, { line, column }: Pick<SourcePosition, "line" | "column">): number | null {
  if (line > lines.count) return null;
  const text = lines.lineText(line - 1);
  const character = column === null ? text.length - text.trimStart().length : column - 1;
  return character > text.length ? null : lines.offsetAt({ line: line - 1, character });
}

/**
 * Where lines were put in or taken out, their beginning may be the same as that of the next ones, and
 * the change could as well begin there: `new ⟨A();↵new ⟩B()` is meant as `⟨new A();↵⟩new B()`.
 */
function ofWholeLines(change: TextChange, before: string, after: string): TextChange {
  const { start, oldEnd, newEnd } = change;
  if (oldEnd !== start && newEnd !== start) return change;
  const [longer, end] = oldEnd === start ? [after, newEnd] : [before, oldEnd];
  let by = 0;
  while (by < start && longer[start - by - 1] !== "\n" && longer[start - by - 1] === longer[end - by - 1])
    by += 1;
  const isLineStart = by === start || longer[start - by - 1] === "\n";
  return isLineStart ? { start: start - by, oldEnd: oldEnd - by, newEnd: newEnd - by } : change;
}

/** Where an offset is after a change; null where the line it stands on is gone. */
function moved(offset: number | null, change: TextChange, before: string, after: string): number | null {
  const { start, oldEnd, newEnd } = change;
  if (offset === null || offset < start) return offset;
  if (offset >= oldEnd) return offset + newEnd - oldEnd;
  // Several places may have been edited at once: what lies between them still has its line.
  const lineStart = before.lastIndexOf("\n", offset - 1) + 1;
  const line = before.slice(lineStart, lineEnd(before, lineStart));
  const found = onlyLine(
    after.slice(lineStartOf(after, start), Math.max(newEnd, lineEnd(after, newEnd))),
    line,
  );
  return found === null ? null : lineStartOf(after, start) + found + offset - lineStart;
}

/** Where the one line with this text begins; null where there is none, or more than one. */
function onlyLine(text: string, line: string): number | null {
  let found: number | null = null;
  for (let at = text.indexOf(line); at >= 0; at = text.indexOf(line, at + 1)) {
    const isWhole = (at === 0 || text[at - 1] === "\n") && lineEnd(text, at) === at + line.length;
    if (isWhole && found !== null) return null;
    if (isWhole) found = at;
    if (line === "") return null;
  }
  return found;
}

function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The end of the line, its ending left out. */
function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf("\n", offset);
  const end = feed < 0 ? text.length : feed;
  return text[end - 1] === "\r" && end > offset ? end - 1 : end;
}

function matchAt(pattern: RegExp, text: string, offset: number): Span | null {
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  return match === null ? null : bounded({ start: offset, end: offset + match[0].length });
}

function trimmed(text: string, span: Span): Span {
  const { start, end } = bounded(span);
  const inner = text.slice(start, end);
  const from = start + inner.length - inner.trimStart().length;
  return { start: from, end: Math.max(from, start + inner.trimEnd().length) };
}

function bounded({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + LONGEST_SPAN) };
}
