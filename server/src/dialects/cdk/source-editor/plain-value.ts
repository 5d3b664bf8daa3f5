import type { Node } from "./syntax.js";

/** Whether a property's value is a plain choice, and nothing that the app works out. */
export function isPlain(value: Node): boolean {
  switch (value.type) {
    case "CallExpression":
      return value.callee.type === "MemberExpression" && isPlain(value.callee);
    case "MemberExpression":
      return CHOICES.test(
        value.object.type === "MemberExpression" ? nameOf(value.object.property) : nameOf(value.object),
      );
    case "ObjectExpression":
    case "NullLiteral":
    case "BooleanLiteral":
    case "StringLiteral":
      return true;
    default:
      return nameOf(value) === "undefined";
  }
}

/** The enums of the CDK, under whatever name a file imports them. */
const CHOICES = /(Encryption(V2)?|RemovalPolicy)$/;

/** The name that an identifier is; empty for anything else. */
export function nameOf(node: Node): string {
  return node.type === "Identifier" ? node.name : "";
}
