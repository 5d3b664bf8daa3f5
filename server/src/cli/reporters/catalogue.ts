import type { Rule } from "../../core/rule.js";
import type { Palette } from "./style.js";
import { padTo, wrap } from "./width.js";

/** All rules: id, severity and summary, in columns. */
export function ruleList(rules: readonly Rule[], width: number, palette: Palette): string {
  const idCells = Math.max(0, ...rules.map(({ id }) => id.length));
  const severityCells = "warning".length;
  const indent = idCells + severityCells + 4;
  return rules
    .map(({ id, severity, docs }) => {
      const paint = severity === "off" ? palette.dim : palette[severity];
      const lines = wrap(docs.summary.replace(/`/g, ""), Math.max(30, width - indent));
      const head = `${palette.bold(padTo(id, idCells))}  ${paint(padTo(severity, severityCells))}  `;
      return `${head}${lines.join(`\n${" ".repeat(indent)}`)}\n`;
    })
    .join("");
}

/** A page in Markdown as text for a terminal. */
export function explanation(markdown: string, width: number, palette: Palette): string {
  const output: string[] = [];
  let paragraph: string[] = [];
  let fenced = false;
  const flush = (): void => {
    if (paragraph.length > 0) output.push(...paragraphLines(paragraph.join(" "), width, palette));
    paragraph = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) {
      flush();
      fenced = !fenced;
    } else if (fenced) {
      output.push(line === "" ? "" : `    ${palette.code(line)}`);
    } else if (/^#{1,6}\s/.test(line)) {
      flush();
      output.push(palette.bold(plain(line.replace(/^#+\s+/, ""))));
    } else if (line.trim() === "" || /^\s*<!--.*-->\s*$/.test(line)) {
      flush();
      if (line.trim() === "" && output.at(-1) !== "") output.push("");
    } else if (/^\s*\|/.test(line)) {
      flush();
      output.push(plain(line));
    } else {
      if (/^\s*([-*]|\d+\.)\s/.test(line)) flush();
      paragraph.push(line);
    }
  }
  flush();
  return `${output.join("\n").trim()}\n`;
}

/** A paragraph or a list item, wrapped; the lines of an item hang under its text. */
function paragraphLines(text: string, width: number, palette: Palette): string[] {
  const [, indent = "", bullet = "", rest = ""] = /^(\s*)((?:[-*]|\d+\.)\s+)?(.*)$/s.exec(text) ?? [];
  const lines = wrap(plain(rest), Math.max(30, width - indent.length - bullet.length));
  const hanging = " ".repeat(indent.length + bullet.length);
  return lines.map((line, index) => coloured((index === 0 ? indent + bullet : hanging) + line, palette));
}

/** Markdown's marks taken away, except for those around code. */
function plain(text: string): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, url: string) =>
      label === url ? url : `${label} (${url})`,
    )
    .replace(/<(https?:[^>]+)>/g, "$1");
}

function coloured(line: string, palette: Palette): string {
  return line.replace(/`[^`]+`/g, (code) => palette.code(code));
}
