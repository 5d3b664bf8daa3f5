/** A half-open range of UTF-16 code units in the whole document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a block of a document begins. Nodes store offsets relative to their block, so an edit
 * elsewhere moves a whole block by changing this one number.
 */
export interface Origin {
  offset: number;
}

/** A range relative to the block it stands in; `spanOf` makes it absolute. */
export interface Place {
  readonly origin: Origin;
  readonly from: number;
  readonly to: number;
  /** The document it lies in, where that is another than the one under analysis. */
  readonly path?: string;
}

/** The absolute range of a place, as of now. */
export function spanOf(place: Place): Span {
  return { start: place.origin.offset + place.from, end: place.origin.offset + place.to };
}

/** Whether `inner` lies within `outer` (edges included). */
export function encloses(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether the offset lies in the span or touches its end. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Whether two spans have at least one position in common, edges included. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
