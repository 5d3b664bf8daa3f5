import {
  EDITOR_SETTINGS,
  SETTING_DEFINITIONS,
  SETTINGS_BY_PATH,
} from "../server/src/core/setting-definitions.js";
import { GLOB_PATTERN } from "../server/src/core/workspace-settings.js";
import { PACKAGE_KEY } from "../server/src/project-config/config-files.js";
import type { GeneratedFile } from "./generated.js";
import { rulesSchema, ruleSchemaWithOptions, type Schema } from "./rules-schema.js";

const SCHEMAS = "schemas";
const PROJECT = "dynamodb-encryption-lint.schema.json";
const DRAFT = "http://json-schema.org/draft-07/schema#";

/** The JSON Schemas of a project's configuration: by itself, and in a `package.json`. */
export function projectSchemas(): readonly GeneratedFile[] {
  const inPackage = {
    $schema: DRAFT,
    title: "package.json with a configuration of DynamoDB Encryption Lint",
    type: "object",
    properties: {
      [PACKAGE_KEY]: { $ref: `./${PROJECT}`, ...said("The configuration of DynamoDB Encryption Lint.") },
    },
  };
  return [
    { path: `${SCHEMAS}/${PROJECT}`, text: `${JSON.stringify(projectSchema(), null, 2)}\n` },
    { path: `${SCHEMAS}/package-json.schema.json`, text: `${JSON.stringify(inPackage, null, 2)}\n` },
  ];
}

/** The schema of a configuration file. */
export function projectSchema(): Schema {
  const names = SETTING_DEFINITIONS.map(({ name }) => name).filter((name) => !EDITOR_SETTINGS.includes(name));
  return described({
    $schema: DRAFT,
    title: "Configuration of DynamoDB Encryption Lint",
    markdownDescription:
      "Settings for the templates in this folder and below it. The nearest configuration to a template wins, and replaces those above it.",
    type: ["object", "null"],
    additionalProperties: false,
    properties: {
      $schema: { type: "string", markdownDescription: "The JSON Schema of this file, for editors." },
      ...settings(["rules", ...names]),
      ignore: {
        ...globs(),
        markdownDescription:
          "Globs of files that are never checked, relative to this file's folder. One that matches a folder covers all that lies in it. What other templates take from these files is still followed.",
      },
      overrides: {
        type: ["array", "null"],
        markdownDescription:
          "Settings for some of the files. Of several that match a file, the later ones win.",
        items: {
          type: "object",
          // Editors show it where they offer such an entry.
          title: "Settings for some files",
          markdownDescription: "Settings for the files that match.",
          required: ["files"],
          additionalProperties: false,
          properties: {
            files: {
              ...globs(),
              type: ["string", "array"],
              markdownDescription:
                "Globs of the files that these settings are for, relative to this file's folder. One that matches a folder covers all that lies in it.",
            },
            ...settings(SETTINGS_BY_PATH),
          },
        },
      },
    },
  }) as Schema;
}

/** These settings, each with a point in its name and as part of its group. */
function settings(names: readonly string[]): Schema {
  const single = names.map((name) => [name, settingSchema(name)] as const);
  const groups = new Map<string, [string, Schema][]>();
  for (const [name, schema] of single) {
    const [group, key] = name.split(".");
    if (group === undefined || key === undefined) continue;
    groups.set(group, [...(groups.get(group) ?? []), [key, schema]]);
  }
  const nested = [...groups].map(([group, members]) => [
    group,
    {
      type: ["object", "null"],
      additionalProperties: false,
      properties: Object.fromEntries(members),
      markdownDescription: GROUPS[group] ?? "",
    },
  ]);
  // Both spellings are taken, one of them is offered.
  const flat = single.map(([name, schema]) => [
    name,
    name.includes(".") ? { ...schema, doNotSuggest: true } : schema,
  ]);
  return Object.fromEntries([...flat, ...nested]) as Schema;
}

const GROUPS: Readonly<Record<string, string>> = {
  newKey: "The keys that fixes make.",
  classification: "What marks a table as classified.",
  cost: "What estimates of costs rest on.",
};

function settingSchema(name: string): Schema {
  if (name === "rules") return nullable(rulesSchema(ruleSchemaWithOptions));
  const definition = SETTING_DEFINITIONS.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`There is no setting ${name}.`);
  const { description, ...rest } = definition;
  const schema: Record<string, unknown> = { ...rest, markdownDescription: inProject(description) };
  for (const own of ["name", "values", "uniqueItems"]) delete schema[own];
  if ("values" in definition) schema["enum"] = definition.values;
  return nullable({ ...schema, ...LOOSER[name] });
}

/** What a file may say otherwise than an editor's settings: YAML drops quotes, and paths have another root. */
const LOOSER: Readonly<Record<string, Schema>> = {
  account: { type: ["string", "integer"], minimum: 0, maximum: 999_999_999_999 },
  trustedAccounts: {
    items: { type: ["string", "integer"], pattern: "^\\d{12}$", minimum: 0, maximum: 999_999_999_999 },
  },
  parameters: { additionalProperties: { type: ["string", "number", "boolean"] } },
  "classification.tags": {
    additionalProperties: {
      type: ["array", "string", "number", "boolean"],
      items: { type: ["string", "number", "boolean"] },
    },
  },
  "cost.currency": { pattern: "^\\s*[^\\s\\d]{1,8}\\s*$" },
  parameterFiles: {
    propertyNames: { pattern: GLOB_PATTERN },
    additionalProperties: {
      type: ["array", "string"],
      pattern: GLOB_PATTERN,
      items: { type: "string", pattern: GLOB_PATTERN },
    },
    items: { type: "string", pattern: GLOB_PATTERN },
  },
};

function globs(): Schema {
  return {
    type: ["string", "array", "null"],
    pattern: GLOB_PATTERN,
    items: { type: "string", pattern: GLOB_PATTERN },
  };
}

/** A key without a value is as good as none. */
function nullable(schema: Schema): Schema {
  const { type, enum: values } = schema as {
    readonly type: string | readonly string[];
    readonly enum?: readonly unknown[];
  };
  return { ...schema, type: [type, "null"].flat(), ...(values !== undefined && { enum: [...values, null] }) };
}

function inProject(description: string): string {
  return description.replace(
    "Paths are relative to the workspace folder",
    "Paths are relative to this file's folder",
  );
}

/** Every text also without Markdown: not every editor knows it. */
function described(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(described);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] =>
    key === "markdownDescription" && typeof value === "string"
      ? Object.entries(said(value))
      : [[key, key === "default" || key === "enum" ? value : described(value)]],
  );
  return Object.fromEntries(entries);
}

function said(text: string): Readonly<Record<string, string>> {
  const plain = text.replaceAll(/[`*]/g, "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return { description: plain, markdownDescription: text };
}
