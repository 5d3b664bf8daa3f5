import { textOf, valueOf, type Node } from "../../core/node.js";
import type { Equivalents } from "../../core/peers.js";
import { isCalendarDate } from "../../core/suppression.js";
import type { Comment } from "../../formats/format.js";
import type { CommentPlaces } from "./comment-places.js";
import { placeOfComment, type PeerSuppression } from "./peer-ignores.js";

/** What stands in each of Trivy's comments. */
export const TRIVY_MARKER = ":ignore:";

const IGNORE = /^(?:trivy|tfsec):ignore:([^:[\s]+)(?:\[([^\]]*)\])?(?::(.*))?$/;
const CHECK_ID = /^(?:avd-)?([a-z]+-\d+)$/i;

/**
 * Trivy's comment stands right above the line of a resource or property, or at its end. Several
 * follow one another in a line, or line below line.
 */
export function trivyComments(
  comment: Comment,
  places: CommentPlaces,
  equivalents: Equivalents,
): readonly PeerSuppression[] {
  const words = comment.text.split(/\s+/).map((word) => word.replace(/^[#/*]+/, ""));
  const target = places.isAlone(comment.span.start) ? firstBelow(comment, places) : comment.span.start;
  const first = target === undefined ? undefined : places.firstOfLine(target);
  const covers = first === undefined ? undefined : places.resourceOrProperty(first);
  if (first === undefined || covers === undefined) return [];
  const properties = valueOf(places.resourceFrom(first)?.read().value, "Properties");
  const reason = words.filter((word) => word !== "" && word !== "--" && !IGNORE.test(word)).join(" ") || null;
  return words.flatMap((word) => {
    const [, id, filter = "", sections = ""] = IGNORE.exec(word) ?? [];
    if (id === undefined || !matches(properties, filter)) return [];
    const rules =
      id === "*" ? equivalents.rulesWhere("trivy", () => true) : equivalents.rulesOf("trivy", checkId(id));
    return [{ peer: "trivy", rules, reason, until: lastDay(sections), at: placeOfComment(comment), covers }];
  });
}

/** `AVD-AWS-0025` is an older name of `AWS-0025`. */
function checkId(id: string): string {
  return CHECK_ID.exec(id)?.[1]?.toUpperCase() ?? id;
}

/** Trivy's day is the first on which the finding is reported again (in UTC); what is no day, it takes as past. */
function lastDay(sections: string): string | null {
  const parts = sections.split(":");
  const at = parts.findIndex((part, index) => index % 2 === 0 && part === "exp");
  if (at === -1) return null;
  const day = parts[at + 1] ?? "";
  return isCalendarDate(day) ? dayBefore(day) : day;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** `[name=value,other.name=value]`: each is a property with that text. */
function matches(properties: Node | undefined, filter: string): boolean {
  if (filter === "") return true;
  return filter.split(",").every((pair) => {
    const [path = "", ...values] = pair.split("=");
    const found = path.split(".").reduce<Node | undefined>((node, key) => valueOf(node, key), properties);
    return found !== undefined && textOf(found) === values.join("=");
  });
}

/** The line below the comment and those like it. */
function firstBelow({ span }: Comment, places: CommentPlaces): number | undefined {
  let line = places.nextLine(span.start);
  while (line !== undefined && /^[ \t]*#.*(?:trivy|tfsec):ignore:/.test(places.lineText(line))) {
    line = places.nextLine(line);
  }
  return line;
}
