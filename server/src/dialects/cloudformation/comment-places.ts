import { entryOf, walk } from "../../core/node.js";
import { spanOf, type Place, type Span } from "../../core/span.js";
import type { Declared } from "./declarations.js";

/** Which resource, and which property of it, a comment is about by where it stands. */
export class CommentPlaces {
  private readonly resources: readonly { readonly span: Span; readonly declared: Declared }[];

  constructor(
    readonly text: string,
    resources: readonly Declared[],
  ) {
    this.resources = resources
      .map((declared) => ({ span: spanOf(declared.at), declared }))
      .sort((a, b) => a.span.start - b.span.start);
  }

  /**
   * The resource, or the property or list item in it, that begins at this offset. What stands above
   * `Properties` is about the whole resource: a property that is missing there has no place of its own.
   */
  entryAt(offset: number): Place | undefined {
    const declared = this.resourceFrom(offset);
    if (declared === undefined || spanOf(declared.at).start === offset) return declared?.at;
    if (offset >= spanOf(declared.at).end) return undefined;
    return this.isProperties(declared, offset) ? declared.at : nestedEntry(declared, offset);
  }

  /** The resource whose name stands at this offset, or the property that begins there: `Properties` is none. */
  resourceOrProperty(offset: number): Place | undefined {
    const declared = this.resourceFrom(offset);
    return declared !== undefined && this.isProperties(declared, offset) ? undefined : this.entryAt(offset);
  }

  /** The resource that a comment stands in: between its name and its end, or below it and indented deeper. */
  around(comment: Span): Declared | undefined {
    const declared = this.resourceFrom(comment.start);
    if (declared === undefined) return undefined;
    const { start, end } = spanOf(declared.at);
    if (comment.start < end) return declared;
    const between = this.text.slice(end, comment.start);
    if (!/^[ \t]*$|^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))+[ \t]*$/.test(between)) return undefined;
    const isBehind = !/[\r\n]/.test(between);
    return isBehind || this.columnOf(comment.start) > this.columnOf(start) ? declared : undefined;
  }

  /** The resource that a place lies in or is. */
  resourceFrom(offset: number): Declared | undefined {
    let [low, high] = [0, this.resources.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.resources[middle]?.span.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.resources[low - 1]?.declared;
  }

  /** Whether nothing but comments and blank lines stands above the offset in the text. */
  isAtTop(offset: number): boolean {
    return /^\uFEFF?(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*[ \t]*$/.test(this.text.slice(0, offset));
  }

  /** Whether nothing but blanks stands before the offset in its line. */
  isAlone(offset: number): boolean {
    return /^\uFEFF?[ \t]*$/.test(this.text.slice(this.lineStart(offset), offset));
  }

  /** Where the first thing of the line stands, past blanks and the signs of list items. */
  firstOfLine(offset: number): number {
    const indent = /\uFEFF?[ \t]*(?:-[ \t]+)*/y;
    indent.lastIndex = this.lineStart(offset);
    indent.test(this.text);
    return indent.lastIndex;
  }

  /** The start of the line after the one that the offset stands in; undefined at the end of the text. */
  nextLine(offset: number): number | undefined {
    const ending = /\r\n|\n|\r/g;
    ending.lastIndex = offset;
    return ending.test(this.text) ? ending.lastIndex : undefined;
  }

  /** The line that an offset stands in, without its end. */
  lineText(offset: number): string {
    let end = offset;
    while (end < this.text.length && !/[\r\n]/.test(this.text[end] ?? "")) end++;
    return this.text.slice(this.lineStart(offset), end);
  }

  /** The line above the one that an offset stands in; empty where there is none. */
  lineAbove(offset: number): string {
    const start = this.lineStart(offset);
    const isPair = this.text.startsWith("\r\n", start - 2);
    return start === 0 ? "" : this.lineText(start - (isPair ? 2 : 1));
  }

  /** Where the line begins that an offset stands in. */
  lineStart(offset: number): number {
    let start = offset;
    while (start > 0 && !/[\r\n]/.test(this.text[start - 1] ?? "")) start--;
    return start;
  }

  private columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  private isProperties(declared: Declared, offset: number): boolean {
    const properties = entryOf(declared.read().value, "Properties");
    return properties !== undefined && spanOf(properties).start === offset;
  }
}

function nestedEntry(declared: Declared, offset: number): Place | undefined {
  let found: Place | undefined;
  walk(declared.read().value, (node) => {
    if (node.kind === "map") found ??= node.entries.find((entry) => spanOf(entry).start === offset);
  });
  return found;
}
