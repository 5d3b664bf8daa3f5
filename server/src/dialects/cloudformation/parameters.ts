import { textOf, valueOf, walk, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import type { Declarations } from "./declarations.js";

/** What a template says of one of its parameters. */
export interface Parameter {
  readonly name: string;
  readonly nameAt: Place;
  readonly type: string;
  readonly defaultValue: string | null;
  readonly defaultAt: Place | null;
  /** The default isn't quoted, so YAML may read `yes` as a boolean. */
  readonly defaultIsPlain: boolean;
  /** The values the parameter may have, where they are listed. */
  readonly allowedValues: readonly string[] | null;
}

/** A parameter's value is looked up in SSM when the stack is deployed; its default is a name there. */
export function isResolvedFromSsm(parameter: Parameter): boolean {
  return parameter.type.startsWith("AWS::SSM::Parameter::Value");
}

/** The parameter holds a list, written as one string with commas. */
export function isList(parameter: Parameter): boolean {
  return parameter.type === "CommaDelimitedList" || parameter.type.includes("List<");
}

/** Reads one declared parameter; undefined where the template declares none of that name. */
export function readParameter(declarations: Declarations, name: string): Parameter | undefined {
  const declared = declarations.sections.Parameters.get(name);
  if (declared === undefined) return undefined;
  const body = declared.read().value;
  const defaultNode = valueOf(body, "Default");
  const allowed = valueOf(body, "AllowedValues");
  return {
    name,
    nameAt: declared.keyAt,
    type: textOf(valueOf(body, "Type")) ?? "String",
    defaultValue: defaultText(defaultNode) ?? null,
    defaultAt: defaultNode ?? null,
    defaultIsPlain: defaultNode?.kind === "scalar" && !defaultNode.quoted,
    allowedValues:
      allowed?.kind === "list" ? allowed.items.flatMap((item) => textOf(item) ?? []).filter(isFirst) : null,
  };
}

/**
 * The literals that conditions compare each parameter (or pseudo parameter) with: the values at
 * which something in the template changes.
 */
export function comparedLiterals(declarations: Declarations): ReadonlyMap<string, readonly string[]> {
  const compared = new Map<string, string[]>();
  for (const condition of declarations.sections.Conditions.values()) {
    walk(condition.read().value, (node) => {
      if (node.kind !== "call" || node.name !== "Fn::Equals" || node.argument.kind !== "list") return;
      const [left, right] = node.argument.items;
      for (const [one, other] of [
        [left, right],
        [right, left],
      ]) {
        const name = one?.kind === "call" && one.name === "Ref" ? textOf(one.argument) : undefined;
        if (name === undefined) continue;
        const literal = textOf(other);
        const known = compared.get(name) ?? [];
        if (literal !== undefined && !known.includes(literal)) known.push(literal);
        compared.set(name, known);
      }
    });
  }
  return compared;
}

function defaultText(node: Node | undefined): string | undefined {
  if (node?.kind === "list") return node.items.map((item) => textOf(item) ?? "").join(",");
  return textOf(node);
}

function isFirst(value: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(value) === index;
}
