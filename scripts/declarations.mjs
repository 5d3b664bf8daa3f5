import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

/**
 * Writes the declarations of one module, which must spell out the types it exports: they are shipped
 * without those of any other.
 *
 * @param entry a path relative to the root, as `target` is.
 */
export async function writeDeclarations(entry, target) {
  const { default: ts } = await import("typescript");
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(join(root, entry), "utf8"), {
    fileName: entry,
    reportDiagnostics: true,
    compilerOptions: { isolatedDeclarations: true, declaration: true, stripInternal: true },
  });
  const problems = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  if (/^\s*(import|export \S+ from)\b/m.test(outputText)) problems.push("They refer to another module.");
  if (problems.length > 0) throw new Error(`${entry} has no declarations to ship: ${problems.join(" ")}`);
  writeFileSync(join(root, target), outputText);
}
