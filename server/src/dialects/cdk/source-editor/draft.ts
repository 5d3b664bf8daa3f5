import type { TextEdit } from "../../../core/edit.js";
import { namesIn, type Names } from "./names.js";
import { styleOf, type Style } from "./style.js";
import type { SourceFile } from "./syntax.js";

/** What all fixes of one file share: its tree, its names and its style. */
export interface Sheet {
  readonly file: SourceFile;
  readonly names: Names;
  readonly style: Style;
}

export function sheetOf(file: SourceFile): Sheet {
  return { file, names: namesIn(file), style: styleOf(file) };
}

/** The edits of one fix, while it is being written. Edits at the same place stay in the order they were made. */
export class Draft implements Sheet {
  readonly file: SourceFile;
  readonly names: Names;
  readonly style: Style;
  /** What has been imported by this fix: the text that stands for it, by module and name. */
  readonly imported = new Map<string, string>();
  /** The texts in `edits` that are to be filled in by people. */
  readonly blanks: string[] = [];
  private readonly made: TextEdit[] = [];

  constructor({ file, names, style }: Sheet) {
    this.file = file;
    this.names = names;
    this.style = style;
  }

  get text(): string {
    return this.file.text;
  }

  /** In the order of the text. */
  get edits(): readonly TextEdit[] {
    return this.made.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }

  insert(offset: number, newText: string): void {
    this.replace(offset, offset, newText);
  }

  replace(start: number, end: number, newText: string): void {
    this.made.push({ span: { start, end }, newText });
  }
}

/** A text with edits applied that don't overlap and stand in its order. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  let [result, at] = ["", 0];
  for (const { span, newText } of edits) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}
