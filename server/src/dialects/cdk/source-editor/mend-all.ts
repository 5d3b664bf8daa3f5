import type { TextEdit } from "../../../core/edit.js";
import { Lines } from "../../../core/lines.js";
import { PatchedText } from "./patched-text.js";
import type { MendedSource, SourceEditor, SourcePrices, SourceSite, TracedPlace } from "./source-fix.js";

/**
 * Applies the preferred fixes of many findings in one file, one after the other: each is worked out
 * from what those before it have made of the text, so that they share imports and never collide.
 *
 * @param sites all of one file, with the same text.
 */
export function mendAll(
  { sourceFixes }: Pick<SourceEditor, "sourceFixes">,
  text: string,
  sites: readonly SourceSite[],
  pricesOf: (site: SourceSite) => SourcePrices,
): MendedSource {
  const mended: SourceSite[] = [];
  const given = new Lines(text);
  const patched = new PatchedText(text);
  let places: readonly Offsets[] = sites.map(({ position, assignment }) => ({
    position: offsetOf(given, position),
    assignment: assignment === null ? null : offsetOf(given, assignment),
  }));
  sites.forEach((site, index) => {
    const place = places[index];
    if (place === undefined || place.position === null) return;
    const now = patched.text;
    const lines = new Lines(now);
    const moved: SourceSite = {
      ...site,
      text: now,
      position: placeOf(lines, place.position, site.position),
      assignment:
        site.assignment === null || place.assignment === null
          ? null
          : placeOf(lines, place.assignment, site.assignment),
    };
    const fix = sourceFixes(moved, pricesOf(site)).fixes.find(({ isPreferred }) => isPreferred);
    if (fix === undefined) return;
    patched.apply(fix.edits);
    mended.push(site);
    places = places.map(({ position, assignment }) => ({
      position: shifted(position, fix.edits),
      assignment: shifted(assignment, fix.edits),
    }));
  });
  return { text: patched.text, edits: patched.edits, mended };
}

/** Where a finding's construct and override are by now; null for what isn't known, or is gone. */
interface Offsets {
  readonly position: number | null;
  readonly assignment: number | null;
}

function offsetOf(lines: Lines, { line, column }: TracedPlace): number {
  return lines.offsetAt({ line: line - 1, character: (column ?? 1) - 1 });
}

/** A place whose column isn't known keeps that. */
function placeOf(lines: Lines, offset: number, { column }: TracedPlace): TracedPlace {
  const { line, character } = lines.positionAt(offset);
  return { line: line + 1, column: column === null ? null : character + 1 };
}

/** Where an offset is after edits; null where what stood there is gone. */
function shifted(offset: number | null, edits: readonly TextEdit[]): number | null {
  if (offset === null) return null;
  let moved = offset;
  for (const { span, newText } of edits) {
    if (span.start > offset) break;
    if (span.end > offset) return null;
    moved += newText.length - (span.end - span.start);
  }
  return moved;
}
