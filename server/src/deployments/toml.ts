import { parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "../core/node.js";
import type { Origin, Place } from "../core/span.js";
import type { WholeValue } from "../formats/format.js";

/** Tables by themselves are flat; only lists and inline tables in each other can be deep. */
const TOO_DEEP = "The text is nested too deeply, or one of its strings is too long.";

type Range = readonly [number, number];

/** Reads TOML into the nodes that YAML and JSON become, too. Stops at the first mistake; never throws. */
export function readToml(text: string): WholeValue {
  // The parser takes a byte order mark for a character of the first key.
  const plain = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  try {
    return { value: new TomlReader().root(parseTOML(plain)), problems: [] };
  } catch (error) {
    const at = placeIn(text, indexOf(error));
    return { value: null, problems: [{ message: messageOf(error), span: { start: at, end: at + 1 } }] };
  }
}

/** A table or list that later headers of the document may add to. */
interface Open {
  readonly node: MapNode | ListNode;
  readonly entries: Entry[];
  readonly items: Node[];
  /** What lies below, by key or index. */
  readonly below: Map<string | number, Open>;
}

class TomlReader {
  private readonly origin: Origin = { offset: 0 };

  root({ body }: AST.TOMLProgram): Node {
    const [{ body: statements }] = body;
    const root = this.open("map", [0, 0]);
    for (const statement of statements) {
      if (statement.type === "TOMLKeyValue") this.assign(root, statement);
      else this.table(root, statement);
    }
    return root.node;
  }

  private table(root: Open, { key, kind, resolvedKey, body }: AST.TOMLTable): void {
    const names = key.keys;
    let current = root;
    let named = -1;
    resolvedKey.forEach((step, index) => {
      if (typeof step === "string") named += 1;
      const name = names[named];
      const range = name?.range ?? key.range;
      const next = resolvedKey[index + 1];
      const isList =
        typeof next === "number" || (kind === "array" && next === undefined && typeof step === "string");
      current = this.below(current, step, isList ? "list" : "map", range);
    });
    for (const statement of body) this.assign(current, statement);
  }

  private assign(table: Open, { key, value }: AST.TOMLKeyValue): void {
    let current = table;
    for (const part of key.keys.slice(0, -1)) current = this.below(current, nameOf(part), "map", part.range);
    const last = key.keys.at(-1);
    if (last !== undefined) this.add(current, nameOf(last), last.range, this.value(value));
  }

  /** What lies under a key or index; made where it isn't there yet. */
  private below(parent: Open, step: string | number, kind: "map" | "list", range: Range): Open {
    const known = parent.below.get(step);
    if (known !== undefined) return known;
    const made = this.open(kind, range);
    parent.below.set(step, made);
    if (typeof step === "number") parent.items.push(made.node);
    else this.add(parent, step, range, made.node);
    return made;
  }

  private add(parent: Open, key: string, range: Range, value: Node): void {
    const keyAt = this.place(range);
    parent.entries.push({
      key,
      keyAt,
      value,
      merged: false,
      ...this.place([range[0], Math.max(range[1], value.to)]),
    });
  }

  private value(source: AST.TOMLContentNode): Node {
    if (source.type === "TOMLValue") return this.scalar(source);
    if (source.type === "TOMLArray") {
      const list = this.open("list", source.range);
      list.items.push(...source.elements.map((element) => this.value(element)));
      return list.node;
    }
    const table = this.open("map", source.range);
    for (const statement of source.body) this.assign(table, statement);
    return table.node;
  }

  private scalar(source: AST.TOMLValue): ScalarNode {
    const place = { kind: "scalar", shared: false, ...this.place(source.range) } as const;
    switch (source.kind) {
      case "string":
        return { ...place, text: source.value, value: source.value, quoted: true };
      case "boolean":
        return { ...place, text: String(source.value), value: source.value, quoted: false };
      case "integer":
      case "float":
        return { ...place, text: source.number, value: source.value, quoted: false };
      default:
        return { ...place, text: source.datetime, value: source.datetime, quoted: false };
    }
  }

  private open(kind: "map" | "list", range: Range): Open {
    const entries: Entry[] = [];
    const items: Node[] = [];
    const common = { style: "flow", shared: false, ...this.place(range) } as const;
    const node: MapNode | ListNode =
      kind === "map" ? { kind, entries, ...common } : { kind, items, ...common };
    return { node, entries, items, below: new Map() };
  }

  private place([from, to]: Range): Place {
    return { origin: this.origin, from, to };
  }
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}

/** What is missing at the end of a line is reported below it, or at the end of the text. */
function placeIn(text: string, index: number): number {
  const at = Math.min(index, text.length);
  return /\S/.test(text.charAt(at)) ? at : text.slice(0, at).trimEnd().length;
}

function indexOf(error: unknown): number {
  const { index } = error as { index?: unknown };
  return typeof index === "number" ? index : 0;
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  const message = error instanceof Error ? error.message : String(error);
  return MESSAGES[message] ?? `This is no TOML: ${message.charAt(0).toLowerCase()}${message.slice(1)}.`;
}

/** The parser's words, said plainly where they aren't. */
const MESSAGES: Readonly<Record<string, string>> = {
  "Defining a key multiple times is invalid": "This key is set twice.",
  "Unspecified values are invalid": "The value is missing.",
  "Unterminated string constant": "The closing quote is missing.",
  "Unterminated array": "A list that begins with [ isn't closed.",
};
