import type { Sheet } from "./draft.js";
import { nodesIn, type babel } from "./syntax.js";

/** The first declaration of a variable of this name in the file, by itself. */
export function declarationOf({ file }: Sheet, name: string): babel.VariableDeclaration | undefined {
  for (const node of nodesIn(file.program)) {
    if (node.type !== "VariableDeclaration" || node.declarations.length !== 1) continue;
    const id = node.declarations[0]?.id;
    if (id?.type === "Identifier" && id.name === name) return node;
  }
  return undefined;
}
