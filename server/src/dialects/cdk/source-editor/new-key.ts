import { EditRefused } from "../../../core/edit.js";
import type { Construct } from "./construct.js";
import type { Draft } from "./draft.js";
import { freeName, useName } from "./imports.js";
import { insertBefore, isRepeatable, placeOf } from "./statement.js";
import { quoted } from "./style.js";
import { literalString, nodesIn, textOf, type Node } from "./syntax.js";

/**
 * Makes a key for a construct, in the same scope: by a statement above the construct's, or where no
 * statement there runs just as often as it, right where the key is used.
 *
 * @returns the text that means the key; where it is to be used more than once, `shared` has to say so.
 */
export function newKey(draft: Draft, construct: Construct, use: "once" | "shared" = "once"): string {
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
  if (use === "shared") throw new EditRefused("there is no statement before which its key could be made");
  return made;
}

function keyId({ file, style }: Draft, id: Node): string {
  const literal = literalString(id);
  if (literal !== undefined) return quoted(freeId(file.program, literal), style);
  if (id.type === "TemplateLiteral") return `${textOf(file, id).slice(0, -1)}Key\``;
  return `\`\${${textOf(file, id)}}Key\``;
}

/** Two constructs of one scope may not have the same id. */
function freeId(program: Node, id: string): string {
  const taken = new Set(nodesIn(program).map(literalString));
  for (let number = 1; ; number += 1) {
    const free = `${id}Key${number === 1 ? "" : number}`;
    if (!taken.has(free)) return free;
  }
}

/** `orders` for `"Orders"`; another where the id is no literal, or no name can be made of it. */
export function variableName(id: Node, otherwise: string): string {
  const words = (literalString(id) ?? "").split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : otherwise;
}
