import type { CallNode, Node } from "../../core/node.js";
import { spanOf, type Place } from "../../core/span.js";

/** A placeholder of the string that `Fn::Sub` takes. */
export interface Placeholder {
  /** What stands between the braces, blanks around it left out. */
  readonly name: string;
  /** The name in the text, and the same with its sign and braces; the whole string where it can't be found there. */
  readonly at: Place;
  readonly reach: Place;
}

/** The text of a key or scalar without its quotes; the whole node where it is no scalar on its own. */
export function contentPlace(document: string, place: Place | Node): Place {
  if ("kind" in place && place.kind === "call") return contentOfCall(document, place);
  const raw = rawText(document, place);
  const quote = raw[0];
  const isQuoted = raw.length > 1 && (quote === '"' || quote === "'") && raw.endsWith(quote);
  return isQuoted ? within(place, 1, raw.length - 1) : within(place, 0, raw.length);
}

/** Where a word stands in a scalar, from an offset within its raw text on; its content where it isn't there. */
export function wordPlace(document: string, place: Place | Node, word: string, from = 0): Place {
  const index = word === "" ? -1 : rawText(document, place).indexOf(word, from);
  return index < 0 ? contentPlace(document, place) : within(place, index, index + word.length);
}

/** Where a pattern's first match stands in a node; the node's content where there is none. */
export function matchPlace(document: string, node: Node, pattern: RegExp): Place {
  const match = pattern.exec(rawText(document, node));
  if (match === null) return contentPlace(document, node);
  const word = match[1] ?? match[0];
  const index = match.index + match[0].indexOf(word);
  return within(node, index, index + word.length);
}

/** The placeholders of a string, in order. `${!Literal}` is none. */
export function placeholdersOf(document: string, text: string, node: Node): readonly Placeholder[] {
  const found = matches(text);
  const written = matches(rawText(document, node));
  // Escapes and folded lines can make the raw text another one than the string.
  const isExact = found.length === written.length && found.every(({ name }, i) => name === written[i]?.name);
  const content = contentPlace(document, node);
  return found.map(({ name }, index): Placeholder => {
    const match = isExact ? written[index] : undefined;
    if (match === undefined) return { name, at: content, reach: content };
    const at = within(node, match.nameFrom, match.nameFrom + name.length);
    return { name, at, reach: within(node, match.from, match.to) };
  });
}

function contentOfCall(document: string, call: CallNode): Place {
  const { argument } = call;
  if (argument.kind === "scalar") return contentPlace(document, argument);
  const first = argument.kind === "list" && call.name === "Fn::Sub" ? argument.items[0] : undefined;
  return first?.kind === "scalar" ? contentPlace(document, first) : call;
}

interface Match {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly nameFrom: number;
}

function matches(source: string): readonly Match[] {
  return [...source.matchAll(/\$\{(\s*)([^!${}][^${}]*)\}/g)].map((match) => ({
    name: (match[2] ?? "").trim(),
    from: match.index,
    to: match.index + match[0].length,
    nameFrom: match.index + 2 + (match[1] ?? "").length,
  }));
}

function rawText(document: string, place: Place): string {
  const { start, end } = spanOf(place);
  return document.slice(start, end);
}

function within({ origin, from, path }: Place, start: number, end: number): Place {
  return { origin, from: from + start, to: from + end, ...(path !== undefined && { path }) };
}
