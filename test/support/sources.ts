import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { globSync } from "tinyglobby";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");

/** A file of the code and what it imports. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** Read when asked for: that takes a parser. */
  readonly imports: () => readonly Import[];
}

export interface Import {
  /** A path relative to the root for the project's own files, otherwise the package's name or `node:…`. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

/** All TypeScript files below a folder, but for those of packages. */
export function sourcesBelow(folder: string): readonly SourceFile[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT, ignore: "**/node_modules/**" }).sort().map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  return { path, lines: text.trimEnd().split("\n").length, imports: () => importsOf(path, text) };
}

function importsOf(path: string, text: string): readonly Import[] {
  const file = ts.createSourceFile(path, withImports(text), ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(path, node);
    if (found !== null) imports.push(found);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return imports;
}

/** The text up to the last statement that can import something: a parser takes its time for the rest. */
function withImports(text: string): string {
  const last = [...text.matchAll(/\b(?:import|require|from)\b/g)].at(-1)?.index ?? 0;
  const end = text.indexOf(";\n", last);
  return end < 0 ? text : text.slice(0, end + 1);
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
