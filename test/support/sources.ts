import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");

/** A file of the code and what it imports. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path relative to the root for the project's own files, otherwise the package's name or `node:…`. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

/** All TypeScript files below a folder. */
export function sourcesBelow(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort()
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(path, node);
    if (found !== null) imports.push(found);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, lines: text.trimEnd().split("\n").length, imports };
}

/** Static and dynamic imports, re-exports, `import("…")` types and `require`. */
function importOf(path: string, node: ts.Node): Import | null {
  if (ts.isImportDeclaration(node)) {
    return resolve(path, node.moduleSpecifier, isTypeImport(node.importClause));
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return resolve(path, node.moduleSpecifier, node.isTypeOnly);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return resolve(path, node.argument.literal, true);
  }
  if (!ts.isCallExpression(node)) return null;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === "require";
  return loads && node.arguments[0] !== undefined ? resolve(path, node.arguments[0], false) : null;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function resolve(path: string, specifier: ts.Node, typeOnly: boolean): Import | null {
  if (!ts.isStringLiteral(specifier)) return { target: specifier.getText(), own: false, typeOnly };
  const name = specifier.text;
  if (!name.startsWith(".")) return { target: packageOf(name), own: false, typeOnly };
  const target = posix.join(dirname(path), name).replace(/\.js$/, ".ts");
  return { target, own: true, typeOnly };
}

function packageOf(name: string): string {
  if (name.startsWith("node:")) return name;
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}
