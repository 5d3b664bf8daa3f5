import type { TextEdit } from "../../core/edit.js";
import type { Span } from "../../core/span.js";

/** A piece that is still as it was in the original, or new text. */
type Piece = Span | string;

/**
 * A text that is edited step by step, each edit made for the text that the one before it left, and
 * what has become of the original in sum. Values of this class never change.
 */
export class EditedText {
  private constructor(
    readonly original: string,
    private readonly pieces: readonly Piece[],
  ) {}

  static of(text: string): EditedText {
    return new EditedText(text, [{ start: 0, end: text.length }]);
  }

  /** The text as it is now. */
  get text(): string {
    return this.pieces.map((piece) => this.textOf(piece)).join("");
  }

  /** What turns the original into the text, in order and without overlaps. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let from = 0;
    let newText = "";
    const close = (to: number): void => {
      if (to > from || newText !== "") edits.push({ span: { start: from, end: to }, newText });
      newText = "";
    };
    for (const piece of this.pieces) {
      if (typeof piece === "string") newText += piece;
      else {
        close(piece.start);
        from = piece.end;
      }
    }
    close(this.original.length);
    return edits;
  }

  /** @param edits of the text as it is now, in order and without overlaps. */
  with(edits: readonly TextEdit[]): EditedText {
    const pieces = [...edits].reverse().reduce((before, edit) => this.splice(before, edit), this.pieces);
    return new EditedText(this.original, pieces);
  }

  private splice(pieces: readonly Piece[], { span, newText }: TextEdit): readonly Piece[] {
    const before = this.between(pieces, 0, span.start);
    const after = this.between(pieces, span.end, Number.POSITIVE_INFINITY);
    return newText === "" ? [...before, ...after] : [...before, newText, ...after];
  }

  /** The pieces between two offsets of their text. */
  private between(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
    let offset = 0;
    return pieces.flatMap((piece): Piece[] => {
      const length = this.textOf(piece).length;
      const from = Math.max(0, start - offset);
      const to = Math.min(length, end - offset);
      offset += length;
      if (from >= to) return [];
      if (typeof piece === "string") return [piece.slice(from, to)];
      return [{ start: piece.start + from, end: piece.start + to }];
    });
  }

  private textOf(piece: Piece): string {
    return typeof piece === "string" ? piece : this.original.slice(piece.start, piece.end);
  }
}
