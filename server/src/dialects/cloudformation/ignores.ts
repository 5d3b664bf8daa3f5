import type { Ignore } from "../../core/model.js";
import { textOf, valueOf, walk, type Node } from "../../core/node.js";
import { spanOf, type Place } from "../../core/span.js";
import type { Comment } from "../../formats/format.js";
import type { Declarations, Declared } from "./declarations.js";

/** The word that a suppression comment begins with. */
export const IGNORE_MARKER = "dynamodb-encryption-ignore";

/** The key of our own metadata in a resource's or the template's `Metadata`. */
export const METADATA_KEY = "DynamoDBEncryption";

const COMMENT = new RegExp(
  `^\\s*${IGNORE_MARKER}\\s+([a-z0-9-]+)(?:\\s+until\\s+(\\d{4}-\\d{2}-\\d{2}))?\\s*(?:--\\s*(.*?))?\\s*$`,
);

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
    ...comments.flatMap((comment) => commentIgnore(comment, text, resources)),
  ];
}

function metadataIgnores(metadata: Node | null | undefined, covers: Place | null): readonly Ignore[] {
  const list = valueOf(valueOf(metadata ?? undefined, METADATA_KEY), "ignore");
  if (list?.kind !== "list") return [];
  return list.items.flatMap((item): Ignore[] => {
    const rule = textOf(valueOf(item, "rule"));
    if (rule === undefined) return [];
    const reason = textOf(valueOf(item, "reason")) ?? null;
    const until = textOf(valueOf(item, "until")) ?? null;
    return [{ by: "metadata", rule, reason, until, at: item, covers }];
  });
}

function commentIgnore(comment: Comment, text: string, resources: readonly Declared[]): readonly Ignore[] {
  const match = COMMENT.exec(comment.text);
  if (match === null) return [];
  const next = nextLine(text, comment.span.end);
  const at: Place = { origin: { offset: 0 }, from: comment.span.start, to: comment.span.end };
  const covers = next === undefined ? at : (entryAt(resources, next) ?? at);
  return [
    { by: "comment", rule: match[1] ?? "", until: match[2] ?? null, reason: match[3] || null, at, covers },
  ];
}

/** The first character that is neither blank nor in a comment after the offset. */
function nextLine(text: string, from: number): number | undefined {
  const rest = /^(?:\s*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*[ \t]*(?:-[ \t]+)*/.exec(text.slice(from));
  const next = from + (rest?.[0].length ?? 0);
  return next < text.length ? next : undefined;
}

/** The resource, or the property or list item in it, that begins at this offset. */
function entryAt(resources: readonly Declared[], offset: number): Place | undefined {
  for (const resource of resources) {
    const span = spanOf(resource.at);
    if (span.start === offset) return resource.at;
    if (offset < span.start || offset >= span.end) continue;
    let found: Place | undefined;
    walk(resource.read().value, (node) => {
      if (node.kind === "map") found ??= node.entries.find((entry) => spanOf(entry).start === offset);
    });
    return found;
  }
  return undefined;
}
