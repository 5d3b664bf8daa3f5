import type { Severity } from "./finding.js";
import type { OptionDefinition } from "./rule.js";
import { parseCostSettings, type CostSettings } from "./cost-settings.js";
import { parseFrameworks, type FrameworkId } from "./frameworks.js";
import { SETTING_DEFINITIONS } from "./setting-definitions.js";
import {
  parseParameterFiles,
  parseWorkspaceLimits,
  type ParameterFilesSetting,
  type WorkspaceLimits,
} from "./workspace-settings.js";

/** Complete settings: what the edges parse once and everything else reads. */
export interface Settings {
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Where the templates are deployed; null where it isn't known. */
  readonly region: string | null;
  /** Twelve digits. */
  readonly account: string | null;
  readonly partition: string | null;
  /** Values of template parameters, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The parameter files that templates are deployed with, in the order they were named. */
  readonly parameterFiles: readonly ParameterFilesSetting[];
  /** Report what can't be decided, as info. */
  readonly reportUndecided: boolean;
  /** Judge keys that only other services' resources use, too. */
  readonly allKeys: boolean;
  /** Other accounts that key policies may let in, twelve digits each. */
  readonly trustedAccounts: ReadonlySet<string>;
  readonly newKeyPolicy: "account-through-dynamodb" | "iam";
  /** Tag key → the values that mark a table as classified; an empty list means any value. */
  readonly classificationTags: ReadonlyMap<string, readonly string[]>;
  readonly cost: CostSettings;
  /** Lines above tables and keys, in the editor. */
  readonly codeLens: boolean;
  /** Findings in CDK's templates on the source lines that made the resources; `auto`: unless another server has them there. */
  readonly cdkSourceDiagnostics: "auto" | "on" | "off";
  /** The frameworks whose controls are named beside findings, in this order. */
  readonly frameworks: readonly FrameworkId[];
  /** Which files of the workspace are read, and how many. */
  readonly workspace: WorkspaceLimits;
}

export interface RuleSetting {
  readonly severity: Severity | "off";
  /** The user named this severity: it also holds for reports that would weigh differently. */
  readonly chosen: boolean;
  readonly options: Readonly<Record<string, string | number>>;
}

/** What the settings need to know of a rule. */
export interface ConfigurableRule {
  readonly id: string;
  readonly severity: Severity | "off";
  readonly options: Readonly<Record<string, OptionDefinition>>;
}

/** The raw settings of one source (editor, project file, command line): `{ region?, rules?, … }`. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** The setting of a rule; its own defaults where nobody set any. */
export function settingOf(settings: Settings, rule: ConfigurableRule): RuleSetting {
  return settings.rules.get(rule.id) ?? { severity: rule.severity, chosen: false, options: {} };
}

/**
 * Settings from several sources, the later ones winning. What makes no sense is said in
 * `problems`, in plain sentences, and the default is used for it.
 */
export function parseSettings(
  sources: readonly RawSettings[],
  rules: readonly ConfigurableRule[],
): { readonly settings: Settings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const say = (problem: string): void => {
    if (!problems.includes(problem)) problems.push(problem);
  };
  const raw = sources.map(flatten).reduce<Record<string, unknown>>((all, one) => merged(all, one), {});
  const known = new Set<string>(["rules", ...SETTING_DEFINITIONS.map((definition) => definition.name)]);
  for (const name of Object.keys(raw)) {
    if (!known.has(name)) say(`There is no setting '${name}'.`);
  }
  return {
    settings: {
      rules: parseRules(raw["rules"], rules, say),
      region: stringSetting(raw, "region", say),
      account: stringSetting(raw, "account", say),
      partition: stringSetting(raw, "partition", say),
      parameters: new Map(Object.entries(textMap(raw["parameters"], "parameters", say))),
      parameterFiles: parseParameterFiles(raw["parameterFiles"], say),
      reportUndecided: booleanSetting(raw, "reportUndecided", say),
      allKeys: booleanSetting(raw, "allKeys", say),
      trustedAccounts: accountSet(raw["trustedAccounts"], say),
      newKeyPolicy: raw["newKey.policy"] === "iam" ? "iam" : defaultKeyPolicy(raw["newKey.policy"], say),
      classificationTags: tagMap(raw["classification.tags"], say),
      cost: parseCostSettings(raw, say),
      codeLens: booleanSetting(raw, "codeLens.enabled", say),
      cdkSourceDiagnostics: sourceDiagnostics(raw["cdk.sourceDiagnostics"], say),
      frameworks: parseFrameworks(raw["frameworks"], say),
      workspace: parseWorkspaceLimits(raw, say),
    },
    problems,
  };
}

/** `{ newKey: { policy } }` and `{ "newKey.policy" }` are the same. */
function flatten(raw: RawSettings): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined || value === null) continue;
    const group = SETTING_DEFINITIONS.some((definition) => definition.name.startsWith(`${name}.`));
    if (group && isRecord(value)) {
      for (const [key, inner] of Object.entries(value)) flat[`${name}.${key}`] = inner;
    } else {
      flat[name] = value;
    }
  }
  return flat;
}

/** Maps (`rules`, `parameters`, `parameterFiles`) are merged key by key; everything else is replaced. */
function merged(below: Record<string, unknown>, above: Record<string, unknown>): Record<string, unknown> {
  const result = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const old = result[name];
    result[name] = isRecord(old) && isRecord(value) ? { ...old, ...value } : value;
  }
  return result;
}

type Say = (problem: string) => void;

function parseRules(
  raw: unknown,
  rules: readonly ConfigurableRule[],
  say: Say,
): ReadonlyMap<string, RuleSetting> {
  const parsed = new Map<string, RuleSetting>();
  if (raw === undefined) return parsed;
  if (!isRecord(raw)) {
    say("The setting 'rules' must be a map from rule ids to severities.");
    return parsed;
  }
  for (const [id, value] of Object.entries(raw)) {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) {
      say(`There is no rule '${id}'.`);
      continue;
    }
    const [severity, options] = Array.isArray(value)
      ? [value[0] as unknown, value[1] as unknown]
      : [value, undefined];
    const chosen = isSeverity(severity);
    if (!chosen)
      say(`The severity of '${id}' must be error, warning, info or off, not '${String(severity)}'.`);
    parsed.set(id, {
      severity: chosen ? severity : rule.severity,
      chosen,
      options: parseOptions(rule, options, say),
    });
  }
  return parsed;
}

function parseOptions(
  rule: ConfigurableRule,
  raw: unknown,
  say: Say,
): Readonly<Record<string, string | number>> {
  const parsed: Record<string, string | number> = {};
  if (raw === undefined) return parsed;
  if (!isRecord(raw)) {
    say(`The options of '${rule.id}' must be a map.`);
    return parsed;
  }
  for (const [name, value] of Object.entries(raw)) {
    const definition = rule.options[name];
    if (definition === undefined) {
      say(`The rule '${rule.id}' has no option '${name}'.`);
    } else if (definition.type === "enum" && typeof value === "string" && definition.values.includes(value)) {
      parsed[name] = value;
    } else if (
      definition.type === "integer" &&
      typeof value === "number" &&
      Number.isInteger(value) &&
      value >= definition.minimum &&
      value <= definition.maximum
    ) {
      parsed[name] = value;
    } else {
      const wanted =
        definition.type === "enum"
          ? `one of ${definition.values.join(", ")}`
          : `a whole number from ${definition.minimum} to ${definition.maximum}`;
      say(`The option '${name}' of '${rule.id}' must be ${wanted}.`);
    }
  }
  return parsed;
}

function stringSetting(
  raw: Record<string, unknown>,
  name: "region" | "account" | "partition",
  say: Say,
): string | null {
  const value = raw[name];
  if (value === undefined || value === "") return null;
  const definition = SETTING_DEFINITIONS.find((one) => one.name === name);
  const pattern = definition !== undefined && "pattern" in definition ? definition.pattern : "";
  const text = typeof value === "number" && name === "account" ? String(value).padStart(12, "0") : value;
  if (typeof text === "string" && new RegExp(pattern).test(text)) return text;
  say(
    `The setting '${name}' can't be '${typeof value === "string" ? value : JSON.stringify(value)}': ${EXPECTED[name]}.`,
  );
  return null;
}

const EXPECTED = {
  region: "a Region looks like eu-west-1",
  account: "an account has twelve digits",
  partition: "a partition looks like aws, aws-cn or aws-us-gov",
} as const;

function booleanSetting(raw: Record<string, unknown>, name: string, say: Say): boolean {
  const value = raw[name];
  if (value !== undefined && typeof value !== "boolean") say(`The setting '${name}' must be true or false.`);
  return value === true;
}

function defaultKeyPolicy(value: unknown, say: Say): "account-through-dynamodb" {
  if (value !== undefined && value !== "account-through-dynamodb") {
    say("The setting 'newKey.policy' must be account-through-dynamodb or iam.");
  }
  return "account-through-dynamodb";
}

function sourceDiagnostics(value: unknown, say: Say): Settings["cdkSourceDiagnostics"] {
  if (value === "auto" || value === "on" || value === "off") return value;
  if (value !== undefined) say("The setting 'cdk.sourceDiagnostics' must be auto, on or off.");
  return "auto";
}

/** Numbers count: YAML drops the quotes, and with them leading zeros. */
function accountSet(raw: unknown, say: Say): ReadonlySet<string> {
  const accounts = new Set<string>();
  if (raw === undefined) return accounts;
  if (!Array.isArray(raw)) {
    say("The setting 'trustedAccounts' must be a list of accounts.");
    return accounts;
  }
  for (const value of raw as readonly unknown[]) {
    const account = typeof value === "number" ? String(value).padStart(12, "0") : value;
    if (typeof account === "string" && /^\d{12}$/.test(account)) accounts.add(account);
    else {
      const written = typeof value === "string" ? value : JSON.stringify(value);
      say(`The setting 'trustedAccounts' can't have '${written}': ${EXPECTED.account}.`);
    }
  }
  return accounts;
}

function textMap(raw: unknown, name: string, say: Say): Record<string, string> {
  const texts: Record<string, string> = {};
  if (raw === undefined) return texts;
  if (!isRecord(raw)) {
    say(`The setting '${name}' must be a map.`);
    return texts;
  }
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      texts[key] = String(value);
    } else say(`The value of '${key}' in '${name}' must be a string.`);
  }
  return texts;
}

function tagMap(raw: unknown, say: Say): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, readonly string[]>();
  if (raw === undefined) return tags;
  if (!isRecord(raw)) {
    say("The setting 'classification.tags' must be a map from tag keys to lists of values.");
    return tags;
  }
  for (const [key, value] of Object.entries(raw)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    tags.set(key, values.map(String));
  }
  return tags;
}

function isSeverity(value: unknown): value is Severity | "off" {
  return value === "error" || value === "warning" || value === "info" || value === "off";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
