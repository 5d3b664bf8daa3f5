import { valueOf } from "../core/node.js";
import type { Declarations } from "./cloudformation/declarations.js";
import type { Evaluation } from "./cloudformation/evaluation.js";
import type { Value } from "./cloudformation/value.js";

/**
 * What SAM merges below every `AWS::Serverless::SimpleTable`: `Globals.SimpleTable.SSESpecification`,
 * the only property that section may hold (facts: the merge is recursive, the resource wins).
 */
export function simpleTableGlobals(declarations: Declarations): (evaluation: Evaluation) => Value {
  const node = valueOf(valueOf(declarations.globals ?? undefined, "SimpleTable"), "SSESpecification");
  return (evaluation) => evaluation.value(node);
}
