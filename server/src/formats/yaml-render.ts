import { rememberingLast } from "./remember-last.js";
import type { Node } from "../core/node.js";
import { isPlainList, isPlainMap, PlainCall } from "../core/plain.js";
import type { Plain, PlainMap } from "../core/plain.js";
import { spanOf } from "../core/span.js";
import { tagOfCall } from "./calls.js";

/** The habits of a YAML file. */
export interface YamlStyle {
  /** Spaces per level. */
  readonly step: number;
  readonly quote: '"' | "'";
  /** Strings stand in quotes, needed or not. */
  readonly quotesAll?: boolean;
  /** The dash of a list stands further right than the key of the list. */
  readonly dashIndented: boolean;
  /** A blank inside the braces of a flow map. */
  readonly padded: boolean;
}

/** Reads the habits from the text. */
export function yamlStyle(text: string, step: number): YamlStyle {
  return { step, ...habitsOf(text) };
}

/** The habits, with the quotes of the string that a new one replaces or stands beside. */
export function quotedLike(style: YamlStyle, text: string, value: Plain, neighbour: Node): YamlStyle {
  const like = neighbour.kind === "list" ? neighbour.items.at(-1) : neighbour;
  const strings = isPlainList(value) ? value : [value];
  if (like?.kind !== "scalar" || !strings.every((each) => typeof each === "string")) return style;
  const quote = text[spanOf(like).start];
  return quote === '"' || quote === "'" ? { ...style, quote, quotesAll: true } : style;
}

const habitsOf = rememberingLast((text): Omit<YamlStyle, "step"> => {
  const list = /^( *)(?:- +)?[^\s#-][^\n\r]*:[ \t]*\r?\n( *)- /m.exec(text);
  return {
    quote: count(text, / '/g) > count(text, / "/g) ? "'" : '"',
    dashIndented: list === null || (list[2] ?? "").length > (list[1] ?? "").length,
    padded: !/\{\w/.test(text) || /\{ \w/.test(text),
  };
});

/** A value in one piece, or null where it takes lines of its own in block style. */
export function inlineYaml(value: Plain, style: YamlStyle): string | null {
  if (value instanceof PlainCall) return inlineCall(value, style);
  if (isPlainList(value)) return value.length === 0 ? "[]" : null;
  if (isPlainMap(value)) return Object.keys(value).length === 0 ? "{}" : null;
  return scalarYaml(value, style, false);
}

/**
 * A value in block style.
 *
 * @returns what stands on the line of its key (a tag, or nothing) and the lines below, without the
 * indent of the first level; `list` tells that those are items of a list.
 */
export function blockYaml(value: Plain, style: YamlStyle): { head: string; lines: string[]; list: boolean } {
  if (value instanceof PlainCall) {
    const tag = tagOfCall(value.name);
    if (tag === null || value.argument instanceof PlainCall) return blockYaml(longForm(value), style);
    return { head: tag, lines: blockYaml(value.argument, style).lines, list: false };
  }
  if (isPlainList(value))
    return { head: "", lines: value.flatMap((item) => itemLines(item, style)), list: true };
  if (!isPlainMap(value)) return { head: scalarYaml(value, style, false), lines: [], list: false };
  const lines = Object.entries(value).flatMap(([key, each]) => entryLines(key, each, style));
  return { head: "", lines, list: false };
}

/** The lines of an entry of a block map, relative to the column of its key. */
export function entryLines(key: string, value: Plain, style: YamlStyle): string[] {
  const name = keyYaml(key, style, false);
  const inline = inlineYaml(value, style);
  if (inline !== null) return [`${name}: ${inline}`];
  const { head, lines, list } = blockYaml(value, style);
  const indent = list && !style.dashIndented ? 0 : style.step;
  return [head === "" ? `${name}:` : `${name}: ${head}`, ...indented(lines, indent)];
}

/** The lines of an item of a block list, relative to the column of its dash. */
export function itemLines(item: Plain, style: YamlStyle): string[] {
  const inline = inlineYaml(item, style);
  if (inline !== null) return [`- ${inline}`];
  const { head, lines } = blockYaml(item, style);
  if (head !== "") return [`- ${head}`, ...indented(lines, 2 + style.step)];
  const [first = "", ...rest] = lines;
  return [`- ${first}`, ...indented(rest, 2)];
}

/** A value in flow style. */
export function flowYaml(value: Plain, style: YamlStyle): string {
  if (value instanceof PlainCall) {
    const { argument } = value;
    const tag = tagOfCall(value.name);
    if (tag === null || argument instanceof PlainCall) return flowYaml(longForm(value), style);
    return `${tag} ${dotted(value) ?? argumentYaml(value, style, true) ?? flowYaml(argument, style)}`;
  }
  if (isPlainList(value)) return `[${value.map((item) => flowYaml(item, style)).join(", ")}]`;
  if (!isPlainMap(value)) return scalarYaml(value, style, true);
  const entries = Object.entries(value).map(([key, each]) => flowEntryYaml(key, each, style));
  if (entries.length === 0) return "{}";
  return style.padded ? `{ ${entries.join(", ")} }` : `{${entries.join(", ")}}`;
}

export function flowEntryYaml(key: string, value: Plain, style: YamlStyle): string {
  return `${keyYaml(key, style, true)}: ${flowYaml(value, style)}`;
}

export function indented(lines: readonly string[], spaces: number): string[] {
  return lines.map((line) => (line === "" ? line : " ".repeat(spaces) + line));
}

function inlineCall(call: PlainCall, style: YamlStyle): string | null {
  const { argument } = call;
  const tag = tagOfCall(call.name);
  if (tag === null || argument instanceof PlainCall) return null;
  const short = dotted(call) ?? argumentYaml(call, style, false);
  if (short !== null) return `${tag} ${short}`;
  if (!isPlainList(argument) || !argument.every(isSimple)) return null;
  return `${tag} ${flowYaml(argument, style)}`;
}

/** `Key.Arn` for the list that GetAtt takes. */
function dotted({ name, argument }: PlainCall): string | null {
  if (name !== "Fn::GetAtt" || !isPlainList(argument)) return null;
  const parts = argument.filter((part): part is string => typeof part === "string" && /^[\w.]+$/.test(part));
  return parts.length === argument.length && parts.length > 1 ? parts.join(".") : null;
}

function argumentYaml({ name, argument }: PlainCall, style: YamlStyle, inFlow: boolean): string | null {
  if (argument instanceof PlainCall) return null;
  if (isPlainList(argument) || isPlainMap(argument)) return inlineYaml(argument, style);
  // The text of a substitution is easier to read with its ends in sight.
  if (name === "Fn::Sub" && typeof argument === "string") return quoted(argument, style);
  return scalarYaml(argument, style, inFlow);
}

function isSimple(value: Plain): boolean {
  if (value instanceof PlainCall) {
    const { argument } = value;
    if (argument instanceof PlainCall || isPlainMap(argument)) return false;
    return !isPlainList(argument) || dotted(value) !== null;
  }
  return !isPlainList(value) && !isPlainMap(value);
}

/** A tag can't follow a tag in a template, so the outer function is written out. */
function longForm(call: PlainCall): PlainMap {
  return { [call.name]: call.argument };
}

function keyYaml(key: string, style: YamlStyle, inFlow: boolean): string {
  return isPlainSafe(key, inFlow) ? key : quoted(key, style);
}

function scalarYaml(value: string | number | boolean | null, style: YamlStyle, inFlow: boolean): string {
  if (typeof value !== "string") return String(value);
  return isPlainSafe(value, inFlow) && style.quotesAll !== true ? value : quoted(value, style);
}

function quoted(text: string, style: YamlStyle): string {
  // eslint-disable-next-line no-control-regex
  const needsEscapes = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]/.test(text);
  const single = style.quote === "'" ? true : /["\\]/.test(text) && !text.includes("'");
  if (single && !needsEscapes) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether every YAML reader, 1.1 or 1.2, takes the bare text for this very string. */
function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (!/^[A-Za-z0-9_$/.(+][\x20-\x7e\xa1-\ud7ff]*$/.test(text)) return false;
  if (text.endsWith(" ") || text.endsWith(":") || text.includes(": ") || text.includes(" #")) return false;
  if (inFlow && /[,[\]{}]|:$/.test(text)) return false;
  if (/^(?:y|n|yes|no|on|off|true|false|null|~)$/i.test(text)) return false;
  if (text === "..." || text === "---") return false;
  // Numbers, dates and times in all their spellings.
  return !/^[-+.]*(?:\d[\d_.,:a-f xotz+-]*|inf|nan)$/i.test(text);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
