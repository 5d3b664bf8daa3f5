/** How one text differs from another: the same but for one piece. */
export interface TextChange {
  /** Up to here both are the same. */
  readonly start: number;
  /** From here on, in the old text, both are the same again. */
  readonly oldEnd: number;
  /** Likewise in the new text. */
  readonly newEnd: number;
}

/** The smallest piece in which two texts differ; empty for equal ones. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  const start = sharedLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const [oldLength, newLength] = [before.length, after.length];
  const end = sharedLength(
    shorter - start,
    (from, to) =>
      before.slice(oldLength - to, oldLength - from) === after.slice(newLength - to, newLength - from),
  );
  return { start, oldEnd: oldLength - end, newEnd: newLength - end };
}

/** How far two texts agree. Whole slices are compared, which takes a fraction of going through them. */
function sharedLength(limit: number, agree: (from: number, to: number) => boolean): number {
  let [known, open] = [0, limit];
  while (known < open) {
    const middle = Math.ceil((known + open) / 2);
    if (agree(known, middle)) known = middle;
    else open = middle - 1;
  }
  return known;
}
