/** The longest piece of template text that is shown. */
const LONGEST = 160;

/** Text of a template as inline code, whatever it contains. */
export function code(text: string): string {
  const line = oneLine(text);
  const runs = (line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const padded = line === "" || line.startsWith("`") || line.endsWith("`") ? ` ${line} ` : line;
  return `${fence}${padded}${fence}`;
}

/** Text that may hold pieces of a template, as plain words of a paragraph. */
export function plain(text: string): string {
  return escaped(oneLine(text));
}

/** A sentence of ours that names pieces of a template, as plain words; it is never cut. */
export function sentence(text: string): string {
  return escaped(withoutControls(text));
}

/** A list of points, at most `limit` of them; the rest is counted. */
export function list(points: readonly string[], limit: number): string {
  const shown = points.length > limit ? points.slice(0, limit - 1) : points;
  const rest = points.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].map((point) => `- ${point}`).join("\n");
}

/** A list under a line of its own: two lists in a row would become one. */
export function section(title: string, points: readonly string[], limit: number): string {
  return `${title}\n\n${list(points, limit)}`;
}

/** Paragraphs with a blank line between them; empty ones are left out. */
export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join("\n\n");
}

/** Breaks and other control characters would end the line or hide text. */
function oneLine(text: string): string {
  const line = withoutControls(text);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>~|&$]/g, "\\$&");
}
