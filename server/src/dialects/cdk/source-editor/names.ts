import {
  literalString,
  memberName,
  nameOfKey,
  nodesIn,
  type babel,
  type Node,
  type SourceFile,
} from "./syntax.js";

/** A class or enum of the CDK: `{ module: "aws-dynamodb", name: "Table" }`. */
export interface CdkName {
  readonly module: string;
  readonly name: string;
}

/** What stands in a file for the CDK or a part of it. */
export interface Binding {
  readonly local: string;
  /** The whole library (`root`), a module of it, or one name of a module. */
  readonly means:
    | { readonly kind: "root" }
    | { readonly kind: "module"; readonly module: string }
    | ({ readonly kind: "name" } & CdkName);
  /** The statement that imports it. */
  readonly statement: babel.Statement;
  readonly form: "namespace" | "default" | "named" | "equals" | "require" | "destructured";
  /** As written: `aws-cdk-lib/aws-dynamodb`. */
  readonly source: string;
}

/** The names that a file has for the CDK, and all others. */
export interface Names {
  readonly bindings: readonly Binding[];
  /** What a class, given as the expression after `new` or `extends`, is in the CDK; null for none that is known. */
  resolve(
    callee: Node,
  ): { readonly cdk: CdkName; readonly binding: Binding; readonly qualifier: string } | null;
  /** Where a name comes from that isn't the CDK's: the package or file it is imported from. */
  origin(local: string): string | null;
  /** Whether a name occurs in the file at all. */
  occurs(name: string): boolean;
  /** How many identifiers of this name there are. */
  count(name: string): number;
}

const LIBRARY =
  /^aws-cdk-lib(?:\/(?!core\b)([a-z0-9-]+))?(?:\/core)?(?:\/index(?:\.js)?|\/lib(?:\/index(?:\.js)?)?)?$/;

export function namesIn(file: SourceFile): Names {
  const found = file.program.body.flatMap(importsOf);
  const counts = new Map<string, number>();
  for (const node of nodesIn(file.program)) {
    if (node.type === "Identifier" || node.type === "JSXIdentifier")
      counts.set(node.name, (counts.get(node.name) ?? 0) + 1);
  }
  const redeclared = redeclaredIn(file.program);
  const bindings = found.flatMap(({ binding }) => (binding === null ? [] : [binding]));
  const usable = bindings.filter(({ local }) => !redeclared.has(local));
  return {
    bindings: usable,
    resolve: (callee) => resolve(callee, usable, file),
    origin: (local) => found.find((one) => one.local === local)?.source ?? null,
    occurs: (name) => counts.has(name),
    count: (name) => counts.get(name) ?? 0,
  };
}

interface Import {
  readonly local: string;
  readonly source: string;
  readonly binding: Binding | null;
}

function resolve(callee: Node, bindings: readonly Binding[], file: SourceFile): ReturnType<Names["resolve"]> {
  const path: string[] = [];
  let base = callee;
  while (base.type === "MemberExpression") {
    const name = memberName(base);
    if (name === undefined) return null;
    path.unshift(name);
    base = base.object;
  }
  if (base.type !== "Identifier") return null;
  const { name: local } = base;
  const binding = bindings.find((one) => one.local === local);
  const cdk = binding === undefined ? null : reached(binding, path);
  if (binding === undefined || cdk === null) return null;
  const qualifier =
    callee.type === "MemberExpression" ? file.text.slice(callee.start ?? 0, callee.property.start ?? 0) : "";
  return { cdk, binding, qualifier };
}

function reached({ means }: Binding, path: readonly string[]): CdkName | null {
  const [first, second, ...more] = path;
  switch (means.kind) {
    case "name":
      return first === undefined ? { module: means.module, name: means.name } : null;
    case "module":
      return first === undefined || second !== undefined ? null : { module: means.module, name: first };
    case "root": {
      if (first === undefined || more.length > 0) return null;
      if (second === undefined) return { module: "core", name: first };
      return isModuleName(first) ? { module: first.replaceAll("_", "-"), name: second } : null;
    }
  }
}

function importsOf(statement: babel.Statement): readonly Import[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return statement.importKind === "type" || statement.importKind === "typeof"
        ? []
        : statement.specifiers.flatMap((one) => importOf(statement, one));
    case "TSImportEqualsDeclaration": {
      if (statement.moduleReference.type !== "TSExternalModuleReference" || statement.importKind === "type")
        return [];
      return [whole(statement, statement.id.name, statement.moduleReference.expression.value, "equals")];
    }
    case "VariableDeclaration":
      return statement.declarations.length === 1
        ? statement.declarations.flatMap((one) => requireOf(statement, one))
        : [];
    default:
      return [];
  }
}

function importOf(
  statement: babel.ImportDeclaration,
  specifier: babel.ImportDeclaration["specifiers"][number],
): readonly Import[] {
  const source = statement.source.value;
  const local = specifier.local.name;
  if (specifier.type === "ImportNamespaceSpecifier") return [whole(statement, local, source, "namespace")];
  if (specifier.type === "ImportDefaultSpecifier") return [whole(statement, local, source, "default")];
  if (specifier.importKind === "type" || specifier.importKind === "typeof") return [];
  const imported = nameOfKey(specifier.imported, false);
  return imported === undefined ? [] : [part(statement, local, source, imported, "named")];
}

function requireOf(
  statement: babel.VariableDeclaration,
  { id, init }: babel.VariableDeclarator,
): readonly Import[] {
  if (init?.type !== "CallExpression" || init.callee.type !== "Identifier" || init.callee.name !== "require")
    return [];
  const source = literalString(init.arguments[0]);
  if (source === undefined) return [];
  if (id.type === "Identifier") return [whole(statement, id.name, source, "require")];
  if (id.type !== "ObjectPattern") return [];
  return id.properties.flatMap((one) => {
    if (one.type !== "ObjectProperty" || one.value.type !== "Identifier") return [];
    const imported = nameOfKey(one.key, one.computed);
    return imported === undefined ? [] : [part(statement, one.value.name, source, imported, "destructured")];
  });
}

function whole(statement: babel.Statement, local: string, source: string, form: Binding["form"]): Import {
  const library = LIBRARY.exec(source);
  if (library === null) return { local, source, binding: null };
  const module = library[1];
  const means = module === undefined ? ({ kind: "root" } as const) : ({ kind: "module", module } as const);
  return { local, source, binding: { local, means, statement, form, source } };
}

function part(
  statement: babel.Statement,
  local: string,
  source: string,
  imported: string,
  form: Binding["form"],
): Import {
  const library = LIBRARY.exec(source);
  if (library === null) return { local, source, binding: null };
  const module = library[1];
  const means =
    module === undefined && isModuleName(imported)
      ? ({ kind: "module", module: imported.replaceAll("_", "-") } as const)
      : ({ kind: "name", module: module ?? "core", name: imported } as const);
  return { local, source, binding: { local, means, statement, form, source } };
}

function isModuleName(name: string): boolean {
  return /^(aws|alexa)_[a-z0-9_]+$/.test(name);
}

/** The names that are declared in more than one place: which one is meant would take more than a look. */
function redeclaredIn(program: babel.Program): ReadonlySet<string> {
  const declared = new Set<string>();
  const again = new Set<string>();
  for (const name of nodesIn(program).flatMap(declaredBy)) {
    if (declared.has(name)) again.add(name);
    declared.add(name);
  }
  return again;
}

function declaredBy(node: Node): readonly string[] {
  switch (node.type) {
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return [node.local.name];
    case "VariableDeclarator":
      return patternNames(node.id);
    case "CatchClause":
      return !node.param ? [] : patternNames(node.param);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ClassDeclaration":
    case "ClassExpression":
      return [
        ...(!node.id ? [] : [node.id.name]),
        ...("params" in node ? node.params.flatMap(patternNames) : []),
      ];
    case "ArrowFunctionExpression":
    case "ClassMethod":
    case "ClassPrivateMethod":
    case "ObjectMethod":
      return node.params.flatMap(patternNames);
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
      return [node.id.name];
    case "TSModuleDeclaration":
      return node.id.type === "Identifier" ? [node.id.name] : [];
    default:
      return [];
  }
}

function patternNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) =>
        patternNames(one.type === "RestElement" ? one.argument : one.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => (one === null ? [] : patternNames(one)));
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    case "TSParameterProperty":
      return patternNames(pattern.parameter);
    default:
      return [];
  }
}
