import type { Equivalents } from "../../core/peers.js";
import type { Comment } from "../../formats/format.js";
import type { CommentPlaces } from "./comment-places.js";
import { placeOfComment, type PeerSuppression } from "./peer-ignores.js";

/** What stands in each of Checkov's comments. */
export const CHECKOV_MARKER = ":skip=";

/** Several ids need a setting of Checkov's (`CHECKOV_ALLOW_SKIP_MULTIPLE_ONE_LINE`). */
const SKIP = /(?:checkov|bridgecrew|cortex):skip= *([A-Za-z_\d]+(?:,[A-Za-z_\d]+)*)(?::(.*))?/;

/** Checkov's comment is about the resource that it stands in, wherever in it. */
export function checkovComments(
  comment: Comment,
  places: CommentPlaces,
  equivalents: Equivalents,
): readonly PeerSuppression[] {
  const [, ids = "", reason = ""] = SKIP.exec(comment.text) ?? [];
  const resource = ids === "" ? undefined : places.around(comment.span);
  if (resource === undefined) return [];
  const rules = ids.split(",").flatMap((id) => equivalents.rulesOf("checkov", id));
  const at = placeOfComment(comment);
  return [{ peer: "checkov", rules, reason: reason.trim() || null, at, covers: resource.at }];
}
