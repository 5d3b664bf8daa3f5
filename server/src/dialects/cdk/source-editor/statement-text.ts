import type { Draft } from "./draft.js";
import { endOfRemarks } from "./lists.js";
import { indentAt, lineStart } from "./style.js";
import type { Node } from "./syntax.js";

/** Puts a statement before another, and before the comments that belong to it. */
export function insertBefore(draft: Draft, statement: Node, text: string): void {
  const { text: now, style } = draft;
  const start = startWithRemarks(draft, statementStart(draft, statement));
  const isFirst = now.slice(lineStart(now, start), start).trim() === "";
  const ended = !isFirst || goesOn(draft, start) ? withSemicolon(text) : text;
  draft.insert(start, isFirst ? `${ended}${style.newline}${indentAt(now, start)}` : `${ended} `);
}

/** Puts a statement behind another, and behind the remarks on its line. */
export function insertAfter(draft: Draft, statement: Node, text: string): void {
  const end = statementEnd(draft, statement);
  const after = endOfRemarks(draft, end);
  const hasLine = /^[ \t]*(\r|\n|$)/.test(draft.text.slice(after));
  // Without a semicolon before it, an opening parenthesis would go on with that statement.
  const open = draft.text[end - 1] !== ";" && text.startsWith("(") ? ";" : "";
  const separation = hasLine ? `${draft.style.newline}${indentAt(draft.text, statement.start ?? 0)}` : " ";
  const isLast = /^\s*(\}|$)/.test(draft.text.slice(after));
  const ended = goesOn(draft, after) || !(hasLine || isLast) ? withSemicolon(text) : text;
  draft.insert(after, `${separation}${open}${ended}`);
}

function withSemicolon(text: string): string {
  return text.endsWith(";") ? text : `${text};`;
}

/** Whether the code behind an offset would go on with a statement before it that has no semicolon. */
function goesOn({ text, file }: Draft, offset: number): boolean {
  let at = offset;
  for (;;) {
    at += text.slice(at).search(/\S|$/);
    const comment = file.comments.find(({ start }) => start === at);
    if (comment === undefined) return /[([`+\-/*,.]/.test(text.charAt(at));
    at = comment.end ?? text.length;
  }
}

/** Where a statement begins: at the semicolon before it, where that stands there for its sake. */
function statementStart({ text }: Draft, statement: Node): number {
  const start = statement.start ?? 0;
  const [, before, semicolon] = /^([ \t]*)(;)[ \t]*$/.exec(text.slice(lineStart(text, start), start)) ?? [];
  return before === undefined || semicolon === undefined ? start : lineStart(text, start) + before.length;
}

/** Where a statement ends: before a semicolon that stands before the next one for that one's sake. */
function statementEnd({ text, file }: Draft, statement: Node): number {
  const end = statement.end ?? 0;
  const line = text.slice(lineStart(text, end - 1), end);
  if (!/^[ \t]*;$/.test(line) || !/^[ \t]*\S/.test(text.slice(end))) return end;
  for (let at = end - 1; ;) {
    at = text.slice(0, at).trimEnd().length;
    const comment = file.comments.find((one) => one.end === at);
    if (comment === undefined) return at;
    at = comment.start ?? 0;
  }
}

/** Takes a statement out, with its line where nothing else stands on it. */
export function removeStatement(draft: Draft, statement: Node): void {
  const { text } = draft;
  const [start, end] = [statement.start ?? 0, statement.end ?? 0];
  const from = lineStart(text, start);
  const rest = /^[ \t]*(\r\n|\r|\n|$)/.exec(text.slice(end));
  // A semicolon before it is there for its sake, where others have none.
  if (/^[ \t]*;?[ \t]*$/.test(text.slice(from, start)) && rest !== null)
    draft.replace(from, end + rest[0].length, "");
  else draft.replace(start, end, "");
}

/** Where the comments begin that stand on lines of their own right before an offset. */
function startWithRemarks({ text, file }: Draft, offset: number): number {
  let start = offset;
  for (const one of file.comments.toReversed()) {
    const [from, to] = [one.start ?? 0, one.end ?? 0];
    if (to > start || !/^[ \t]*(\r\n|\r|\n)[ \t]*$/.test(text.slice(to, start))) continue;
    if (text.slice(lineStart(text, from), from).trim() !== "") break;
    start = from;
  }
  return start;
}
