import { Lines } from "../../../core/lines.js";
import type { Span } from "../../../core/span.js";
import { plainString, pythonTokens, type Token } from "./python-tokens.js";
import type { SourceSite } from "./source-fix.js";

/** A call of a class of `aws_dynamodb`, as a Python file has it. */
export interface PythonCall {
  /** `Table`. */
  readonly className: string;
  /** The class as it is called: `dynamodb.Table`. */
  readonly name: Span;
  /** What stands for an enum beside the class: `dynamodb.TableEncryption`; null where it isn't imported. */
  readonly beside: (name: string) => string | null;
  readonly open: number;
  readonly close: number;
  /** Without comments; each has one token at least. */
  readonly args: readonly PythonArgument[];
  readonly comments: readonly Token[];
}

export interface PythonArgument extends Span {
  /** The parameter it names; null for a positional one. */
  readonly name: string | null;
  readonly value: readonly Token[];
}

/** The only call on the line of a finding that makes the construct with this id, literally; null where there is doubt. */
export function pythonCall({ text, position, constructId, constructFqn }: SourceSite): PythonCall | null {
  const tokens = pythonTokens(text);
  if (tokens === null) return null;
  const lines = new Lines(text);
  const imported = importsIn(tokens);
  const found = tokens.flatMap((token, index) => {
    if (token.kind !== "name" || lines.positionAt(token.start).line !== position.line - 1) return [];
    const call = callAt(tokens, index, imported);
    return call !== null && idOf(call) === constructId ? [call] : [];
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  return constructFqn === null || constructFqn === `aws-cdk-lib.aws_dynamodb.${only.className}` ? only : null;
}

/** The argument of a parameter by its name. */
export function argumentOf({ args }: PythonCall, name: string): PythonArgument | undefined {
  return args.find((one) => one.name === name);
}

/** Paths, and what they mean: `dynamodb` is `aws_cdk.aws_dynamodb`. A name that is imported twice is out. */
type Imports = ReadonlyMap<string, string | null>;

function importsIn(tokens: readonly Token[]): Imports {
  const found = new Map<string, string | null>();
  const bind = (local: string, means: string): unknown =>
    found.set(local, found.has(local) && found.get(local) !== means ? null : means);
  for (const statement of statementsIn(tokens)) {
    const code = statement.map(({ text }) => text).join(" ");
    const [, from, names] = /^from ([\w. ]+) import \(?(.*?),? ?\)?$/.exec(code) ?? [];
    const list = names ?? /^import (.*)$/.exec(code)?.[1];
    for (const item of list?.split(",") ?? []) {
      const [, path = "", , alias] = /^ ?([\w .]+?)( as (\w+))? ?$/.exec(item) ?? [];
      const plain = path.replaceAll(" ", "");
      const means = from === undefined ? plain : `${from.replaceAll(" ", "")}.${plain}`;
      if (alias !== undefined || from !== undefined) bind(alias ?? plain, means);
      else bind(plain.split(".")[0] ?? "", plain.split(".")[0] ?? "");
    }
  }
  for (const name of assignedIn(tokens)) if (found.has(name)) found.set(name, null);
  return found;
}

/** Statements outside brackets, without comments. */
function statementsIn(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    const isEnd = token.depth === 0 && (token.kind === "newline" || token.text === ";");
    if (isEnd) statements.push([]);
    else if (token.kind !== "comment" && token.kind !== "newline") statements.at(-1)?.push(token);
  }
  return statements;
}

/** The names that are given something else: by an assignment, as a parameter, in a loop, by a definition. */
function assignedIn(tokens: readonly Token[]): readonly string[] {
  return statementsIn(tokens).flatMap((statement) => {
    const texts = statement.map(({ text }) => text);
    const start = texts[0] === "async" ? 1 : 0;
    switch (texts[start]) {
      case "def": {
        const isParameter = (at: number): boolean =>
          statement[at]?.depth === 1 && /^[(,*]$/.test(texts[at - 1] ?? "");
        return texts.filter((_text, at) => at === start + 1 || isParameter(at));
      }
      case "class":
        return texts.slice(start + 1, start + 2);
      case "for":
        return texts.slice(start, texts.indexOf("in", start));
      default:
        return texts[1] === "=" && texts[2] !== "=" ? texts.slice(0, 1) : [];
    }
  });
}

function callAt(tokens: readonly Token[], index: number, imported: Imports): PythonCall | null {
  const before = tokens[index - 1]?.text;
  if (before === "." || before === "def" || before === "class") return null;
  const path: Token[] = [];
  let at = index;
  for (let token = tokens[at]; token?.kind === "name"; token = tokens[at]) {
    path.push(token);
    if (tokens[at + 1]?.text !== ".") break;
    at += 2;
  }
  const open = tokens[at + 1];
  const [first, last] = [path[0], path.at(-1)];
  if (open?.text !== "(" || first === undefined || last === undefined) return null;
  const meaning = imported.get(first.text) ?? null;
  const full = meaning === null ? "" : [meaning, ...path.slice(1).map(({ text }) => text)].join(".");
  const className = /^aws_cdk\.aws_dynamodb\.(\w+)$/.exec(full)?.[1];
  const inner = innerOf(tokens, at + 1);
  const close = inner === null ? undefined : tokens[at + 2 + inner.length];
  if (className === undefined || inner === null || close === undefined) return null;
  const qualifier = path
    .slice(0, -1)
    .map(({ text }) => `${text}.`)
    .join("");
  return {
    className,
    name: { start: first.start, end: last.end },
    beside: (name) => (qualifier === "" ? importedAs(imported, name) : `${qualifier}${name}`),
    open: open.start,
    close: close.start,
    args: argumentsIn(inner, open.depth + 1),
    comments: inner.filter(({ kind }) => kind === "comment"),
  };
}

function importedAs(imported: Imports, name: string): string | null {
  const means = `aws_cdk.aws_dynamodb.${name}`;
  return [...imported].find(([, meaning]) => meaning === means)?.[0] ?? null;
}

/** The tokens within the bracket at an index. */
function innerOf(tokens: readonly Token[], index: number): readonly Token[] | null {
  const depth = tokens[index]?.depth ?? 0;
  // A closing bracket stands as deep as the one that opens it.
  const end = tokens.findIndex((token, at) => at > index && token.depth === depth && token.text === ")");
  return end < 0 ? null : tokens.slice(index + 1, end);
}

function argumentsIn(inner: readonly Token[], depth: number): readonly PythonArgument[] {
  const groups: Token[][] = [[]];
  for (const token of inner) {
    if (token.text === "," && token.depth === depth) groups.push([]);
    else if (token.kind !== "comment" && token.kind !== "newline") groups.at(-1)?.push(token);
  }
  return groups.flatMap((group) => {
    const [first, second, third] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const isNamed = first.kind === "name" && second?.text === "=" && third?.text !== "=";
    return [
      {
        start: first.start,
        end: last.end,
        name: isNamed ? first.text : null,
        value: isNamed ? group.slice(2) : group,
      },
    ];
  });
}

function idOf(call: PythonCall): string | undefined {
  const given = argumentOf(call, "id") ?? call.args.filter(({ name }) => name === null)[1];
  const [token, ...more] = given?.value ?? [];
  return token === undefined || more.length > 0 ? undefined : plainString(token);
}
