import { parse } from "@humanwhocodes/momoa";
import type { MemberNode, Node as MomoaNode, ObjectNode, ValueNode } from "@humanwhocodes/momoa";
import type { Entry, Node, ScalarNode } from "../core/node.js";
import type { Origin, Place } from "../core/span.js";
import { isCall } from "./calls.js";
import { TRAILING_COMMA } from "./json-blocks.js";
import { withoutComments } from "./json-scanner.js";
import { TOO_DEEP } from "./nesting.js";
import type { LocalProblem, Parsed, ParsedValue } from "./parsed.js";

/**
 * Parses a whole JSON text with momoa; comments and a byte order mark may stand in it.
 *
 * @param text nested less deeply than `MAX_NESTING`.
 */
export function parseJson(text: string, origin: Origin): Parsed {
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return parseShifted(text.slice(mark), origin, mark);
}

/** Parses a member of a map (`"Key": value`) by itself. */
export function parseJsonMember(text: string, origin: Origin): Parsed {
  return parseShifted(`{${text}}`, origin, -1);
}

/** Parses a whole JSON text like `parseJson`, whatever value stands at its top. */
export function parseJsonValue(text: string, origin: Origin): ParsedValue {
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const { result, problems } = read(text.slice(mark), origin, mark, (reader, body) => reader.node(body));
  return { value: result, problems };
}

function parseShifted(source: string, origin: Origin, shift: number): Parsed {
  const { result, ...rest } = read(source, origin, shift, (reader, body) =>
    body.type === "Object" ? reader.entries(body) : null,
  );
  return { entries: result, ...rest };
}

/**
 * @param shift what to add to an offset in the text to make it one in the block.
 * @param take what is wanted of the value at the top.
 */
function read<T>(
  source: string,
  origin: Origin,
  shift: number,
  take: (reader: JsonNodeReader, body: ValueNode) => T,
): { readonly result: T | null } & Omit<Parsed, "entries"> {
  const text = withoutComments(source);
  try {
    const { body } = parse(text, { mode: "json", ranges: true, allowTrailingCommas: true });
    const reader = new JsonNodeReader(text, origin, shift);
    const result = take(reader, body);
    return { result, problems: reader.problems, brokenAt: reader.brokenAt };
  } catch (error) {
    const tooDeep = error instanceof RangeError;
    const limit = Math.max(0, text.length + Math.min(shift * 2, 0));
    const from = tooDeep ? 0 : Math.min(Math.max(0, offsetOf(error) + shift), limit);
    const message = tooDeep ? TOO_DEEP : messageOf(error);
    return { result: null, problems: [{ message, from, to: from + 1 }], brokenAt: [] };
  }
}

class JsonNodeReader {
  readonly problems: LocalProblem[] = [];
  readonly brokenAt: number[] = [];

  constructor(
    private readonly text: string,
    private readonly origin: Origin,
    private readonly shift: number,
  ) {}

  entries(map: ObjectNode): Entry[] {
    const known = new Map<string, Entry>();
    const entries = map.members.map((member) => {
      const entry = this.entry(member);
      const first = known.get(entry.key);
      if (first === undefined) known.set(entry.key, entry);
      else {
        const { from, to } = entry.keyAt;
        this.problems.push({ message: `The key '${entry.key}' occurs twice in this map.`, from, to });
        this.brokenAt.push(first.keyAt.from);
      }
      return entry;
    });
    this.checkEnd(map, map.members.at(-1)?.value);
    return entries;
  }

  private entry(member: MemberNode): Entry {
    const keyAt = this.place(member.name);
    const key = member.name.type === "String" ? member.name.value : member.name.name;
    const value = this.node(member.value);
    return { key, keyAt, value, merged: false, origin: this.origin, from: keyAt.from, to: value.to };
  }

  node(source: ValueNode): Node {
    const place = this.place(source);
    if (source.type === "Object") {
      const entries = this.entries(source);
      const only = entries[0];
      if (entries.length === 1 && only !== undefined && isCall(only.key, only.value)) {
        return { kind: "call", name: only.key, argument: only.value, form: "map", shared: false, ...place };
      }
      return { kind: "map", style: "flow", entries, shared: false, ...place };
    }
    if (source.type === "Array") {
      const items = source.elements.map((element) => this.node(element.value));
      this.checkEnd(source, source.elements.at(-1)?.value);
      return { kind: "list", style: "flow", items, shared: false, ...place };
    }
    return this.scalar(source, place);
  }

  private scalar(source: ValueNode, place: Place): ScalarNode {
    if (source.type === "String") {
      return {
        kind: "scalar",
        text: source.value,
        value: source.value,
        quoted: true,
        shared: false,
        ...place,
      };
    }
    const text = this.text.slice(place.from - this.shift, place.to - this.shift);
    const value = source.type === "Number" || source.type === "Boolean" ? source.value : null;
    return { kind: "scalar", text, value, quoted: false, shared: false, ...place };
  }

  /** Momoa lets a comma stand before the closing bracket; JSON doesn't. */
  private checkEnd(collection: MomoaNode, last: MomoaNode | undefined): void {
    if (last === undefined) return;
    const end = rangeOf(collection)[1];
    for (let index = rangeOf(last)[1]; index < end; index++) {
      if (this.text[index] !== ",") continue;
      const from = index + this.shift;
      this.problems.push({ message: TRAILING_COMMA, from, to: from + 1 });
      return;
    }
  }

  private place(source: MomoaNode): Place {
    const [from, to] = rangeOf(source);
    return { origin: this.origin, from: from + this.shift, to: to + this.shift };
  }
}

function rangeOf(source: MomoaNode): readonly [number, number] {
  const [from = 0, to = from] = source.range ?? [];
  return [from, to];
}

function offsetOf(error: unknown): number {
  const { offset } = error as { offset?: unknown };
  return typeof offset === "number" ? offset : 0;
}

/** Momoa's words for what it has met, made sentences that say what it is in the text. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "") : String(error);
  const token = /^Unexpected token (\w+) found/.exec(message)?.[1];
  if (token !== undefined) return `JSON doesn't allow ${TOKENS[token] ?? token} here.`;
  if (message.startsWith("Unexpected end of input")) return "The text ends before all of it is closed.";
  const character = /^Unexpected character '(.*)' found/s.exec(message)?.[1];
  if (character === "\n" || character === "\r") return "The closing quote is missing.";
  if (character !== undefined) return `JSON doesn't allow '${character}' here.`;
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

const TOKENS: Readonly<Record<string, string>> = {
  String: "a string",
  Number: "a number",
  Boolean: "true or false",
  Null: "null",
  LBrace: "'{'",
  RBrace: "'}'",
  LBracket: "'['",
  RBracket: "']'",
  Comma: "','",
  Colon: "':'",
};
