import type { HoverSubject, NamedPrincipal, PolicyPlace } from "../../core/hover.js";
import { textOf, type Node } from "../../core/node.js";
import type { Position } from "./node-position.js";

/**
 * What stands at a position inside a policy: an action of KMS, a condition key, or a principal that
 * isn't plain. Outside key policies only what names KMS is told of.
 */
export function policySubject({ path, value }: Position, place: PolicyPlace): HoverSubject | null {
  const [element, ...rest] = path.slice(path.lastIndexOf("Statement") + 1);
  if (!path.includes("Statement") || element === undefined) return null;
  if (/^(Not)?Action$/.test(element))
    return rest.length === 0 ? actionSubject(textOf(value ?? undefined), place) : null;
  if (element === "Condition") return rest[1] === undefined ? null : conditionSubject(rest[1], place);
  if (!/^(Not)?Principal$/.test(element) || place !== "key-policy" || value === null) return null;
  const principal = principalNamed(rest[0] ?? "AWS", writtenText(value));
  return principal === null ? null : { kind: "principal", principal };
}

function actionSubject(pattern: string | undefined, place: PolicyPlace): HoverSubject | null {
  if (pattern === undefined) return null;
  const isAll = pattern === "*" && place === "key-policy";
  return isAll || /^kms:./i.test(pattern) ? { kind: "kms-action", pattern, place } : null;
}

function conditionSubject(name: string, place: PolicyPlace): HoverSubject | null {
  return place === "key-policy" || /^kms:/i.test(name) ? { kind: "condition-key", name, place } : null;
}

function principalNamed(type: string, text: string): NamedPrincipal | null {
  if (text === "*") return { kind: "everyone" };
  if (type === "Service") return text.includes("$") ? null : { kind: "service", name: text };
  const isRoot = /:iam::[^/]*:root$/.test(text) || /^(\d{12}|\$\{AWS::AccountId\})$/.test(text);
  return type === "AWS" && isRoot ? { kind: "root" } : null;
}

/** The text a value is written as: `Fn::Join` and `Fn::Sub` in one piece, references as `${…}`. */
function writtenText(node: Node): string {
  switch (node.kind) {
    case "scalar":
      return node.text;
    case "list":
      return node.items.map(writtenText).join("");
    case "map":
      return "";
    case "call":
      return callText(node.name, node.argument);
  }
}

function callText(name: string, argument: Node): string {
  const [first, second] = argument.kind === "list" ? argument.items : [];
  if (name === "Fn::Join" && first !== undefined && second?.kind === "list") {
    return second.items.map(writtenText).join(writtenText(first));
  }
  if (name === "Fn::Sub") return writtenText(first ?? argument);
  return `\${${writtenText(argument)}}`;
}
