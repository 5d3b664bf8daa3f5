/**
 * The text that a snippet in TextMate's syntax gives when every default is accepted: `${1:text}`,
 * `${1|first,second|}`, `$1` for what the first says, and `\$` for a dollar sign.
 */
export function expandSnippet(body: string): string {
  const defaults = new Map<string, string>();
  let result = body;
  // A default may hold another tab stop: the innermost is expanded first.
  for (let before = ""; before !== result;) {
    before = result;
    result = result.replace(INNERMOST, (_, start: string, id: string, text?: string, choices?: string) => {
      const value = text ?? choices?.split(",")[0] ?? "";
      defaults.set(id, value);
      return start + value;
    });
    result = result.replace(REFERENCE, (whole, start: string, id: string) => {
      const value = defaults.get(id);
      return value === undefined ? whole : start + value;
    });
  }
  if (/(^|[^\\])\$/.test(result)) throw new Error(`A tab stop without a default: ${result}`);
  return result.replaceAll("\\$", "$");
}

const INNERMOST = /(^|[^\\])\$\{(\d+)(?::([^${}]*)|\|([^|]*)\|)\}/;
const REFERENCE = /(^|[^\\])\$(\d+)/;
