/** A piece of Python: names, texts and brackets are told apart, all else is a character by itself. */
export interface Token {
  readonly kind: "name" | "string" | "comment" | "newline" | "other";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open before it. */
  readonly depth: number;
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /[rRbBuUfFtT]{0,2}("""|'''|"|')/y;
const NEWLINE = /\r\n|\r|\n/y;
const SPACE = /(?:[ \t\f]|\\(?:\r\n|\r|\n))+/y;

/**
 * Takes Python apart, as far as that is needed to find a call and its arguments. null where a string or a
 * bracket isn't closed: then nothing can be said for sure.
 */
export function pythonTokens(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const open: string[] = [];
  const add = (kind: Token["kind"], start: number, end: number): number => {
    tokens.push({ kind, text: text.slice(start, end), start, end, depth: open.length });
    return end;
  };
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length;) {
    const char = text.charAt(at);
    const space = matched(SPACE, text, at);
    const string = matched(STRING, text, at);
    if (space !== null) {
      at += space[0].length;
    } else if (char === "#") {
      const rest = text.slice(at).search(/\r|\n/);
      at = add("comment", at, rest < 0 ? text.length : at + rest);
    } else if (string !== null) {
      const end = endOfString(text, at + string[0].length, string[1] ?? "");
      if (end === null) return null;
      at = add("string", at, end);
    } else {
      const [kind, match] = nameOrNewline(text, at);
      if (")]}".includes(char) && open.pop() !== OPENING[char]) return null;
      at = add(kind, at, at + (match?.[0].length ?? 1));
      if ("([{".includes(char)) open.push(char);
    }
  }
  return open.length === 0 ? tokens : null;
}

const OPENING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function nameOrNewline(text: string, at: number): readonly [Token["kind"], RegExpExecArray | null] {
  const name = matched(NAME, text, at);
  if (name !== null) return ["name", name];
  const newline = matched(NEWLINE, text, at);
  return newline === null ? ["other", null] : ["newline", newline];
}

/** What a string means that has neither holes nor escapes; undefined for any other. */
export function plainString({ kind, text }: Token): string | undefined {
  if (kind !== "string") return undefined;
  const [, quote, inner] = /^[rRuU]?("""|'''|"|')(.*)\1$/s.exec(text) ?? [];
  return quote === undefined || inner?.includes("\\") === true ? undefined : inner;
}

function endOfString(text: string, from: number, quote: string): number | null {
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith(quote, at)) return at + quote.length;
    if (text[at] === "\\") at += 1;
    else if (quote.length === 1 && /[\r\n]/.test(text.charAt(at))) return null;
  }
  return null;
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
