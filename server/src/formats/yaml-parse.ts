import { Composer, isAlias, isMap, isScalar, Parser, Schema, visit } from "yaml";
import type { CST, Document, Node as YamlNode, YAMLParseError } from "yaml";
import type { Origin } from "../core/span.js";
import { FUNCTION_TAGS } from "./calls.js";
import { TOO_DEEP } from "./nesting.js";
import type { LocalProblem, Parsed, ParsedValue } from "./parsed.js";
import { YamlNodeReader } from "./yaml-nodes.js";
import { withoutJoints, YamlScanner } from "./yaml-scanner.js";

/** How many of the library's errors are told; all of them count. */
const MAX_ERRORS = 10;

/**
 * YAML's core schema, made once instead of for each block. The tags of functions are named because
 * the library makes a warning, with its stack trace, of each tag that it doesn't know.
 */
const schema = new Schema({
  schema: "core",
  resolveKnownTags: true,
  customTags: FUNCTION_TAGS.flatMap((tag) => [
    { tag, resolve: (text: string) => text },
    { tag, collection: "map" as const },
    { tag, collection: "seq" as const },
  ]),
});

type Tag = { readonly from: number; readonly to: number };

/**
 * Parses YAML text with the `yaml` library: a document, or a block of one.
 *
 * @param text with lines that end in LF or CRLF; nested less deeply than `MAX_NESTING`.
 * @param origin of the nodes; offset 0 of the text lies there.
 */
export function parseYaml(text: string, origin: Origin): Parsed {
  const { result, ...rest } = read(text, origin, (reader, contents) =>
    isMap(contents) ? reader.entries(contents, false) : null,
  );
  return { entries: result, ...rest };
}

/** Parses YAML text like `parseYaml`, whatever value stands at its top. */
export function parseYamlValue(text: string, origin: Origin): ParsedValue {
  const { result, problems } = read(text, origin, (reader, contents) => reader.node(contents));
  return { value: result, problems };
}

type Take<T> = (reader: YamlNodeReader, contents: YamlNode) => T | null;
type Taken<T> = { readonly result: T | null } & Omit<Parsed, "entries">;

/** @param take what is wanted of the value at the top. */
function read<T>(text: string, origin: Origin, take: Take<T>): Taken<T> {
  try {
    return parse(text, origin, take);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = error instanceof RangeError ? TOO_DEEP : `The text can't be read: ${reason}.`;
    return { result: null, problems: [{ message, from: 0, to: 1 }], brokenAt: [] };
  }
}

/**
 * Makes a document ready to be parsed whole, in linear time: the text as the library needs it, and
 * the offset at which the nesting becomes deeper than `MAX_NESTING`, or null.
 */
export function prepareYaml(text: string): { readonly text: string; readonly deepAt: number | null } {
  const scanner = new YamlScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  while (scanner.deepAt === null && scanner.nextLine()) scanner.scanLine();
  const { deepAt, joints } = scanner;
  return { text: withoutJoints(text, joints), deepAt };
}

function parse<T>(text: string, origin: Origin, take: Take<T>): Taken<T> {
  const tokens = [...new Parser().parse(text)];
  // The map's keys are compared by our own reader: the library takes quadratic time for it.
  const options = { schema, uniqueKeys: false, prettyErrors: false, logLevel: "error" } as const;
  const documents = [...new Composer(options).compose(tokens, false, text.length)];
  const written = documents.filter((document) => !isEmpty(document));
  const document = written.find((each) => isMap(each.contents)) ?? written[0];
  const errors = documents.flatMap((each) => each.errors);
  // After some mistakes the rest is misread, and the later errors help nobody.
  const problems = errors.slice(0, MAX_ERRORS).map((error) => problemOf(error, text));
  const brokenAt = errors.slice(MAX_ERRORS).map((error) => error.pos[0]);
  const second = written[1];
  if (second !== undefined) {
    const from = second.contents?.range?.[0] ?? second.range[0];
    const message = "Only the first document is read; this is a second one.";
    problems.push({ message, from, to: from + 1 });
  }
  const contents = document?.contents ?? null;
  if (document === undefined || contents === null) return { result: null, problems, brokenAt };
  const tags: Tag[] = [];
  for (const token of tokens) collectTags(token, tags);
  const reader = new YamlNodeReader({ text, origin, tags, usedAnchors: usedAnchors(document, text) });
  const result = take(reader, contents);
  problems.push(...reader.problems);
  return { result, problems, brokenAt: [...brokenAt, ...reader.brokenAt] };
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document;
  return contents === null || (isScalar(contents) && contents.range[0] === contents.range[1]);
}

function usedAnchors(document: Document.Parsed, text: string): Set<string> {
  const used = new Set<string>();
  if (!text.includes("*")) return used;
  visit(document, {
    Alias(_key, alias) {
      if (isAlias(alias)) used.add(alias.source);
    },
  });
  return used;
}

function collectTags(token: CST.Token | null | undefined, tags: Tag[]): void {
  if (token === null || token === undefined) return;
  if (token.type === "document") {
    takeTags(token.start, tags);
    collectTags(token.value, tags);
  } else if ("items" in token) {
    for (const item of token.items) {
      takeTags(item.start, tags);
      collectTags(item.key, tags);
      takeTags(item.sep, tags);
      collectTags(item.value, tags);
    }
  }
}

function takeTags(tokens: readonly CST.SourceToken[] | undefined, tags: Tag[]): void {
  for (const token of tokens ?? []) {
    if (token.type === "tag") tags.push({ from: token.offset, to: token.offset + token.source.length });
  }
}

/** The library's own words, made sentences where they aren't. */
function problemOf(error: YAMLParseError, text: string): LocalProblem {
  const [from, to] = placeOf(error, text);
  const message = MESSAGES[error.code] ?? unclosed(error.message) ?? error.message;
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return { message: sentence.endsWith(".") ? sentence : `${sentence}.`, from, to: Math.max(to, from + 1) };
}

/** The library reports an open string at the end of the text; people look for it where it begins. */
function placeOf(error: YAMLParseError, text: string): readonly [number, number] {
  const quote = /^Missing closing (["'])quote/.exec(error.message)?.[1];
  const start = quote === undefined ? -1 : text.lastIndexOf(quote, error.pos[0] - 1);
  return start < 0 ? error.pos : [start, start + 1];
}

/** The library's words for a bracket or quote without its other half, said plainly. */
function unclosed(message: string): string | undefined {
  const quote = /^Missing closing (["'])quote/.exec(message)?.[1];
  if (quote !== undefined) return `A string that begins with ${quote} isn't closed.`;
  const bracket = /^Flow (?:map|sequence) in block collection must be .* end with a ([\]}])/.exec(
    message,
  )?.[1];
  if (bracket === undefined) return undefined;
  return `A ${bracket === "}" ? "map that begins with {" : "list that begins with ["} isn't closed, or its lines aren't indented enough.`;
}

const MESSAGES: Partial<Record<YAMLParseError["code"], string>> = {
  TAB_AS_INDENT: "Tabs can't be used to indent YAML; use spaces.",
  MULTILINE_IMPLICIT_KEY: "A key and its colon have to stand on one line; a colon may be missing above.",
  BLOCK_AS_IMPLICIT_KEY: "A map can't begin on the line of another key; it needs a line of its own.",
};
