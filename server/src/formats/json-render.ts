import { isPlainList, isPlainMap, PlainCall } from "../core/plain.js";
import type { Plain } from "../core/plain.js";

/** The habits of a JSON file. */
export interface JsonStyle {
  /** What one level is indented by. */
  readonly step: string;
  readonly eol: string;
  /** The text is written over several lines. */
  readonly multiline: boolean;
  readonly colon: string;
  readonly comma: string;
  /** A blank inside the braces on one line. */
  readonly padded: boolean;
  /** Functions with a plain argument, and lists of scalars, stay on one line. */
  readonly inlineCalls: boolean;
  readonly inlineLists: boolean;
}

/** Reads the habits from the text. */
export function jsonStyle(text: string, eol: string): JsonStyle {
  const multiline = /^\s*\{[ \t]*[\r\n]/.test(text.replace(/^\ufeff/, ""));
  const step = /[\r\n]([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const call = /([{\r\n])([ \t]*)"(?:Ref|Fn::\w+)"/.exec(text);
  const colon = /"([ \t]*:[ \t]*)\S/.exec(text)?.[1] ?? ": ";
  return {
    step,
    eol,
    multiline,
    colon,
    comma: colon === ":" && !/, "/.test(text) ? "," : ", ",
    padded: /\{ +"/.test(text),
    inlineCalls: call === null || call[1] === "{",
    inlineLists: !/\[[ \t]*[\r\n]+[ \t]*"/.test(text),
  };
}

/** @param indent of the line that the value begins on. */
export function renderJson(value: Plain, style: JsonStyle, indent: string): string {
  if (value instanceof PlainCall) {
    const { argument } = value;
    const short =
      !isPlainMap(argument) && (!isPlainList(argument) || argument.every((item) => !isNested(item)));
    const oneLine = style.inlineCalls && short && !(argument instanceof PlainCall);
    return renderJson({ [value.name]: argument }, oneLine ? { ...style, multiline: false } : style, indent);
  }
  if (isPlainList(value)) return renderList(value, style, indent);
  if (!isPlainMap(value)) return JSON.stringify(value);
  const inner = indent + style.step;
  const entries = Object.entries(value).map(([key, each]) => renderJsonEntry(key, each, style, inner));
  return bracketed("{", entries, "}", style, indent, style.padded);
}

export function renderJsonEntry(key: string, value: Plain, style: JsonStyle, indent: string): string {
  return `${JSON.stringify(key)}${style.colon}${renderJson(value, style, indent)}`;
}

function renderList(value: readonly Plain[], style: JsonStyle, indent: string): string {
  const oneLine = style.inlineLists && value.every((item) => !isNested(item));
  const used = oneLine ? { ...style, multiline: false } : style;
  const items = value.map((item) => renderJson(item, used, indent + style.step));
  return bracketed("[", items, "]", used, indent, false);
}

function bracketed(
  open: string,
  items: readonly string[],
  close: string,
  style: JsonStyle,
  indent: string,
  padded: boolean,
): string {
  if (items.length === 0) return open + close;
  const pad = padded ? " " : "";
  if (!style.multiline) return open + pad + items.join(style.comma) + pad + close;
  const inner = style.eol + indent + style.step;
  return `${open}${inner}${items.join(`,${inner}`)}${style.eol}${indent}${close}`;
}

/** A value that has others in it. */
export function isNested(value: Plain): boolean {
  return value instanceof PlainCall || isPlainList(value) || isPlainMap(value);
}
