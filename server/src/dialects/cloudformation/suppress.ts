import { EditRefused, type TextEdit } from "../../core/edit.js";
import type { Finding } from "../../core/finding.js";
import { entryOf, valueOf, type MapNode } from "../../core/node.js";
import type { PlainMap } from "../../core/plain.js";
import { spanOf } from "../../core/span.js";
import type { Format } from "../../formats/format.js";
import { iamResources } from "./iam-resources.js";
import { IGNORE_MARKER, METADATA_KEY } from "./ignores.js";
import type { ResourceSource } from "./resource.js";
import type { ReadTemplate } from "./template.js";

interface Suppression {
  readonly reason: string;
  /** ISO date, the last day it holds; null for no end. */
  readonly until: string | null;
}

/**
 * Edits that set a finding aside: a comment above the resource where the format has comments,
 * otherwise an entry in its `Metadata`. Null where the finding is about no resource, or its text
 * can't be changed safely.
 */
export function suppress(
  read: ReadTemplate,
  format: Format,
  text: string,
  finding: Finding,
  suppression: Suppression,
): readonly TextEdit[] | null {
  const source = sourceOf(read, finding.resource);
  if (source === undefined || source.body.kind !== "map" || source.locked !== null) return null;
  const comment = format.comment(commentText(finding.rule, suppression));
  if (comment !== null) {
    const start = spanOf(source.at).start;
    const lineStart = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
    const indent = text.slice(lineStart, start);
    if (/^[ ]*$/.test(indent)) {
      const ending = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
      return [{ span: { start: lineStart, end: lineStart }, newText: `${indent}${comment}${ending}` }];
    }
  }
  return inMetadata(format, text, source.body, finding.rule, suppression);
}

/** A table, a key and the like, or a resource that says who may do what. */
function sourceOf({ sources, scope }: ReadTemplate, resource: string | null): ResourceSource | undefined {
  if (resource === null) return undefined;
  const isNamed = ({ logicalId }: ResourceSource): boolean => logicalId === resource;
  return sources.get(resource) ?? iamResources(scope).sources.find(isNamed);
}

function inMetadata(
  format: Format,
  text: string,
  body: MapNode,
  rule: string,
  { reason, until }: Suppression,
): readonly TextEdit[] | null {
  const item: PlainMap = { rule, reason, ...(until === null ? {} : { until }) };
  const metadata = valueOf(body, "Metadata");
  const own = valueOf(metadata, METADATA_KEY);
  const list = valueOf(own, "ignore");
  try {
    if (list?.kind === "list") return format.append(text, list, item);
    if (list !== undefined) return null;
    if (own?.kind === "map") return format.insert(text, own, [["ignore", [item]]], "end");
    const wrapped = { ignore: [item] };
    if (metadata?.kind === "map") return format.insert(text, metadata, [[METADATA_KEY, wrapped]], "end");
    if (metadata !== undefined || own !== undefined) return null;
    const after = entryOf(body, "Type") ?? "end";
    return format.insert(text, body, [["Metadata", { [METADATA_KEY]: wrapped }]], after);
  } catch (error) {
    if (error instanceof EditRefused) return null;
    throw error;
  }
}

function commentText(rule: string, { reason, until }: Suppression): string {
  const words = [
    IGNORE_MARKER,
    rule,
    ...(until === null ? [] : ["until", until]),
    "--",
    reason.replace(/\s+/g, " "),
  ];
  return words.join(" ");
}
