import type { PlainMap } from "../core/plain.js";
import { renderJson, type JsonStyle } from "../formats/json-render.js";
import { entryLines, type YamlStyle } from "../formats/yaml-render.js";
import type { BuiltGuardrail } from "./guardrail.js";

const YAML: YamlStyle = { step: 2, quote: '"', dashIndented: true, padded: true };
const JSON_STYLE: JsonStyle = {
  step: "  ",
  eol: "\n",
  multiline: true,
  colon: ": ",
  comma: ", ",
  padded: true,
  inlineCalls: true,
  inlineLists: false,
};
const COMMENT_WIDTH = 98;

/** The template as YAML, what it does and doesn't do in comments. */
export function guardrailYaml(guardrail: BuiltGuardrail): string {
  const comment = [
    guardrail.description,
    ...list("What it does", guardrail.does),
    ...list("What it doesn't do", guardrail.doesNot),
    ...list("To deploy it", guardrail.deploy),
  ];
  const sections = Object.entries(templateOf(guardrail)).map(([name, value]) =>
    entryLines(name, value, YAML),
  );
  const [version = [], description = [], ...rest] = sections;
  return [comment.map((line) => `# ${line}`.trimEnd()), [...version, ...description], ...rest]
    .map((lines) => lines.join("\n"))
    .join("\n\n")
    .concat("\n");
}

/** The template as JSON, which has no comments: they stand in its metadata. */
export function guardrailJson(guardrail: BuiltGuardrail): string {
  const { AWSTemplateFormatVersion, Description, ...sections } = templateOf(guardrail);
  const { does, doesNot, deploy } = guardrail;
  const notes = { Does: does, DoesNot: doesNot, Deploy: deploy };
  const template = { AWSTemplateFormatVersion, Description, Metadata: { Guardrail: notes }, ...sections };
  return `${renderJson(template as PlainMap, JSON_STYLE, "")}\n`;
}

/** The policy document by itself, as JSON; null for guardrails that are none. */
export function guardrailPolicy({ policy }: BuiltGuardrail): string | null {
  return policy === null ? null : `${renderJson(policy, JSON_STYLE, "")}\n`;
}

function templateOf({ description, sections }: BuiltGuardrail): PlainMap {
  return { AWSTemplateFormatVersion: "2010-09-09", Description: description, ...sections };
}

function list(title: string, sentences: readonly string[]): readonly string[] {
  return ["", `${title}:`, ...sentences.flatMap(item)];
}

/** Commands stay on one line, to be copied. */
function item(sentence: string): readonly string[] {
  if (sentence.startsWith("aws ")) return [`  ${sentence}`];
  return wrapped(sentence, COMMENT_WIDTH - 4).map((line, index) => `${index === 0 ? "- " : "  "}${line}`);
}

function wrapped(sentence: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
