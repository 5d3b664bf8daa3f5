import { EditRefused } from "../../core/edit.js";
import type { Node } from "../../core/node.js";
import { isPlainList, isPlainMap, PlainCall, type Plain } from "../../core/plain.js";
import type { NodePath } from "./node-path.js";

/** What a node says, whatever its spelling: to tell whether an edit did what it was meant to do. */
export type Shape =
  | { readonly scalar: string; readonly isString: boolean }
  | { readonly call: string; readonly argument: Shape }
  | { readonly entries: Readonly<Record<string, Shape>> }
  | readonly Shape[];

/** How many nodes are compared; aliases can repeat a few lines a million times. */
const MAX_NODES = 50_000;

/** @throws EditRefused where there is too much of it. */
export function shapeOf(node: Node): Shape {
  let left = MAX_NODES;
  const shape = (one: Node): Shape => {
    if (--left < 0) throw new EditRefused("there is too much of it");
    switch (one.kind) {
      case "scalar":
        return { scalar: one.text, isString: typeof one.value === "string" };
      case "list":
        return one.items.map(shape);
      case "call":
        return callShape(one.name, shape(one.argument));
      case "map":
        return { entries: Object.fromEntries(one.entries.map(({ key, value }) => [key, shape(value)])) };
    }
  };
  return shape(node);
}

/** The shape that a value has once it is written. */
export function shapeOfPlain(value: Plain): Shape {
  if (value instanceof PlainCall) return callShape(value.name, shapeOfPlain(value.argument));
  if (isPlainList(value)) return value.map(shapeOfPlain);
  if (!isPlainMap(value)) return { scalar: String(value), isString: typeof value === "string" };
  const entries = Object.entries(value).map(([key, each]) => [key, shapeOfPlain(each)] as const);
  const [only] = entries;
  // A map with nothing but a function's name in it is that function.
  if (entries.length === 1 && only !== undefined && /^(?:Ref|Fn::.*)$/.test(only[0]))
    return callShape(...only);
  return { entries: Object.fromEntries(entries) };
}

/** Equal texts for equal shapes; the order of entries doesn't count. */
export function identityOf(shape: Shape): string {
  return JSON.stringify(shape, (name, value: unknown) =>
    name === "entries" ? Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)) : value,
  );
}

/** The shape with something else at the path; undefined takes the entry or item out. */
export function changed(
  shape: Shape,
  path: NodePath,
  change: (shape: Shape | undefined) => Shape | undefined,
): Shape | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(shape);
  if (isList(shape)) {
    const items = shape.map((item, index) => (index === step ? changed(item, rest, change) : item));
    return items.filter((item) => item !== undefined);
  }
  if ("call" in shape) {
    const argument = changed(shape.argument, rest, change);
    return argument === undefined ? undefined : { ...shape, argument };
  }
  if (!("entries" in shape) || typeof step === "number") return shape;
  const { [step.slice(1)]: inner, ...others } = shape.entries;
  const entry = inner === undefined ? change(undefined) : changed(inner, rest, change);
  return { entries: entry === undefined ? others : { ...others, [step.slice(1)]: entry } };
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

/** `A.Arn` and `[A, Arn]` name one attribute. */
function callShape(call: string, argument: Shape): Shape {
  if (call !== "Fn::GetAtt" || !isList(argument)) return { call, argument };
  const parts = argument.map((part) => ("scalar" in part ? part.scalar : null));
  if (parts.includes(null)) return { call, argument };
  return { call, argument: { scalar: parts.join("."), isString: true } };
}
