import type { TextEdit } from "../../server/src/core/edit.js";
import type { Entry, Node } from "../../server/src/core/node.js";
import { spanOf } from "../../server/src/core/span.js";
import type { Format, Outline, OutlineEntry, Section } from "../../server/src/formats/format.js";

/** A value as JavaScript would have it; a function is `{ "!Ref": argument }`. */
export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case "map":
      return Object.fromEntries(node.entries.map((entry) => [entry.key, plainOf(entry.value)]));
    case "list":
      return node.items.map(plainOf);
    case "call":
      return { [`!${node.name}`]: plainOf(node.argument) };
    case "scalar":
      return node.value;
  }
}

/** A whole document as JavaScript would have it. */
export function contentOf(outline: Outline): unknown {
  return Object.fromEntries(outline.sections.map((section) => [section.key, plainOf(section.value())]));
}

/** Everything a reader can see, with absolute offsets. */
export function everythingIn(outline: Outline): unknown {
  return outline.sections.map((section) => ({
    key: section.key,
    keyAt: spanOf(section.keyAt),
    at: spanOf(section.at),
    text: section.text(),
    entries:
      section.entries?.map((entry) => ({
        key: entry.key,
        keyAt: spanOf(entry.keyAt),
        at: spanOf(entry.at),
        text: entry.text(),
        broken: entry.read().broken,
        value: placed(entry.read().value),
      })) ?? null,
    value: placed(section.value()),
  }));
}

/** A node with absolute offsets. */
export function placed(node: Node): unknown {
  const { kind, shared } = node;
  const at = spanOf(node);
  switch (node.kind) {
    case "map":
      return { kind, shared, at, style: node.style, entries: node.entries.map(placedEntry) };
    case "list":
      return { kind, shared, at, style: node.style, items: node.items.map(placed) };
    case "call":
      return { kind, shared, at, name: node.name, form: node.form, argument: placed(node.argument) };
    case "scalar":
      return { kind, shared, at, text: node.text, value: node.value, quoted: node.quoted };
  }
}

function placedEntry(entry: Entry): unknown {
  const { key, merged } = entry;
  return { key, merged, keyAt: spanOf(entry.keyAt), at: spanOf(entry), value: placed(entry.value) };
}

/** The node under a path of keys and indices; the argument of a function is under `!`. */
export function nodeAt(outline: Outline, path: string): Node {
  const [section = "", ...rest] = path.split("/");
  let node = sectionAt(outline, section).value();
  for (const step of rest) {
    const next =
      node.kind === "map"
        ? node.entries.find((entry) => entry.key === step)?.value
        : node.kind === "list"
          ? node.items[Number(step)]
          : node.kind === "call" && step === "!"
            ? node.argument
            : undefined;
    if (next === undefined) throw new Error(`Nothing is at ${path}.`);
    node = next;
  }
  return node;
}

export function sectionAt(outline: Outline, key: string): Section {
  const section = outline.sections.find((each) => each.key === key);
  if (section === undefined) throw new Error(`There is no section ${key}.`);
  return section;
}

export function entryAt(outline: Outline, path: string): Entry {
  const keys = path.split("/");
  const key = keys.pop();
  const map = nodeAt(outline, keys.join("/"));
  const entry = map.kind === "map" ? map.entries.find((each) => each.key === key) : undefined;
  if (entry === undefined) throw new Error(`No entry is at ${path}.`);
  return entry;
}

export function outlineEntryAt(outline: Outline, section: string, key: string): OutlineEntry {
  const entry = sectionAt(outline, section).entries?.find((each) => each.key === key);
  if (entry === undefined) throw new Error(`There is no ${key} in ${section}.`);
  return entry;
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let copied = 0;
  for (const { span, newText } of edits) {
    if (span.start < copied) throw new Error("The edits overlap or aren't sorted.");
    result += text.slice(copied, span.start) + newText;
    copied = span.end;
  }
  return result + text.slice(copied);
}

/** The pieces of a text that edits don't touch. */
export function untouched(text: string, edits: readonly TextEdit[]): string {
  return applied(
    text,
    edits.map((edit) => ({ span: edit.span, newText: "" })),
  );
}

/** The content of a text, by one parse of the whole; fails where that has problems. */
export function soundContent(format: Format, text: string): unknown {
  const outline = format.outlineWhole(text);
  const content = contentOf(outline);
  const [problem] = outline.problems();
  if (problem !== undefined) throw new Error(`${problem.message}\n${text}`);
  return content;
}
