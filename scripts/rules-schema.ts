import type { OptionDefinition, Rule } from "../server/src/core/rule.js";
import { rules } from "../server/src/service.js";

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

const CHOICE = { type: "string", enum: ["error", "warning", "info", "off"] };

/** The schema of the setting `rules`. */
export function rulesSchema(schemaOf: (rule: Rule) => unknown): Schema {
  return {
    type: "object",
    default: {},
    additionalProperties: false,
    properties: Object.fromEntries(rules.map((rule) => [rule.id, schemaOf(rule)])),
    markdownDescription:
      'Severity of each rule: `error`, `warning`, `info` or `off`; with options: `["warning", { … }]`.',
  };
}

/** The schema of one rule's setting: its severity, also with options where it has any. */
export function ruleSchema(rule: Rule): Schema {
  const { severity, docs, options } = rule;
  const isPlain = Object.keys(options).length === 0;
  if (isPlain) return { ...CHOICE, default: severity, markdownDescription: docs.summary };
  return ruleSchemaWithOptions(rule);
}

/** The same, where a list is taken even of a rule without options: `["warning"]`. */
export function ruleSchemaWithOptions({ severity, docs, options }: Rule): Schema {
  const schemas = Object.entries(options).map(([name, option]) => [name, optionSchema(option)] as const);
  const withOptions = {
    type: "array",
    minItems: 1,
    maxItems: 2,
    items: [CHOICE, { type: "object", additionalProperties: false, properties: Object.fromEntries(schemas) }],
  };
  return { anyOf: [CHOICE, withOptions], default: severity, markdownDescription: docs.summary };
}

function optionSchema(option: OptionDefinition): Schema {
  const described = { default: option.default, markdownDescription: option.description };
  if (option.type === "enum") return { type: "string", enum: option.values, ...described };
  return { type: "integer", minimum: option.minimum, maximum: option.maximum, ...described };
}
