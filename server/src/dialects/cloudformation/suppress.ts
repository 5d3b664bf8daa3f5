import { EditRefused, type TextEdit } from "../../core/edit.js";
import type { Finding } from "../../core/finding.js";
import { entryOf, valueOf, type MapNode } from "../../core/node.js";
import type { Plain } from "../../core/plain.js";
import { spanOf } from "../../core/span.js";
import type { Format } from "../../formats/format.js";
import { iamResources } from "./iam-resources.js";
import type { ResourceSource } from "./resource.js";
import { writtenAs, type SuppressionChoice, type SuppressionWords } from "./suppression-syntax.js";
import type { ReadTemplate } from "./template.js";

/**
 * Edits that set a finding aside, in the syntax that was chosen: a comment at the resource where the
 * format and the tool have comments, otherwise an entry in its `Metadata`. Null where the finding is
 * about no resource, or its text can't be changed safely.
 */
export function suppress(
  read: ReadTemplate,
  format: Format,
  text: string,
  finding: Finding,
  choice: SuppressionChoice,
  words: SuppressionWords,
): readonly TextEdit[] | null {
  const source = sourceOf(read, finding.resource);
  if (source === undefined || source.body.kind !== "map" || source.locked !== null) return null;
  const { comment, metadata } = writtenAs(choice, words);
  if (comment !== null && format.comment(comment.text) !== null) {
    const written = asComment(read, format, text, source, source.body, comment);
    if (written !== null) return written;
  }
  return metadata === null ? null : inMetadata(format, text, source.body, metadata.path, metadata.item);
}

/** A comment line at the resource; null where its text leaves no room for one. */
function asComment(
  read: ReadTemplate,
  format: Format,
  text: string,
  source: ResourceSource,
  body: MapNode,
  comment: NonNullable<ReturnType<typeof writtenAs>["comment"]>,
): readonly TextEdit[] | null {
  const start = spanOf(source.at).start;
  const first = body.entries.find(({ merged }) => !merged);
  // The first resource's block is all resources to KICS.
  const isFirst = [...read.declarations.sections.Resources.keys()][0] === source.logicalId;
  if (comment.at === "top" && isFirst) return null;
  if (comment.at === "inside" && first === undefined) return null;
  const at = comment.at === "inside" && first !== undefined ? spanOf(first).start : start;
  const lineStart = startOfLine(text, at);
  const indent = text.slice(lineStart, at);
  if (!/^[ ]*$/.test(indent) || (comment.at === "inside" && lineStart <= start)) return null;
  const line = `${indent}${format.comment(comment.text) ?? ""}${/\r\n|\n|\r/.exec(text)?.[0] ?? "\n"}`;
  const where = comment.at === "top" ? aboveComments(text, lineStart) : lineStart;
  return [{ span: { start: where, end: where }, newText: line }];
}

/** The start of the comment lines right above a line. */
function aboveComments(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = startOfLine(text, start - (text.startsWith("\r\n", start - 2) ? 2 : 1));
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function startOfLine(text: string, offset: number): number {
  if (offset === 0) return 0;
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

/** A table, a key and the like, or a resource that says who may do what. */
function sourceOf({ sources, scope }: ReadTemplate, resource: string | null): ResourceSource | undefined {
  if (resource === null) return undefined;
  const isNamed = ({ logicalId }: ResourceSource): boolean => logicalId === resource;
  return sources.get(resource) ?? iamResources(scope).sources.find(isNamed);
}

/** Adds an item to a list below `Metadata`, and what of the path to it is missing. */
function inMetadata(
  format: Format,
  text: string,
  body: MapNode,
  path: readonly string[],
  item: Plain,
): readonly TextEdit[] | null {
  const keys = ["Metadata", ...path];
  let holder: MapNode = body;
  try {
    for (const [depth, key] of keys.entries()) {
      const found = valueOf(holder, key);
      if (found === undefined) {
        const missing = keys
          .slice(depth + 1)
          .reduceRight<Plain>((inner, name) => ({ [name]: inner }), [item]);
        const after = depth === 0 ? (entryOf(body, "Type") ?? "end") : "end";
        return format.insert(text, holder, [[key, missing]], after);
      }
      if (depth === keys.length - 1) return found.kind === "list" ? format.append(text, found, item) : null;
      if (found.kind !== "map") return null;
      holder = found;
    }
    return null;
  } catch (error) {
    if (error instanceof EditRefused) return null;
    throw error;
  }
}
