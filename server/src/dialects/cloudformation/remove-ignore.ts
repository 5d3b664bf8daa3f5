import { EditRefused } from "../../core/edit.js";
import type { Ignore } from "../../core/model.js";
import { entryOf, valueOf, type Node } from "../../core/node.js";
import { encloses, spanOf, type Span } from "../../core/span.js";
import type { EditSession } from "./edit-session.js";
import { METADATA_KEY } from "./ignores.js";
import { placed } from "./placed-edit.js";
import type { ReadTemplate } from "./template.js";

/** Takes a suppression out of the text; see `Editor`. @throws EditRefused */
export function removeIgnore(read: ReadTemplate, session: EditSession, ignore: Ignore): void {
  session.askForCheck();
  const span = spanOf(ignore.at);
  if (ignore.by === "comment") return removeComment(session, span);
  const body = bodyAround(read, span);
  const metadata = body === undefined ? (read.declarations.metadata ?? undefined) : valueOf(body, "Metadata");
  const own = valueOf(metadata, METADATA_KEY);
  const list = valueOf(own, "ignore");
  if (list?.kind === "list" && list.items.length > 1) {
    const item = list.items.find((one) => spanOf(one).start === span.start);
    if (item === undefined) throw new EditRefused("it can't be found in the text");
    // The last item must stay: a list without items is no list in YAML.
    session.refuseEdited(spanOf(list));
    return session.write(placed(session.format.removeItem(session.text, list, item), spanOf(list).start));
  }
  const holders = [
    [own, "ignore"],
    [metadata, METADATA_KEY],
    [body, "Metadata"],
  ] as const;
  // What holds nothing but the suppression goes with it.
  const found = holders.find(([holder]) => holder?.kind === "map" && holder.entries.length > 1);
  if (found === undefined) throw new EditRefused("nothing would be left around it");
  removeEntry(session, found[0], found[1]);
}

/** A comment with its line, where it has one of its own. */
function removeComment(session: EditSession, { start, end }: Span): void {
  const { text } = session;
  const lineStart = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
  const before = text.slice(lineStart, start);
  if (!/^\uFEFF?[ \t]*$/.test(before)) throw new EditRefused("it stands on the line of something else");
  const from = before.startsWith("\uFEFF") ? lineStart + 1 : lineStart;
  const ending = /^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0] ?? "";
  session.write(placed([{ span: { start: from, end: end + ending.length }, newText: "" }], from));
}

/** The body of the resource that the span lies in. */
function bodyAround({ declarations }: ReadTemplate, span: Span): Node | undefined {
  for (const declared of declarations.sections.Resources.values()) {
    if (!encloses(spanOf(declared.at), span)) continue;
    const { value, broken } = declared.read();
    if (broken) throw new EditRefused("its text has syntax errors");
    return value;
  }
  return undefined;
}

function removeEntry(session: EditSession, holder: Node | undefined, key: string): void {
  const entry = entryOf(holder, key);
  if (holder?.kind !== "map" || entry === undefined) throw new EditRefused("it can't be found in the text");
  session.write(placed(session.format.remove(session.text, holder, entry), spanOf(holder).start));
}
