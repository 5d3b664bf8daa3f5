import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "./install.mjs";

/**
 * The declarations of a few modules as one file that refers to no other: it is shipped alone, so the
 * modules must spell out the types they export.
 *
 * @param entries paths relative to the root, in the order in which they are to stand.
 */
export async function declarationsOf(entries) {
  const { default: ts } = await import("typescript");
  const compilerOptions = { isolatedDeclarations: true, declaration: true, stripInternal: true };
  const texts = entries.map((fileName) => {
    const source = readFileSync(join(root, fileName), "utf8");
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, {
      fileName,
      reportDiagnostics: true,
      compilerOptions,
    });
    const problems = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    if (problems.length > 0)
      throw new Error(`${fileName} has no declarations to ship: ${problems.join(" ")}`);
    return outputText;
  });
  // What holds the modules together falls away where they are one.
  const names = entries.map((path) => basename(path, ".ts")).join("|");
  const text = texts
    .join("\n")
    .replaceAll(new RegExp(`^(?:import|export) type .* from "\\./(?:${names})\\.js";\n`, "gm"), "");
  if (/^\s*(import|export .* from)\b/m.test(text)) throw new Error(`${entries[0]} refers to another module.`);
  return text;
}
