import type { TextEdit } from "../../../core/edit.js";

/** A piece of the original, or of what has been put in. */
interface Piece {
  /** Where it stands in the original; null for new text. */
  readonly from: number | null;
  readonly text: string;
}

/** A text that is edited again and again, and what that comes to in edits of the original. */
export class PatchedText {
  private pieces: readonly Piece[];

  constructor(private readonly original: string) {
    this.pieces = [{ from: 0, text: original }];
  }

  /** As of now. */
  get text(): string {
    return this.pieces.map(({ text }) => text).join("");
  }

  /** @param edits of the text as of now, in its order; they don't overlap. */
  apply(edits: readonly TextEdit[]): void {
    const pieces: Piece[] = [];
    let at = 0;
    for (const { span, newText } of edits) {
      pieces.push(...this.between(at, span.start), { from: null, text: newText });
      at = span.end;
    }
    this.pieces = [...pieces, ...this.between(at, Infinity)];
  }

  /** Of the original, in its order; they don't overlap. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let [at, newText] = [0, ""];
    const end: Piece = { from: this.original.length, text: "" };
    for (const { from, text } of [...this.pieces, end]) {
      if (from === null) {
        newText += text;
        continue;
      }
      if (from > at || newText !== "") edits.push({ span: { start: at, end: from }, newText });
      [at, newText] = [from + text.length, ""];
    }
    return edits;
  }

  private between(start: number, end: number): readonly Piece[] {
    let before = 0;
    return this.pieces.flatMap(({ from, text }) => {
      const [first, last] = [Math.max(0, start - before), Math.min(text.length, end - before)];
      before += text.length;
      if (first >= last) return [];
      return [{ from: from === null ? null : from + first, text: text.slice(first, last) }];
    });
  }
}
