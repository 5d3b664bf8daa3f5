import { valueOf, type Node } from "../core/node.js";
import type { Declarations } from "./cloudformation/declarations.js";

/**
 * What SAM merges below the `SSESpecification` of an `AWS::Serverless::SimpleTable`, which is the
 * only property `Globals.SimpleTable` may hold. Maps are merged, the resource's entries winning; an
 * intrinsic function or any other value of the resource's own replaces the global one (source:
 * the translator's globals plugin, which takes intrinsics for primitives).
 *
 * @param own the resource's own value, or undefined.
 */
export function simpleTableGlobals(declarations: Declarations, own: Node | undefined): Node | undefined {
  const globals = valueOf(valueOf(declarations.globals ?? undefined, "SimpleTable"), "SSESpecification");
  if (own === undefined) return globals;
  return own.kind === "map" && globals?.kind === "map" ? globals : undefined;
}
