import { EditRefused } from "../../../core/edit.js";
import type { Sheet } from "./draft.js";
import { declarationOf } from "./declarations.js";
import { isPlain } from "./plain-value.js";
import { bare, nameOfKey, nodesIn, textOf, type babel, type Node } from "./syntax.js";

/**
 * Refuses where what is spread into an object decides about a property by itself, as in
 * `...(isProd && { encryption })`: what is written behind it would undo that choice.
 *
 * @param node what is spread.
 */
export function expectUndecided(sheet: Sheet, node: Node, name: string, depth = 0): void {
  const spread = bare(node);
  if (spread.type === "ObjectExpression") return expectPlain(sheet, spread, name, depth);
  const declared = spread.type === "Identifier" ? declarationOf(sheet, spread.name) : undefined;
  const init = declared?.declarations[0]?.init;
  if (init && depth < DEEPEST) return expectUndecided(sheet, init, name, depth + 1);
  if (nodesIn(spread).some((one) => isProperty(one, name))) throw decided(sheet, spread, name);
}

const DEEPEST = 5;

/** An object literal that says plainly what it is can be written over; one that works it out can't. */
function expectPlain(sheet: Sheet, object: babel.ObjectExpression, name: string, depth: number): void {
  for (const one of object.properties) {
    if (one.type === "SpreadElement") expectUndecided(sheet, one.argument, name, depth + 1);
    else if (isProperty(one, name) && !(one.type === "ObjectProperty" && isPlain(bare(one.value))))
      throw decided(sheet, one, name);
  }
}

function isProperty(node: Node, name: string): boolean {
  const isMember = node.type === "ObjectProperty" || node.type === "ObjectMethod";
  return isMember && nameOfKey(node.key, node.computed) === name;
}

function decided({ file }: Sheet, node: Node, name: string): EditRefused {
  const text = textOf(file, node).replace(/\s+/g, " ");
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return new EditRefused(`\`${shown}\` decides about '${name}'`);
}

const LONGEST = 60;
