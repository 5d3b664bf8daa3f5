import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { appendItem, type List } from "./lists.js";
import type { Binding, CdkName } from "./names.js";
import { listOf } from "./properties.js";
import { insertAfter } from "./statement-text.js";
import { quoted } from "./style.js";
import type { babel } from "./syntax.js";

/**
 * The text that means a name of the CDK in the file: through what it imports already, or else through
 * an import that is added, in the way that a class beside it is imported.
 *
 * @param like how that class is reached.
 * @param qualifier what stands before it: `dynamodb.`, `cdk.aws_dynamodb.`, nothing.
 */
export function useName(draft: Draft, wanted: CdkName, like: Binding, qualifier: string): string {
  const key = `${wanted.module}.${wanted.name}`;
  const known = draft.imported.get(key) ?? reach(draft, wanted, like, qualifier);
  draft.imported.set(key, known);
  return known;
}

function reach(draft: Draft, wanted: CdkName, like: Binding, qualifier: string): string {
  const { bindings } = draft.names;
  if (like.means.kind !== "root" && like.means.module === wanted.module && qualifier !== "")
    return `${qualifier}${wanted.name}`;
  if (like.means.kind === "root") {
    const path = wanted.module === "core" ? "" : `${wanted.module.replaceAll("-", "_")}.`;
    return `${like.local}.${path}${wanted.name}`;
  }
  const named = bindings.find(
    ({ means }) => means.kind === "name" && means.module === wanted.module && means.name === wanted.name,
  );
  if (named !== undefined) return named.local;
  const module = bindings.find(({ means }) => means.kind === "module" && means.module === wanted.module);
  if (module !== undefined) return `${module.local}.${wanted.name}`;
  const root = wanted.module === "core" ? bindings.find(({ means }) => means.kind === "root") : undefined;
  if (root !== undefined) return `${root.local}.${wanted.name}`;
  return addName(draft, wanted, like);
}

function addName(draft: Draft, wanted: CdkName, like: Binding): string {
  const beside = draft.names.bindings.find(
    ({ means, form }) =>
      means.kind === "name" &&
      means.module === wanted.module &&
      (form === "named" || form === "destructured"),
  );
  if (beside !== undefined) return extendClause(draft, beside, wanted.name, wanted.name);
  if (like.means.kind === "module" && (like.form === "named" || like.form === "destructured")) {
    // import { aws_dynamodb as dynamodb } from "aws-cdk-lib"
    const imported = wanted.module.replaceAll("-", "_");
    const isRenamed = like.local !== like.means.module.replaceAll("-", "_");
    const local =
      wanted.module === "core"
        ? wanted.name
        : extendClause(draft, like, imported, isRenamed ? shortName(wanted.module) : imported);
    return wanted.module === "core"
      ? extendClause(draft, like, wanted.name, wanted.name)
      : `${local}.${wanted.name}`;
  }
  return addStatement(draft, wanted, like);
}

/** Adds a name to the braces of an import. Returns what it is called in the file. */
function extendClause(
  draft: Draft,
  { statement, form }: Binding,
  imported: string,
  preferred: string,
): string {
  const local = freeName(draft, preferred);
  const list = clauseOf(draft, statement);
  if (list === null) throw new EditRefused("its imports can't be added to");
  const rename = form === "named" ? " as " : ": ";
  appendItem(draft, list, local === imported ? imported : `${imported}${rename}${local}`);
  return local;
}

function clauseOf({ file }: Draft, statement: babel.Statement): List | null {
  if (statement.type === "VariableDeclaration") {
    const pattern = statement.declarations[0]?.id;
    return pattern?.type === "ObjectPattern" ? listOf(pattern) : null;
  }
  if (statement.type !== "ImportDeclaration") return null;
  const items = statement.specifiers.filter(({ type }) => type === "ImportSpecifier");
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return null;
  const open = file.text.lastIndexOf("{", first.start ?? 0);
  const close = file.text.indexOf("}", last.end ?? 0);
  return open < (statement.start ?? 0) || close < 0 ? null : { open, close, items };
}

/** Adds an import of a module behind that of the class, in its form. Returns the text that means the name. */
function addStatement(draft: Draft, { module, name }: CdkName, like: Binding): string {
  const source = quoted(sourceOf(module, like), draft.style);
  const { end, padding } = draft.style;
  const isWhole = like.form !== "named" && like.form !== "destructured";
  const local = freeName(draft, isWhole ? shortName(module) : name);
  const clause = (rename: string): string =>
    `{${padding}${local === name ? name : `${name}${rename}${local}`}${padding}}`;
  const texts: Readonly<Record<Binding["form"], string>> = {
    namespace: `import * as ${local} from ${source}`,
    default: `import ${local} from ${source}`,
    named: `import ${clause(" as ")} from ${source}`,
    equals: `import ${local} = require(${source})`,
    require: `const ${local} = require(${source})`,
    destructured: `const ${clause(": ")} = require(${source})`,
  };
  insertAfter(draft, like.statement, `${texts[like.form]}${end}`);
  return isWhole ? `${local}.${name}` : local;
}

/** The module's address, spelt like that of the other: `aws-cdk-lib/aws-kms`, `aws-cdk-lib/aws-kms/index.js`. */
function sourceOf(module: string, { source, means }: Binding): string {
  if (module === "core") return "aws-cdk-lib";
  return means.kind === "root" || !source.includes(means.module)
    ? `aws-cdk-lib/${module}`
    : source.replace(means.module, module);
}

/** What the CDK's documentation calls a module: `kms` for `aws-kms`, `cdk` for the core. */
function shortName(module: string): string {
  return module === "core" ? "cdk" : module.replace(/^aws-/, "").replaceAll("-", "_");
}

/** A name that the file doesn't use for anything. */
export function freeName({ names }: Draft, preferred: string): string {
  if (!names.occurs(preferred)) return preferred;
  const prefixed = /^[a-z]/.test(preferred) ? preferred : `Cdk${preferred}`;
  for (let number = 2; ; number += 1) {
    const name =
      prefixed === preferred ? `${preferred}${number}` : `${prefixed}${number === 2 ? "" : number - 1}`;
    if (!names.occurs(name)) return name;
  }
}
