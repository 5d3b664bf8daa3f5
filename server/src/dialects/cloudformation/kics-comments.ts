import { entryOf } from "../../core/node.js";
import type { Equivalents } from "../../core/peers.js";
import { spanOf, type Place } from "../../core/span.js";
import type { Comment } from "../../formats/format.js";
import type { CommentPlaces } from "./comment-places.js";
import { placeOfComment, type PeerSuppression } from "./peer-ignores.js";

/** What each of KICS's comments begins with. */
export const KICS_MARKER = "kics-scan";

const COMMAND = /^\s*kics-scan\s+(\S+)(?:\s+(?:--\s+)?(.*))?$/;

/**
 * `ignore`, `enable=` and `disable=` hold for the file and stand before everything else in it;
 * `ignore-block` and `ignore-line` are about what stands below. They silence all of KICS's checks
 * there, so here those that are also ours.
 */
export function kicsComments(
  comment: Comment,
  places: CommentPlaces,
  equivalents: Equivalents,
): readonly PeerSuppression[] {
  const [, command = "", reason = ""] = COMMAND.exec(comment.text) ?? [];
  const every = equivalents.rulesWhere("kics", () => true);
  const suppression = (rules: readonly string[], covers: Place | null): PeerSuppression => ({
    peer: "kics",
    rules,
    reason: reason.trim() || null,
    at: placeOfComment(comment),
    covers,
  });
  if (!places.isAlone(comment.span.start)) return [];
  if (command === "ignore-block" || command === "ignore-line") {
    const below = entryBelow(comment, reason !== "", places);
    if (below === undefined) return [];
    const covered = command === "ignore-block" ? [places.entryAt(below)] : placesOnLine(below, places);
    return covered.flatMap((place) => (place === undefined ? [] : suppression(every, place)));
  }
  if (!places.isAtTop(comment.span.start)) return [];
  const [name, ids = ""] = command.split("=");
  const listed = ids.split(",");
  const among = equivalents.rulesWhere("kics", (id) => listed.includes(id));
  if (command === "ignore") return [suppression(every, null)];
  if (name === "disable") return [suppression(among, null)];
  if (name !== "enable" || ids === "") return [];
  return [
    suppression(
      every.filter((rule) => !among.includes(rule)),
      null,
    ),
  ];
}

/**
 * Where the first thing below a comment stands. KICS takes the comment lines above it as one text,
 * so that its command must be the first line, and no blank line may follow. What is behind the
 * command has to be parted by a blank, and the end of a line is none.
 */
function entryBelow({ span }: Comment, hasReason: boolean, places: CommentPlaces): number | undefined {
  if (isComment(places.lineAbove(span.start))) return undefined;
  for (let line = places.nextLine(span.start); line !== undefined; line = places.nextLine(line)) {
    const text = places.lineText(line);
    if (!isComment(text)) return text.trim() === "" ? undefined : places.firstOfLine(line);
    if (!hasReason) return undefined;
  }
  return undefined;
}

function isComment(line: string): boolean {
  return /^\uFEFF?[ \t]*#/.test(line);
}

/** What is found on one line; a property that is missing is found where `Properties` begins. */
function placesOnLine(first: number, places: CommentPlaces): readonly Place[] {
  const start = places.lineStart(first);
  const line: Place = { origin: { offset: 0 }, from: start, to: start + places.lineText(start).length };
  const body = places.resourceFrom(first)?.read().value;
  const properties = entryOf(body, "Properties");
  const type = entryOf(body, "Type");
  const isProperties = properties !== undefined && spanOf(properties).start === first;
  return isProperties && type !== undefined ? [line, type] : [line];
}
