import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SETTING_DEFINITIONS } from "../server/src/core/setting-definitions.js";
import { ruleTable } from "../server/src/render/rule-table.js";
import { explainRule, rules } from "../server/src/service.js";
import { kmsReference } from "./generate-kms-reference.js";
import { localise, SETTINGS_PREFIX } from "./manifest-strings.js";
import { projectSchemas } from "./project-schema.js";
import { ruleSchema, rulesSchema } from "./rules-schema.js";

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, "..");

const PAGES = "docs/rules";
const STRINGS = "package.nls.json";
const TABLE = /(<!-- rules:start -->\n)[^]*?(<!-- rules:end -->)/;

/** A file as it should be; null for one that should not be there. Paths are relative to the root, with `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string | null;
}

/** Everything that is written from the rules, the settings' definitions and AWS's reference of KMS. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [
    ...rulePages(),
    readmeWithTable(),
    manifestWithSettings(),
    manifestStrings(),
    ...projectSchemas(),
    { path: "server/src/policy/kms-reference.ts", text: kmsReference() },
  ];
}

/** Those that differ from what is on the disk. */
export function staleFiles(): readonly GeneratedFile[] {
  return generatedFiles().filter(({ path, text }) => current(path) !== text);
}

/** `contributes.configuration` of the extension's manifest; its texts stand in `package.nls.json`. */
export function settingsSchema(): unknown {
  return localise(settingsWithTexts()).schema;
}

function settingsWithTexts(): unknown {
  const settings = SETTING_DEFINITIONS.map(({ name, description, ...definition }) => {
    const { values, ...schema } = { values: undefined, ...definition };
    const choice = values === undefined ? {} : { enum: values };
    return [name, { scope: "resource", ...schema, ...choice, markdownDescription: description }];
  });
  const properties: Record<string, unknown> = {
    rules: { scope: "resource", ...rulesSchema(ruleSchema) },
    ...(Object.fromEntries(settings) as Record<string, unknown>),
    "trace.server": traceSchema(),
  };
  return {
    title: "DynamoDB Encryption Lint",
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [`dynamodbEncryption.${name}`, schema]),
    ),
  };
}

function rulePages(): readonly GeneratedFile[] {
  const pages = rules.map(({ id }) => ({ path: `${PAGES}/${id}.md`, text: explainRule(id) }));
  const present = existsSync(join(ROOT, PAGES)) ? readdirSync(join(ROOT, PAGES)) : [];
  const left = present
    .filter((name) => !rules.some(({ id }) => name === `${id}.md`))
    .map((name) => ({ path: `${PAGES}/${name}`, text: null }));
  return [...pages, ...left];
}

function readmeWithTable(): GeneratedFile {
  const readme = current("README.md") ?? "";
  if (!TABLE.test(readme)) throw new Error("README.md has no <!-- rules:start --> … <!-- rules:end -->.");
  return {
    path: "README.md",
    text: readme.replace(TABLE, (_, start, end) => `${start}${ruleTable(rules, PAGES)}${end}`),
  };
}

function manifestWithSettings(): GeneratedFile {
  const manifest = JSON.parse(current("package.json") ?? "{}") as Record<string, unknown>;
  const contributes = { ...(manifest["contributes"] as object), configuration: settingsSchema() };
  return { path: "package.json", text: `${JSON.stringify({ ...manifest, contributes }, null, 2)}\n` };
}

/** The strings of commands and the like are written by hand, those of the settings follow from them. */
function manifestStrings(): GeneratedFile {
  const present = JSON.parse(current(STRINGS) ?? "{}") as Record<string, string>;
  const ownWords = Object.entries(present).filter(([name]) => !name.startsWith(SETTINGS_PREFIX));
  const strings = { ...Object.fromEntries(ownWords), ...localise(settingsWithTexts()).strings };
  return { path: STRINGS, text: `${JSON.stringify(strings, null, 2)}\n` };
}

/** Read by the language client itself. */
function traceSchema(): unknown {
  return {
    scope: "window",
    type: "string",
    enum: ["off", "messages", "verbose"],
    default: "off",
    markdownDescription:
      "What the output channel shows of the talk between the editor and the language server.",
  };
}

function current(path: string): string | null {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
