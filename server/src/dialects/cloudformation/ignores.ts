import type { Ignore } from "../../core/model.js";
import { textOf, valueOf, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import type { Comment } from "../../formats/format.js";
import { CommentPlaces } from "./comment-places.js";
import type { Declarations } from "./declarations.js";

/** The word that a suppression comment begins with. */
export const IGNORE_MARKER = "dynamodb-encryption-ignore";

/** The key of our own metadata in a resource's or the template's `Metadata`. */
export const METADATA_KEY = "DynamoDBEncryption";

const COMMENT = new RegExp(`^\\s*${IGNORE_MARKER}(?![\\w-])(.*)$`, "s");

/** All suppressions of a template, by comment and by metadata. */
export function readIgnores(
  declarations: Declarations,
  text: string,
  comments: readonly Comment[],
): readonly Ignore[] {
  const resources = [...declarations.sections.Resources.values()];
  return [
    ...metadataIgnores(declarations.metadata, null),
    ...resources
      .filter((resource) => resource.text().includes(METADATA_KEY))
      .flatMap((resource) => metadataIgnores(valueOf(resource.read().value, "Metadata"), resource.at)),
    ...commentIgnores(comments, text, () => new CommentPlaces(text, resources)),
  ];
}

function metadataIgnores(metadata: Node | null | undefined, covers: Place | null): readonly Ignore[] {
  const written = valueOf(valueOf(metadata ?? undefined, METADATA_KEY), "ignore");
  if (written === undefined) return [];
  const items = written.kind === "list" ? written.items : [written];
  return items.map((item): Ignore => {
    const until = textOf(valueOf(item, "until")) ?? null;
    const reason = textOf(valueOf(item, "reason")) ?? null;
    const malformed = faultOfItem(item);
    const rule = malformed === null ? (textOf(valueOf(item, "rule")) ?? "") : "";
    return { by: "metadata", rule, reason, until, malformed, at: item, covers };
  });
}

function faultOfItem(item: Node): string | null {
  if (item.kind !== "map") return "it must be a map with 'rule', and perhaps 'reason' and 'until'";
  if (textOf(valueOf(item, "rule")) === undefined) return "it names no rule under 'rule'";
  const until = valueOf(item, "until");
  return until !== undefined && textOf(until) === undefined
    ? "'until' must be a day, written as YYYY-MM-DD"
    : null;
}

function commentIgnores(
  comments: readonly Comment[],
  text: string,
  open: () => CommentPlaces,
): readonly Ignore[] {
  if (comments.length === 0) return [];
  const places = open();
  return comments.flatMap((comment) => commentIgnore(comment, text, places));
}

function commentIgnore(comment: Comment, text: string, places: CommentPlaces): readonly Ignore[] {
  const content = COMMENT.exec(comment.text)?.[1];
  if (content === undefined) return [];
  const next = nextLine(text, comment.span.end);
  const at: Place = { origin: { offset: 0 }, from: comment.span.start, to: comment.span.end };
  const covers = next === undefined ? at : (places.entryAt(next) ?? at);
  return [{ by: "comment", ...readComment(content), at, covers }];
}

/** What follows the marker: a rule, perhaps `until` and a day, perhaps `--` and a reason. */
function readComment(content: string): Pick<Ignore, "rule" | "reason" | "until" | "malformed"> {
  const [, before = "", reason = ""] = /^(.*?)(?:(?:^|\s)--(?:\s+(.*))?)?$/s.exec(content) ?? [];
  const [rule = "", word, ...rest] = before.split(/\s+/).filter((each) => each !== "");
  const read = { reason: reason.trim() || null, until: null };
  const fault = (malformed: string) => ({ ...read, rule: "", malformed });
  if (rule === "") return fault("it names no rule");
  if (!/^[\w-]+$/.test(rule)) return fault(`'${rule}' is no rule's name, and a suppression names one rule`);
  if (word === undefined) return { ...read, rule, malformed: null };
  if (word !== "until") {
    return fault(
      `after '${rule}' may stand 'until' and a day, then '--' and a reason; another rule takes another comment`,
    );
  }
  if (rest.length === 0) return fault("no day follows 'until'");
  return { ...read, rule, until: rest.join(" "), malformed: null };
}

/** The first character that is neither blank nor in a comment after the offset. */
function nextLine(text: string, from: number): number | undefined {
  const blankOrComment = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)/y;
  const indent = /[ \t]*(?:-[ \t]+)*/y;
  let line = from;
  for (blankOrComment.lastIndex = line; blankOrComment.test(text); line = blankOrComment.lastIndex);
  indent.lastIndex = line;
  indent.test(text);
  return indent.lastIndex < text.length ? indent.lastIndex : undefined;
}
