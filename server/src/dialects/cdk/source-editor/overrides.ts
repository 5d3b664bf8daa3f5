import { EditRefused } from "../../../core/edit.js";
import { Lines } from "../../../core/lines.js";
import type { Construct } from "./construct.js";
import { declarationOf } from "./declarations.js";
import type { Draft, Sheet } from "./draft.js";
import type { SourceSite } from "./source-fix.js";
import { placeOf } from "./statement.js";
import { removeStatement } from "./statement-text.js";
import {
  bare,
  literalString,
  memberName,
  nodesAround,
  nodesIn,
  textOf,
  type babel,
  type Node,
} from "./syntax.js";

/** A statement that sets a property of a construct's resource after it has been made. */
export interface Override {
  readonly statement: babel.ExpressionStatement;
  /** The variable for the resource that nothing else uses: its declaration. */
  readonly declaration: babel.VariableDeclaration | null;
  /** It names a key itself. */
  readonly namesKey: boolean;
  /** It runs whenever the construct is made. */
  readonly isUnconditional: boolean;
  /** It stands in another function than the construct, which may be called for others, too. */
  readonly isShared: boolean;
}

/** How properties are set: by methods whose first argument names them, or by assignment. */
const METHODS: Readonly<Record<string, string>> = {
  addPropertyOverride: "",
  addPropertyDeletionOverride: "",
  addOverride: "Properties.",
  addDeletionOverride: "Properties.",
};

/**
 * The statements of the file that set a table's `SSESpecification` beside its constructor: the one
 * that the synthesis has traced, and those on a variable that stands for the construct.
 */
export function encryptionOverrides(
  sheet: Sheet,
  construct: Construct,
  site: SourceSite,
): readonly Override[] {
  const reference = referenceOf(sheet, construct);
  const scope = scopeOf(construct.around, reference);
  return nodesIn(sheet.file.program).flatMap((statement) => {
    if (statement.type !== "ExpressionStatement") return [];
    const set = setIn(statement.expression);
    if (set === null) return [];
    const around = nodesAround(sheet.file.program, statement.start ?? 0);
    const traced = isTraced(sheet, set.at, site);
    const target = resourceOf(sheet, set.receiver);
    const isMeant =
      reference !== null &&
      target !== null &&
      target.text === reference &&
      scope !== undefined &&
      around.includes(scope);
    if (!traced && !isMeant) return [];
    const block = around[around.indexOf(statement) - 1];
    const holder = around[around.indexOf(statement) - 2];
    return [
      {
        statement,
        declaration: target?.declaration ?? null,
        namesKey: /kmsMasterKeyId/i.test(textOf(sheet.file, statement)),
        isUnconditional:
          block?.type === "Program" || (block?.type === "BlockStatement" && isFunction(holder)),
        isShared: !isMeant && around.findLast(isFunction) !== construct.around.findLast(isFunction),
      },
    ];
  });
}

/** Takes overrides out, so that what the constructor says holds. */
export function removeOverrides(draft: Draft, overrides: readonly Override[]): void {
  if (overrides.some(({ isUnconditional }) => !isUnconditional))
    throw new EditRefused("its SSESpecification is set under a condition later on");
  if (overrides.some(({ isShared }) => isShared))
    throw new EditRefused(
      "its SSESpecification is set later on by code that may be for other constructs, too",
    );
  if (overrides.some(({ namesKey }) => namesKey))
    throw new EditRefused("its SSESpecification is given a key later on");
  const declarations = overrides.flatMap(({ declaration }) => declaration ?? []);
  for (const one of new Set<Node>([...overrides.map(({ statement }) => statement), ...declarations]))
    removeStatement(draft, one);
}

/** What names the construct in the file, a field of its class included. */
function referenceOf(sheet: Sheet, construct: Construct): string | null {
  const place = placeOf(sheet, construct);
  if (place !== null) return place.reference;
  const field = construct.around.at(-1);
  if (field?.type !== "ClassProperty" || !field.value || bare(field.value) !== construct.call) return null;
  return field.key.type === "Identifier" ? `this.${field.key.name}` : null;
}

interface Setting {
  readonly receiver: Node;
  /** The offset that a trace names. */
  readonly at: number;
}

function setIn(expression: Node): Setting | null {
  if (expression.type === "AssignmentExpression") {
    const { left } = expression;
    if (left.type !== "MemberExpression" || memberName(left) !== "sseSpecification") return null;
    return { receiver: left.object, at: left.property.start ?? 0 };
  }
  if (expression.type !== "CallExpression" || expression.callee.type !== "MemberExpression") return null;
  const prefix = METHODS[memberName(expression.callee) ?? ""];
  const path = literalString(expression.arguments[0]);
  if (prefix === undefined || path === undefined) return null;
  if (!`${path}.`.startsWith(`${prefix}SSESpecification.`)) return null;
  return { receiver: expression.callee.object, at: expression.callee.property.start ?? 0 };
}

/** Columns of traces differ between a setter and a call, so the line decides. */
function isTraced({ file }: Sheet, at: number, { assignment }: SourceSite): boolean {
  return assignment !== null && new Lines(file.text).positionAt(at).line === assignment.line - 1;
}

/** The construct whose resource an expression is: `table.node.defaultChild as CfnTable`, or a variable for that. */
function resourceOf(
  sheet: Sheet,
  receiver: Node,
): { text: string; declaration: babel.VariableDeclaration | null } | null {
  const direct = childOf(sheet, receiver);
  if (direct !== null) return { text: direct, declaration: null };
  const inner = bare(receiver);
  if (inner.type === "Identifier") {
    const declared = declarationOf(sheet, inner.name);
    const init = declared?.declarations[0]?.init;
    const text = !init ? null : childOf(sheet, init);
    if (text !== null && declared !== undefined)
      return { text, declaration: sheet.names.count(inner.name) === 2 ? declared : null };
  }
  return { text: textOf(sheet.file, inner), declaration: null };
}

function childOf({ file }: Sheet, node: Node): string | null {
  const child = bare(node);
  if (child.type !== "MemberExpression" || memberName(child) !== "defaultChild") return null;
  const tree = bare(child.object);
  if (tree.type !== "MemberExpression" || memberName(tree) !== "node") return null;
  return textOf(file, tree.object);
}

/** Within which a name means the construct: its function, or for a field of `this` its class. */
function scopeOf(around: readonly Node[], reference: string | null): Node | undefined {
  const isField = reference?.startsWith("this.") === true;
  return around.findLast(
    (node) => node.type === "Program" || (isField ? node.type === "ClassBody" : isFunction(node)),
  );
}

function isFunction(node: Node | undefined): boolean {
  return node !== undefined && /Function|Method$/.test(node.type);
}
