import { EditRefused } from "../../../core/edit.js";
import type { Construct } from "./construct.js";
import type { Draft } from "./draft.js";
import { freeName, useName } from "./imports.js";
import { isRepeatable, placeOf } from "./statement.js";
import { insertBefore } from "./statement-text.js";
import { quoted } from "./style.js";
import { literalString, nodesIn, textOf, type Node } from "./syntax.js";

/**
 * Makes a key for a construct, in the same scope: by a statement above the construct's, or where no
 * statement there runs just as often as it, right where the key is used.
 *
 * @returns the text that means the key, to be used once.
 */
export function newKey(draft: Draft, construct: Construct): string {
  const [scope, id] = construct.args;
  if (!isRepeatable(scope))
    throw new EditRefused("the scope of the construct can't be written twice, for its key as well");
  if (!isRepeatable(id))
    throw new EditRefused("the id of the construct can't be written twice, for its key as well");
  const key = useName(draft, { module: "aws-kms", name: "Key" }, construct.binding, construct.qualifier);
  const { padding } = draft.style;
  const made = `new ${key}(${textOf(draft.file, scope)}, ${keyId(draft, id)}, {${padding}enableKeyRotation: true${padding}})`;
  const place = construct.call.type === "NewExpression" ? placeOf(draft, construct) : null;
  if (place?.isStraight === true) {
    const name = freeName(draft, `${variableName(id, "table")}Key`);
    insertBefore(draft, place.statement, `const ${name} = ${made}${draft.style.end}`);
    return name;
  }
  return made;
}

/** The id of the construct with `Key` behind it, and a number where the file gives that id to something else. */
function keyId({ file, style }: Draft, id: Node): string {
  const taken = new Set(nodesIn(file.program).map((node) => shapeOf(file, node)));
  const shape = shapeOf(file, id) ?? `\${${textOf(file, id)}}`;
  let ending = "Key";
  for (let number = 2; taken.has(`${shape}${ending}`); number += 1) ending = `Key${number}`;
  const literal = literalString(id);
  if (literal !== undefined) return quoted(`${literal}${ending}`, style);
  if (id.type === "TemplateLiteral") return `${textOf(file, id).slice(0, -1)}${ending}\``;
  return `\`\${${textOf(file, id)}}${ending}\``;
}

/** A text as a template literal would spell it, however it is put together; null for what is no text. */
function shapeOf(file: Draft["file"], node: Node): string | null {
  const literal = literalString(node);
  if (literal !== undefined) return literal;
  const hole = (one: Node): string => `\${${textOf(file, one)}}`;
  if (node.type === "TemplateLiteral") {
    const holes = node.expressions.map(hole);
    return node.quasis.map(({ value }, index) => `${value.raw}${holes[index] ?? ""}`).join("");
  }
  if (node.type !== "BinaryExpression" || node.operator !== "+") return null;
  const part = (one: Node): string => shapeOf(file, one) ?? hole(one);
  return `${part(node.left)}${part(node.right)}`;
}

/** `orders` for `"Orders"`; another where the id is no literal, or no name can be made of it. */
export function variableName(id: Node, otherwise: string): string {
  const words = (literalString(id) ?? "").split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : otherwise;
}
