import { enumerate } from "../../core/cases.js";
import { textOf, valueOf, type CallNode, type Node } from "../../core/node.js";
import { displayText, joinTexts, literalText, type Hole, type Text } from "../../core/text.js";
import { Evaluation } from "./evaluation.js";
import type { Scope } from "./scope.js";
import { subPieces, textWithHoles } from "./strings.js";

/** The values of loop variables; null for one that isn't known. */
export type Bindings = ReadonlyMap<string, string | null>;

/** What a value may be, one text per case; none where it is no string or depends on too much. */
export function textsOf(scope: Scope, node: Node, bindings: Bindings): readonly Text[] {
  if (node.kind === "scalar" && !/[{$&]/.test(node.text)) return [literalText(node.text)];
  return cases(scope, bindings, (evaluation) => {
    const value = evaluation.value(node);
    return value.kind === "text" ? value.text : null;
  });
}

/**
 * The same for a string as it is written: placeholders are filled in, but references to SSM stay
 * what they are (`{{resolve:ssm:…}}`, or a hole of that name).
 */
export function writtenTexts(scope: Scope, node: Node, bindings: Bindings): readonly Text[] {
  if (node.kind === "scalar") return [textWithHoles(node.text, bindings, scope.variables)];
  if (node.kind !== "call" || node.name !== "Fn::Sub") return textsOf(scope, node, bindings);
  return cases(scope, bindings, (evaluation) => substituted(evaluation, node));
}

/** The pieces of texts that a pattern's first group matches; holes are matched as `${name}`. */
export function matchedTexts(texts: readonly Text[], pattern: RegExp): readonly Text[] {
  const found = texts.flatMap((text) =>
    [...displayText(text).matchAll(pattern)].flatMap((match) =>
      match[1] === undefined ? [] : [withHolesOf(text, match[1])],
    ),
  );
  return distinct(found);
}

function cases(
  scope: Scope,
  bindings: Bindings,
  read: (evaluation: Evaluation) => Text | null,
): readonly Text[] {
  const found = enumerate(
    (world) => read(new Evaluation(scope, world, bindings)),
    (text) => JSON.stringify(text?.parts ?? null),
  );
  return distinct((found ?? []).flatMap(({ value }) => value ?? []));
}

function substituted(evaluation: Evaluation, call: CallNode): Text | null {
  const items = call.argument.kind === "list" ? call.argument.items : [call.argument];
  const source = textOf(items[0]);
  if (source === undefined) return null;
  const texts = subPieces(source).map((piece): Text => {
    if ("literal" in piece) return literalText(piece.literal);
    const { name } = piece;
    const own = valueOf(items[1], name);
    const dot = name.indexOf(".");
    const value =
      own !== undefined
        ? evaluation.value(own)
        : dot < 0
          ? evaluation.named(name, call)
          : evaluation.resource(name.slice(0, dot), name.slice(dot + 1), call);
    return value.kind === "text" ? value.text : { parts: [{ name, reason: "it isn't a string" }] };
  });
  return joinTexts(texts, "");
}

/** A displayed piece of a text as a text again. */
function withHolesOf(text: Text, displayed: string): Text {
  const holes = new Map<string, Hole>();
  for (const part of text.parts) if (typeof part === "object") holes.set(part.name, part);
  const pieces = displayed.split(/\$\{([^{}]*)\}/);
  const parts = pieces.flatMap((piece, index): (string | Hole)[] => {
    if (index % 2 === 1) return [holes.get(piece) ?? { name: piece, reason: "it isn't known" }];
    return piece === "" ? [] : [piece];
  });
  return { parts };
}

function distinct(texts: readonly Text[]): readonly Text[] {
  return [...new Map(texts.map((text) => [displayText(text), text])).values()];
}
