import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { appendItem, removeItem, type List } from "./lists.js";
import { expectUndecided } from "./spread-value.js";
import { bare, nameOfKey, textOf, type babel, type Node } from "./syntax.js";

/** The last property of an object that has this name literally. */
export function propertyOf(
  object: Node | undefined,
  name: string,
): babel.ObjectProperty | babel.ObjectMethod | null {
  if (object?.type !== "ObjectExpression") return null;
  const found = object.properties.findLast(
    (one) => one.type !== "SpreadElement" && nameOfKey(one.key, one.computed) === name,
  );
  return found === undefined || found.type === "SpreadElement" ? null : found;
}

/** The value of an object's property, without what only TypeScript reads; undefined where it has none. */
export function valueOf(object: Node | undefined, name: string): Node | undefined {
  const property = propertyOf(object, name);
  return property?.type === "ObjectProperty" ? bare(property.value) : undefined;
}

/** Gives an object literal a property: in place of the one it has, or else behind all others, which spreads can't undo. */
export function setProperty(draft: Draft, object: babel.ObjectExpression, name: string, value: string): void {
  const list = listOf(object);
  const property = propertyOf(object, name);
  const item = `${name}: ${value}`;
  if (property?.type === "ObjectMethod") throw new EditRefused(`'${name}' is a method there`);
  const behind = object.properties.slice(property === null ? 0 : object.properties.indexOf(property));
  for (const one of behind) if (one.type === "SpreadElement") expectUndecided(draft, one.argument, name);
  if (property === null) return appendItem(draft, list, item);
  if (behind.some((one) => one.type === "SpreadElement")) {
    if (!removeItem(draft, list, property)) throw new EditRefused(`a spread behind '${name}' may undo it`);
    return appendItem(draft, list, item);
  }
  if (property.shorthand) draft.replace(property.start ?? 0, property.end ?? 0, item);
  else draft.replace(property.value.start ?? 0, property.value.end ?? 0, value);
}

/**
 * Gives a call's argument a property: an object literal gets it written in, anything else is spread
 * into a new object, so that nobody else who uses it is changed.
 *
 * @param args all arguments of the call; one at `index` is added where it is the first that is missing.
 */
export function setArgumentProperty(
  draft: Draft,
  args: readonly Node[],
  index: number,
  properties: Readonly<Record<string, string>>,
): void {
  const { padding } = draft.style;
  const [argument, before] = [args[index], args[index - 1]];
  const items = Object.entries(properties)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
  if (argument === undefined) {
    if (before === undefined || args.length !== index)
      throw new EditRefused("its arguments can't be told apart");
    return draft.insert(before.end ?? 0, `, {${padding}${items}${padding}}`);
  }
  const object = bare(argument);
  if (object.type === "ObjectExpression") {
    for (const [name, value] of Object.entries(properties)) setProperty(draft, object, name, value);
  } else {
    for (const name of Object.keys(properties)) expectUndecided(draft, argument, name);
    const spread = `{${padding}...${textOf(draft.file, argument)}, ${items}${padding}}`;
    if (isNothing(object))
      draft.replace(argument.start ?? 0, argument.end ?? 0, `{${padding}${items}${padding}}`);
    else if (spread.includes("\n")) wrap(draft, argument, items);
    else draft.replace(argument.start ?? 0, argument.end ?? 0, spread);
  }
}

export function listOf(object: babel.ObjectExpression | babel.ObjectPattern): List {
  return { open: object.start ?? 0, close: (object.end ?? 0) - 1, items: object.properties };
}

function wrap(draft: Draft, argument: Node, items: string): void {
  const { padding } = draft.style;
  draft.insert(argument.start ?? 0, `{${padding}...`);
  draft.insert(argument.end ?? 0, `, ${items}${padding}}`);
}

function isNothing(node: Node): boolean {
  return node.type === "NullLiteral" || (node.type === "Identifier" && node.name === "undefined");
}

/** The object literal that a construct is given its properties by; undefined where it is none. */
export function propsOf(construct: { readonly args: readonly Node[] }): Node | undefined {
  const given = construct.args[2];
  return given === undefined ? undefined : bare(given);
}
