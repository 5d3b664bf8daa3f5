import { structuredPatch } from "diff";

/** Lines around a change, as git shows them. */
const CONTEXT = 3;

/**
 * What changes in a file, as a unified diff that `git apply` and `patch -p1` take: line endings, a byte
 * order mark and a missing newline at the end are as they are. Empty where nothing changes.
 *
 * @param path relative to where the diff is to be applied, with `/`.
 */
export function unifiedDiff(path: string, before: Uint8Array, after: Uint8Array): string {
  const { hunks } = structuredPatch(path, path, textOf(before), textOf(after), "", "", { context: CONTEXT });
  if (hunks.length === 0) return "";
  const lines = hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  return [`--- ${named(`a/${path}`)}`, `+++ ${named(`b/${path}`)}`, ...lines, ""].join("\n");
}

/** A byte order mark is text like any other here. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** One line goes without its count; an empty side begins at the line before. */
function range(start: number, count: number): string {
  return count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`;
}

/** As git writes names: in quotes where a character could be misread, with a tab behind one with a space. */
function named(name: string): string {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001F\u007F"\\]/.test(name)) return `"${name.replace(/[\u0000-\u001F\u007F"\\]/g, escaped)}"`;
  return name.includes(" ") ? `${name}\t` : name;
}

function escaped(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  return `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`;
}
