import type { Construct } from "./construct.js";
import type { Draft, Sheet } from "./draft.js";
import { endOfRemarks } from "./lists.js";
import { indentAt, lineStart } from "./style.js";
import { bare, textOf, type babel, type Node } from "./syntax.js";

/** The statement that a construct is made in. */
export interface Place {
  readonly statement: Node;
  /** Nothing decides within the statement whether or how often the construct is made: a line before it runs just as often. */
  readonly isStraight: boolean;
  /** What names the construct behind the statement: `table`, `this.table`, in a constructor after `super(…)` `this`. */
  readonly reference: string | null;
  /** The statement is the construct alone, so that a variable can be put before it. */
  readonly isBare: boolean;
}

/** Where a construct is made; null where no statement of a block holds it, as in a field of a class. */
export function placeOf(sheet: Sheet, { call, around }: Construct): Place | null {
  let [child, isStraight, isConstruct]: [Node, boolean, boolean] = [call, true, true];
  let reference = call.type === "NewExpression" ? null : "this";
  for (let index = around.length - 1; index > 0; index -= 1) {
    const node = around[index];
    const parent = around[index - 1];
    if (node === undefined || parent === undefined) return null;
    if (isFunction(node) || node.type === "ClassBody") return null;
    if (isStatement(node)) {
      const holder =
        node.type !== "ExportNamedDeclaration" && parent.type === "ExportNamedDeclaration" ? parent : node;
      const block = around[around.indexOf(holder) - 1];
      if (block === undefined || !isBlock(block)) return null;
      return {
        statement: holder,
        isStraight: isStraight && isSingle(node),
        reference,
        isBare: bareCall(node) === call,
      };
    }
    if (isConstruct) reference ??= targetOf(sheet, node, child);
    isConstruct &&= bare(node) === bare(child);
    isStraight &&= isAlwaysReached(node, child);
    child = node;
  }
  return null;
}

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

/** Whether an expression can be written twice: evaluating it does nothing but give its value. */
export function isRepeatable(node: Node): boolean {
  const inner = bare(node);
  switch (inner.type) {
    case "Identifier":
    case "ThisExpression":
    case "StringLiteral":
    case "NumericLiteral":
      return true;
    case "MemberExpression":
      return isRepeatable(inner.object) && (!inner.computed || isRepeatable(inner.property));
    case "TemplateLiteral":
      return inner.expressions.every((one) => isRepeatable(one));
    case "BinaryExpression":
      return inner.operator === "+" && isRepeatable(inner.left) && isRepeatable(inner.right);
    default:
      return false;
  }
}

/** What a node gives its value to: the variable or field that then names the construct. */
function targetOf({ file }: Sheet, node: Node, child: Node): string | null {
  if (node.type === "VariableDeclarator" && node.init === child)
    return node.id.type === "Identifier" ? node.id.name : null;
  if (node.type !== "AssignmentExpression" || node.operator !== "=" || node.right !== child) return null;
  return isRepeatable(node.left) ? textOf(file, node.left) : null;
}

function isAlwaysReached(node: Node, child: Node): boolean {
  switch (node.type) {
    case "VariableDeclarator":
    case "MemberExpression":
    case "CallExpression":
    case "NewExpression":
    case "AwaitExpression":
    case "ArrayExpression":
    case "ObjectExpression":
    case "ObjectProperty":
    case "SpreadElement":
      return true;
    case "AssignmentExpression":
      return node.operator === "=";
    default:
      return bare(node) === bare(child);
  }
}

function isStatement(node: Node): node is babel.Statement {
  return /Statement$|^VariableDeclaration$|^Export(Named|Default)Declaration$/.test(node.type);
}

/** Other statements than these have parts that may run often, or not at all. */
function isSingle(node: Node): boolean {
  if (node.type === "VariableDeclaration") return node.declarations.length === 1;
  return node.type === "ExpressionStatement" || node.type === "ReturnStatement";
}

function isBlock(node: Node): boolean {
  return /^(Program|BlockStatement|StaticBlock|TSModuleBlock)$/.test(node.type);
}

function isFunction(node: Node): boolean {
  return /Function|Method$|^StaticBlock$/.test(node.type);
}

function bareCall(statement: Node): Node | null {
  return statement.type === "ExpressionStatement" ? statement.expression : null;
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
