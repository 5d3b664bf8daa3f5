import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expandSnippet } from "./expand-snippet.js";

const SNIPPETS = join(import.meta.dirname, "../../snippets");
/** What SAM templates begin with. */
const SAM = "AWS::Serverless-2016-10-31";

/** Each snippet, by its name, as a whole template that somebody gets by accepting every default. */
export function expandedSnippets(language: "yaml" | "json"): Readonly<Record<string, string>> {
  const text = readFileSync(join(SNIPPETS, `${language}.json`), "utf8");
  const snippets = JSON.parse(text) as Record<string, { readonly body: readonly string[] }>;
  const templates = Object.entries(snippets).map(([name, { body }]) => {
    const resources = expandSnippet(body.join("\n")).replaceAll("\t", "  ");
    return [name, language === "yaml" ? yamlTemplate(resources) : jsonTemplate(resources)] as const;
  });
  return Object.fromEntries(templates);
}

/** Whether a template is one of SAM's. */
export function isSam(template: string): boolean {
  return template.includes("AWS::Serverless::");
}

function yamlTemplate(resources: string): string {
  const transform = isSam(resources) ? `Transform: ${SAM}\n` : "";
  return `${transform}Resources:\n${resources.replace(/^(?=.)/gm, "  ")}\n`;
}

function jsonTemplate(resources: string): string {
  const transform = isSam(resources) ? `  "Transform": "${SAM}",\n` : "";
  return `{\n${transform}  "Resources": {\n${resources.replace(/^(?=.)/gm, "    ")}\n  }\n}\n`;
}
