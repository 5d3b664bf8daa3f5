import { parse } from "@babel/parser";
import type * as babel from "@babel/types";
import { remember } from "../../../core/remember.js";

export type { babel };
export type Node = babel.Node;

/** A source file in TypeScript or JavaScript as a tree. */
export interface SourceFile {
  readonly text: string;
  readonly language: "typescript" | "javascript";
  readonly program: babel.Program;
  readonly comments: readonly babel.Comment[];
  /** Offsets of what is wrong although the rest could be read. */
  readonly errors: readonly number[];
}

/** The endings that are read, with the language and whether elements of JSX may stand in it. */
const ENDINGS: readonly (readonly [RegExp, SourceFile["language"], boolean])[] = [
  [/\.tsx$/i, "typescript", true],
  [/\.[cm]?ts$/i, "typescript", false],
  [/\.[cm]?jsx?$/i, "javascript", true],
];

/** Reads a file; null where its ending is of another language, or where the text can't be read at all. */
export function readSource(path: string, text: string): SourceFile | null {
  const [, language, jsx] = ENDINGS.find(([ending]) => ending.test(path)) ?? [];
  if (language === undefined) return null;
  try {
    const { program, comments, errors } = parse(text, {
      sourceType: "unambiguous",
      errorRecovery: true,
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      allowUndeclaredExports: true,
      plugins: [
        ...(language === "typescript" ? (["typescript"] as const) : []),
        ...(jsx === true ? (["jsx"] as const) : []),
        "decorators-legacy",
        "decoratorAutoAccessors",
        "explicitResourceManagement",
      ],
    });
    return { text, language, program, comments: comments ?? [], errors: (errors ?? []).map(offsetOf) };
  } catch {
    return null;
  }
}

/** Whether a path names a file in a language that is read here. */
export function isScript(path: string): boolean {
  return ENDINGS.some(([ending]) => ending.test(path));
}

/** Where a node begins and ends, as a span of the text. */
export function spanOfNode(node: Node): { readonly start: number; readonly end: number } {
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

export function textOf({ text }: Pick<SourceFile, "text">, node: Node): string {
  return text.slice(node.start ?? 0, node.end ?? 0);
}

/** The nodes around an offset from the outermost in; each holds the offset, its end excluded. */
export function nodesAround(root: Node, offset: number): readonly Node[] {
  const path: Node[] = [root];
  for (let node: Node | undefined = root; node !== undefined;) {
    node = childrenOf(node).find(({ start, end }) => holds(start, end, offset));
    if (node !== undefined) path.push(node);
  }
  return path;
}

/** All nodes of a tree, each before those in it; listed once for each tree. */
export function nodesIn(root: Node): readonly Node[] {
  return remember(listed, root, () => {
    const nodes: Node[] = [];
    const waiting = [root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      nodes.push(node);
      for (const child of childrenOf(node).reverse()) waiting.push(child);
    }
    return nodes;
  });
}

const listed = new WeakMap<Node, readonly Node[]>();

const NOT_CHILDREN = new Set(["extra", "loc", "leadingComments", "innerComments", "trailingComments"]);

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key of Object.keys(node)) {
    if (NOT_CHILDREN.has(key)) continue;
    const value = node[key as keyof Node] as unknown;
    // One by one: a call takes only so many arguments, and a list may be long.
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(one)) children.push(one);
  }
  return children;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function holds(start: number | null | undefined, end: number | null | undefined, offset: number): boolean {
  return (start ?? 0) <= offset && offset < (end ?? 0);
}

/** Babel's errors have it, though their type doesn't say so. */
function offsetOf(error: { readonly code: string }): number {
  return (error as { pos?: number }).pos ?? 0;
}

/** The expression within what only TypeScript reads: `x as T`, `x satisfies T`, `x!`, `<T>x`. */
export function bare(node: Node): Node {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      return bare(node.expression);
    default:
      return node;
  }
}

/** The text of a string literal, also of a template literal without holes; undefined for anything else. */
export function literalString(node: Node | undefined): string | undefined {
  if (node?.type === "StringLiteral") return node.value;
  if (node?.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** The name that a key of an object or a member access states literally; undefined for one that is computed. */
export function nameOfKey(key: Node, computed: boolean): string | undefined {
  if (!computed && key.type === "Identifier") return key.name;
  return literalString(key);
}

/** The name of the member that `a.b` or `a["b"]` accesses. */
export function memberName(node: Node): string | undefined {
  if (node.type !== "MemberExpression" && node.type !== "OptionalMemberExpression") return undefined;
  return nameOfKey(node.property, node.computed);
}
