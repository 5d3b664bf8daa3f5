/** The first line of every document. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * An element. Attributes that are null are left out.
 *
 * @param content XML, or null for an element without.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  content: string | null = null,
): string {
  const start = startTag(name, attributes);
  return content === null ? `${start.slice(0, -1)}/>` : `${start}${content}</${name}>`;
}

/** The tag that begins an element. */
export function startTag(name: string, attributes: Readonly<Record<string, string | number | null>>): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${inAttribute(String(value))}"`],
  );
  return `<${name}${written.join("")}>`;
}

/** Text between tags. */
export function content(text: string): string {
  return escaped(text).replace(/\r/g, "&#13;");
}

/** A raw line end or tab in an attribute is read as a space. */
function inAttribute(text: string): string {
  return escaped(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escaped(text: string): string {
  return allowed(text).replace(/[&<>"']/g, (character) => NAMES[character] ?? character);
}

/** XML 1.0 has no place for most control characters, escaped or not, nor for half a surrogate pair. */
const NOT_ALLOWED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function allowed(text: string): string {
  return text.replace(NOT_ALLOWED, "\uFFFD");
}
