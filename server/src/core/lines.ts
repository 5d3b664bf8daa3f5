/** A position as people and editors count it: both 0-based, characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts offsets to positions and back. Lines end with LF, CRLF or a lone CR. */
export class Lines {
  private known: readonly number[] | undefined;

  constructor(readonly text: string) {}

  get count(): number {
    return this.starts.length;
  }

  /** Most texts have nothing in them that is pointed at. */
  private get starts(): readonly number[] {
    return (this.known ??= lineStarts(this.text));
  }

  /** Offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const { starts } = this;
    const bounded = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: bounded - (starts[low] ?? 0) };
  }

  /** Positions past a line's or the text's end are moved to that end. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.text.length;
    const end = this.starts[position.line + 1] ?? this.text.length;
    return Math.max(start, Math.min(start + position.character, end));
  }

  /** The line's text without its line ending; empty past the last line. */
  lineText(line: number): string {
    const start = this.starts[line];
    if (start === undefined) return "";
    const end = this.starts[line + 1] ?? this.text.length;
    return this.text.slice(start, end).replace(/[\r\n]+$/, "");
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10) starts.push(index + 1);
    else if (code === 13 && text.charCodeAt(index + 1) !== 10) starts.push(index + 1);
  }
  return starts;
}
