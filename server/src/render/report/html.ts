/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | readonly Part[];

/** A template of HTML: all that is put into it is escaped, unless it is HTML itself. Null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const [first = "", ...rest] = texts.map(unindented);
  return { html: rest.reduce((before, text, index) => before + written(parts[index] ?? null) + text, first) };
}

/** What stands at the beginnings of lines means nothing in HTML, and is a third of a page. */
function unindented(text: string): string {
  return text.replace(/\n\s+/g, "\n");
}

/** As text or an attribute's value. What could steer a reader's eye, or hide, is replaced. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The text without control characters and without signs that turn the direction of what follows. */
export function visible(text: string): string {
  return text.replace(UNSEEN, "\uFFFD");
}

// eslint-disable-next-line no-control-regex -- these are what is to be found
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function written(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return isList(part) ? part.map(written).join("") : part.html;
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
