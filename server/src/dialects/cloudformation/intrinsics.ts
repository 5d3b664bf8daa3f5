import { textOf, valueOf, type CallNode, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import {
  displayText,
  firstHole,
  joinTexts,
  knownText,
  literalText,
  splitText,
  type Text,
} from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { fragmentOf } from "./includes.js";
import { findInMap } from "./find-in-map.js";
import { linkedValue } from "./linked-values.js";
import { subPieces } from "./strings.js";
import { displayValue, isOpen, reasonUnknown, textValue, unknownValue, type Value } from "./value.js";

/** The value of an intrinsic function other than `Ref`. Unknown functions give an unknown value. */
export function callIntrinsic(evaluation: Evaluation, call: CallNode): Value {
  const run = FUNCTIONS[call.name];
  return run === undefined
    ? unknownValue(call.name, `${call.name} isn't evaluated`, call)
    : run(evaluation, call, argumentsOf(call));
}

type IntrinsicFunction = (evaluation: Evaluation, call: CallNode, args: readonly Node[]) => Value;

const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  "Fn::If": chooseBranch,
  "Fn::GetAtt": attribute,
  "Fn::Sub": substitute,
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::FindInMap": findInMap,
  "Fn::ImportValue": importValue,
  "Fn::GetStackOutput": stackOutput,
  "Fn::Transform": transform,
  "Fn::GetAZs": (_evaluation, call) =>
    unknownValue("Fn::GetAZs", "the Availability Zones aren't known", call),
};

function chooseBranch(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const name = textOf(args[0]);
  if (name === undefined || args.length < 2) return malformed(call);
  const branch = evaluation.assumeCondition(name) ? args[1] : args[2];
  const value = branch === undefined ? malformed(call) : evaluation.value(branch);
  return { ...value, branched: true };
}

function attribute(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const whole = args.length === 1 ? knownTextOf(evaluation, args[0]) : undefined;
  if (whole !== undefined) {
    const dot = whole.indexOf(".");
    return dot < 0 ? malformed(call) : evaluation.resource(whole.slice(0, dot), whole.slice(dot + 1), call);
  }
  const logicalId = knownTextOf(evaluation, args[0]);
  const name =
    args.length > 2
      ? args
          .slice(1)
          .map((one) => textOf(one))
          .join(".")
      : knownTextOf(evaluation, args[1]);
  if (logicalId === undefined) return malformed(call);
  if (name === undefined) return unknownValue(`${logicalId}.?`, "which attribute it is isn't known", call);
  return evaluation.resource(logicalId, name, call);
}

function substitute(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const source = textOf(args[0]);
  if (source === undefined) return malformed(call);
  const variables = args[1];
  const texts = subPieces(source).map((piece): Text => {
    if ("literal" in piece) return plainText(evaluation, piece.literal, call);
    const own = valueOf(variables, piece.name);
    const value = own === undefined ? placeholder(evaluation, piece.name, call) : evaluation.value(own);
    return value.kind === "text" ? value.text : hole(piece.name, "it isn't a string");
  });
  return textValue(withReferences(evaluation, joinTexts(texts, ""), call), call);
}

/** A literal piece; the dialect's own variables and dynamic references may stand in it. */
function plainText(evaluation: Evaluation, literal: string, at: Place): Text {
  const value = evaluation.value(plainScalar(literal, at));
  return value.kind === "text" ? value.text : literalText(literal);
}

function plainScalar(text: string, { origin, from, to }: Place): Node {
  return { kind: "scalar", text, value: text, quoted: true, shared: false, origin, from, to };
}

function placeholder(evaluation: Evaluation, name: string, at: Place): Value {
  if (evaluation.scope.variables === "serverless" && /:(?!:)/.test(name.replaceAll("::", ""))) {
    return evaluation.value(plainScalar(`\${${name}}`, at));
  }
  const dot = name.indexOf(".");
  if (dot < 0) return evaluation.named(name, at);
  return evaluation.resource(name.slice(0, dot), name.slice(dot + 1), at);
}

function join(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const separator = knownTextOf(evaluation, args[0]);
  if (separator === undefined || args[1] === undefined) return malformed(call);
  const list = evaluation.value(args[1]);
  const items = evaluation.items(list);
  if (items === undefined) {
    return isOpen(list) ? { ...list, at: call } : malformed(call);
  }
  const texts = items.map((item) => (item.kind === "text" ? item.text : hole("?", "it isn't a string")));
  return textValue(withReferences(evaluation, joinTexts(texts, separator), call), call);
}

/** The text with the dynamic references in it that its pieces have only made together. */
function withReferences(evaluation: Evaluation, text: Text, at: Place): Text {
  const isReference = (part: Text["parts"][number]): part is string =>
    typeof part === "string" && part.includes("{{resolve:");
  if (!text.parts.some(isReference)) return text;
  const texts = text.parts.map((part) =>
    isReference(part) ? plainText(evaluation, part, at) : { parts: [part] },
  );
  return joinTexts(texts, "");
}

function select(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const index = Number(knownTextOf(evaluation, args[0]) ?? "NaN");
  const list = evaluation.value(args[1]);
  const items = evaluation.items(list);
  if (items === undefined || Number.isNaN(index)) {
    return unknownValue("Fn::Select", reasonUnknown(list) ?? "which item it selects isn't known", call);
  }
  const item = items[index];
  return item === undefined
    ? unknownValue("Fn::Select", `the list has no item ${index}`, call)
    : { ...item, at: call };
}

function split(evaluation: Evaluation, call: CallNode, args: readonly Node[]): Value {
  const separator = knownTextOf(evaluation, args[0]);
  const source = evaluation.value(args[1]);
  if (separator === undefined || separator === "" || source.kind !== "text") return malformed(call);
  const open = firstHole(source.text);
  if (open !== undefined && knownText(source.text) === undefined && isOpen(source)) {
    return unknownValue(open.name, open.reason, call);
  }
  const items = splitText(source.text, separator).map((text) => textValue(text, call));
  return { kind: "list", items, at: call, trace: source.trace, branched: source.branched };
}

function importValue(evaluation: Evaluation, call: CallNode): Value {
  const name = evaluation.value(call.argument);
  const shown = name.kind === "text" ? displayText(name.text) : "?";
  const linked = name.kind === "text" ? evaluation.scope.surroundings.exported(name.text) : null;
  const reason = `it comes from the export '${shown}' of another stack`;
  return linkedValue(evaluation, linked, `import ${shown}`, reason, call);
}

function stackOutput(evaluation: Evaluation, call: CallNode): Value {
  const part = (key: string): Value => evaluation.value(valueOf(call.argument, key), call);
  const known = (key: string): string | null => knownTextOf(evaluation, valueOf(call.argument, key)) ?? null;
  const isElsewhere = valueOf(call.argument, "Region") !== undefined;
  const [stack, output] = [displayValue(part("StackName")), displayValue(part("OutputName"))];
  const linked = evaluation.scope.surroundings.stackOutput({
    stack: known("StackName"),
    region: isElsewhere ? known("Region") : (evaluation.state.settled("AWS::Region") ?? null),
    output: known("OutputName"),
  });
  const reason = `it comes from the output '${output}' of the stack '${stack}'`;
  return linkedValue(evaluation, linked, `${stack}.${output}`, reason, call);
}

function transform(evaluation: Evaluation, call: CallNode): Value {
  const fragment = fragmentOf(evaluation.scope.surroundings, call.argument, call);
  if (fragment !== undefined) return evaluation.value(fragment);
  const name = textOf(valueOf(call.argument, "Name")) ?? "a macro";
  return unknownValue("Fn::Transform", `the macro '${name}' makes it when the stack is deployed`, call);
}

function argumentsOf(call: CallNode): readonly Node[] {
  return call.argument.kind === "list" ? call.argument.items : [call.argument];
}

function knownTextOf(evaluation: Evaluation, node: Node | undefined): string | undefined {
  const value = evaluation.value(node);
  return value.kind === "text" ? knownText(value.text) : undefined;
}

function hole(name: string, reason: string): Text {
  return { parts: [{ name, reason }] };
}

function malformed(call: CallNode): Value {
  return unknownValue(call.name, `the arguments of ${call.name} can't be read`, call);
}
