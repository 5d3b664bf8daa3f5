import { textOf, valueOf, type CallNode, type Node } from "../../core/node.js";
import { displayText, knownText } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { displayValue, unknownValue, withStep, type Value } from "./value.js";

/**
 * The value of `Fn::FindInMap`. Where a key isn't known, there is one world for each key the
 * mapping has at that level (and one for the default value, where there is one).
 */
export function findInMap(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const [nameNode, rowNode, columnNode, options] = args;
  const name = nameNode === undefined ? undefined : knownTextOf(evaluation, nameNode);
  const mapping = name === undefined ? undefined : evaluation.scope.mapping(name);
  if (name === undefined || mapping?.kind !== "map" || rowNode === undefined || columnNode === undefined) {
    return unknownValue("Fn::FindInMap", `the mapping '${name ?? "?"}' can't be read`, call);
  }
  const fallback = valueOf(options, "DefaultValue");
  const row = chooseKey(evaluation, name, rowNode, keysOf(mapping), fallback !== undefined);
  const columns = row === null ? [] : keysOf(valueOf(mapping, row));
  const column =
    row === null ? null : chooseKey(evaluation, name, columnNode, columns, fallback !== undefined);
  const found = row === null || column === null ? undefined : valueOf(valueOf(mapping, row), column);
  if (found !== undefined) {
    const value = { ...evaluation.value(found), at: call };
    const text = `mapping '${name}' has ${displayValue(value)} at '${row ?? ""}'`;
    return withStep(value, { at: found, text });
  }
  if (fallback !== undefined) return { ...evaluation.value(fallback), at: call };
  return unknownValue(name, `mapping '${name}' has nothing at '${row ?? "?"}', '${column ?? "?"}'`, call);
}

/**
 * The key a mapping is read at: the known one, or each of its keys in a world of its own. Null for
 * "none of them", which is a world only where there is a default value.
 */
function chooseKey(
  evaluation: Evaluation,
  mapping: string,
  node: Node,
  keys: readonly string[],
  hasDefault: boolean,
): string | null {
  const parameter = evaluation.openParameter(node);
  const known =
    parameter === undefined || isNamed(evaluation, parameter) ? knownTextOf(evaluation, node) : undefined;
  if (known !== undefined) return known;
  const possible = parameter === undefined ? keys : evaluation.state.remaining(parameter, keys);
  const key = evaluation.world.choose(hasDefault ? [...possible, null] : possible);
  if (parameter !== undefined && key !== null) evaluation.state.settle(parameter, key);
  if (parameter !== undefined && evaluation.scope.parameter(parameter) !== undefined) {
    evaluation.world.assume({ kind: "parameter", name: parameter, is: key });
  } else {
    evaluation.world.assume({ kind: "mapping", name: mapping, is: key, by: readBy(evaluation, node) });
  }
  return key;
}

/** The template itself names values of the parameter: its default, or the allowed ones. */
function isNamed(evaluation: Evaluation, name: string): boolean {
  const parameter = evaluation.scope.parameter(name);
  return parameter !== undefined && (parameter.allowedValues ?? parameter.defaultValue) !== null;
}

function readBy(evaluation: Evaluation, node: Node): string {
  const name = node.kind === "call" && node.name === "Ref" ? textOf(node.argument) : undefined;
  if (name !== undefined) return name;
  const value = evaluation.value(node);
  return value.kind === "text" ? displayText(value.text) : value.kind;
}

function keysOf(node: Node | undefined): readonly string[] {
  return node?.kind === "map" ? node.entries.map((entry) => entry.key) : [];
}

function knownTextOf(evaluation: Evaluation, node: Node): string | undefined {
  const value = evaluation.value(node);
  return value.kind === "text" ? knownText(value.text) : undefined;
}
