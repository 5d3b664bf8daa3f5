import type { Construct } from "./construct.js";
import type { Sheet } from "./draft.js";
import { bare, memberName, textOf, type babel, type Node } from "./syntax.js";

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
    case "CallExpression":
      return isLookUp(inner) && inner.arguments.every((one) => isRepeatable(one));
    default:
      return false;
  }
}

/** `Stack.of(…)` and its like find what there is already. */
function isLookUp({ callee }: babel.CallExpression): boolean {
  if (callee.type !== "MemberExpression" || memberName(callee) !== "of") return false;
  const { object } = callee;
  return /^(Stack|Stage)$/.test(memberName(object) ?? (object.type === "Identifier" ? object.name : ""));
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
