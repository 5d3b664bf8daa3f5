import type { Severity } from "./finding.js";
import type { OptionDefinition } from "./rule.js";
import { parseCostSettings, type CostSettings } from "./cost-settings.js";
import { parseFrameworks, type FrameworkId } from "./frameworks.js";
import { nearestName } from "./nearest.js";
import { parseHonoured, type PeerId } from "./peers.js";
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
  /** The plain path of the folder that these are relative to; null for the workspace's own folders. */
  readonly parameterFilesFrom: string | null;
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
  /** The other tools whose suppressions set our findings aside. */
  readonly honoured: ReadonlySet<PeerId>;
  /** Which files of the workspace are read, and how many. */
  readonly workspace: WorkspaceLimits;
  /** The project leaves the file out that these settings are for: nothing is said of it. */
  readonly ignored: boolean;
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

/** What makes no sense in settings. */
export interface SettingProblem {
  /** A sentence that ends with a period. */
  readonly message: string;
  /** The keys that lead to what is wrong; none where that can't be told. */
  readonly path: readonly (string | number)[];
  /** The last key is wrong itself, not the value under it. */
  readonly onKey: boolean;
}

/**
 * Takes what is wrong with a setting: a sentence, the keys that lead there, and whether the last of
 * them is wrong itself, not the value under it.
 */
export type Say = (message: string, path?: readonly (string | number)[], onKey?: boolean) => void;

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
  const { settings, problems } = readSettings(mergeSettings(sources), rules);
  return { settings, problems: problems.map(({ message }) => message) };
}

/** The raw settings of several sources as one, the later ones winning: two that are equal mean the same. */
export function mergeSettings(sources: readonly RawSettings[]): RawSettings {
  return sources.map(flatten).reduce<Record<string, unknown>>((all, one) => merged(all, one), {});
}

/** The same as `parseSettings` for one source, with the place of each problem in it. */
export function readSettings(
  source: RawSettings,
  rules: readonly ConfigurableRule[],
): { readonly settings: Settings; readonly problems: readonly SettingProblem[] } {
  const problems: SettingProblem[] = [];
  const say: Say = (message, path = [], onKey = false) => {
    if (!problems.some((one) => one.message === message)) problems.push({ message, path, onKey });
  };
  const raw = flatten(source);
  for (const name of Object.keys(raw)) {
    if (isGroup(name)) say(`The setting '${name}' must be a map.`, [name]);
    else if (!SETTING_NAMES.includes(name))
      say(`There is no setting '${name}'.${didYouMean(name, SETTING_NAMES)}`, [name], true);
  }
  return {
    settings: {
      rules: parseRules(raw["rules"], rules, say),
      region: stringSetting(raw, "region", say),
      account: stringSetting(raw, "account", say),
      partition: stringSetting(raw, "partition", say),
      parameters: new Map(Object.entries(textMap(raw["parameters"], "parameters", say))),
      parameterFiles: parseParameterFiles(raw["parameterFiles"], say),
      parameterFilesFrom: null,
      reportUndecided: booleanSetting(raw, "reportUndecided", say),
      allKeys: booleanSetting(raw, "allKeys", say),
      trustedAccounts: accountSet(raw["trustedAccounts"], say),
      newKeyPolicy: raw["newKey.policy"] === "iam" ? "iam" : defaultKeyPolicy(raw["newKey.policy"], say),
      classificationTags: tagMap(raw["classification.tags"], say),
      cost: parseCostSettings(raw, say),
      codeLens: booleanSetting(raw, "codeLens.enabled", say),
      cdkSourceDiagnostics: sourceDiagnostics(raw["cdk.sourceDiagnostics"], say),
      frameworks: parseFrameworks(raw["frameworks"], say),
      honoured: parseHonoured(raw["honourSuppressionsOf"], say),
      workspace: parseWorkspaceLimits(raw, say),
      ignored: false,
    },
    problems,
  };
}

/** " Did you mean 'x'?" where a name is near enough. */
export function didYouMean(given: string, names: readonly string[]): string {
  const nearest = nearestName(given, names);
  return nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
}

/** The names of all settings; a point parts the name of a group from the rest. */
export const SETTING_NAMES: readonly string[] = ["rules", ...SETTING_DEFINITIONS.map(({ name }) => name)];

/** `{ newKey: { policy } }` and `{ "newKey.policy" }` are the same. */
function flatten(raw: RawSettings): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const members = isGroup(name) && isRecord(value) ? Object.entries(value) : null;
    if (members === null) flat[name] = value;
    else for (const [key, inner] of members) flat[`${name}.${key}`] = inner;
  }
  return Object.fromEntries(
    Object.entries(flat).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The part before the point of some settings' names: `newKey`, `cost` … */
function isGroup(name: string): boolean {
  return SETTING_NAMES.some((one) => one.startsWith(`${name}.`));
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

function parseRules(
  raw: unknown,
  rules: readonly ConfigurableRule[],
  say: Say,
): ReadonlyMap<string, RuleSetting> {
  const parsed = new Map<string, RuleSetting>();
  if (raw === undefined) return parsed;
  if (!isRecord(raw)) {
    say("The setting 'rules' must be a map from rule ids to severities.", ["rules"]);
    return parsed;
  }
  for (const [id, value] of Object.entries(raw)) {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) {
      const ids = rules.map((one) => one.id);
      say(`There is no rule '${id}'.${didYouMean(id, ids)}`, ["rules", id], true);
      continue;
    }
    const [severity, options] = Array.isArray(value)
      ? [value[0] as unknown, value[1] as unknown]
      : [value, undefined];
    const chosen = isSeverity(severity);
    if (!chosen) {
      say(
        `The severity of '${id}' must be error, warning, info or off, not ${shown(severity)}.`,
        Array.isArray(value) && value.length > 0 ? ["rules", id, 0] : ["rules", id],
      );
    }
    if (Array.isArray(value) && value.length > 2) {
      say(`The setting of '${id}' has more than a severity and a map of options.`, ["rules", id, 2]);
    }
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
    say(`The options of '${rule.id}' must be a map.`, ["rules", rule.id, 1]);
    return parsed;
  }
  for (const [name, value] of Object.entries(raw)) {
    const definition = Object.hasOwn(rule.options, name) ? rule.options[name] : undefined;
    if (definition === undefined) {
      const known = didYouMean(name, Object.keys(rule.options));
      say(`The rule '${rule.id}' has no option '${name}'.${known}`, ["rules", rule.id, 1, name], true);
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
      say(`The option '${name}' of '${rule.id}' must be ${wanted}.`, ["rules", rule.id, 1, name]);
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
  const text = name === "account" ? accountText(value) : value;
  if (typeof text === "string" && new RegExp(pattern).test(text)) return text;
  say(
    `The setting '${name}' can't be '${typeof value === "string" ? value : JSON.stringify(value)}': ${EXPECTED[name]}.`,
    [name],
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
  if (value !== undefined && typeof value !== "boolean") {
    say(`The setting '${name}' must be true or false.`, [name]);
  }
  return value === true;
}

function defaultKeyPolicy(value: unknown, say: Say): "account-through-dynamodb" {
  if (value !== undefined && value !== "account-through-dynamodb") {
    say("The setting 'newKey.policy' must be account-through-dynamodb or iam.", ["newKey.policy"]);
  }
  return "account-through-dynamodb";
}

function sourceDiagnostics(value: unknown, say: Say): Settings["cdkSourceDiagnostics"] {
  if (value === "auto" || value === "on" || value === "off") return value;
  if (value !== undefined) say("The setting 'cdk.sourceDiagnostics' must be auto, on or off.");
  return "auto";
}

/** Numbers count: YAML drops the quotes, and with them leading zeros, of which an account has few. */
function accountText(value: unknown): unknown {
  return typeof value === "number" && value >= 1e8 ? String(value).padStart(12, "0") : value;
}

function accountSet(raw: unknown, say: Say): ReadonlySet<string> {
  const accounts = new Set<string>();
  if (raw === undefined) return accounts;
  if (!Array.isArray(raw)) {
    say("The setting 'trustedAccounts' must be a list of accounts.", ["trustedAccounts"]);
    return accounts;
  }
  for (const [index, value] of (raw as readonly unknown[]).entries()) {
    const account = accountText(value);
    if (typeof account === "string" && /^\d{12}$/.test(account)) accounts.add(account);
    else {
      const written = typeof value === "string" ? value : JSON.stringify(value);
      say(`The setting 'trustedAccounts' can't have '${written}': ${EXPECTED.account}.`, [
        "trustedAccounts",
        index,
      ]);
    }
  }
  return accounts;
}

function textMap(raw: unknown, name: string, say: Say): Record<string, string> {
  const texts: Record<string, string> = {};
  if (raw === undefined) return texts;
  if (!isRecord(raw)) {
    say(`The setting '${name}' must be a map.`, [name]);
    return texts;
  }
  for (const [key, value] of Object.entries(raw)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      texts[key] = String(value);
    } else say(`The value of '${key}' in '${name}' must be a string.`, [name, key]);
  }
  return texts;
}

function tagMap(raw: unknown, say: Say): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, readonly string[]>();
  if (raw === undefined) return tags;
  if (!isRecord(raw)) {
    say("The setting 'classification.tags' must be a map from tag keys to lists of values.", [
      "classification.tags",
    ]);
    return tags;
  }
  for (const [key, value] of Object.entries(raw)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.some((one) => typeof one === "object")) {
      const must = `The values of '${key}' in 'classification.tags' must be strings.`;
      say(must, ["classification.tags", key]);
    } else tags.set(key, values.map(String));
  }
  return tags;
}

function shown(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : (JSON.stringify(value) ?? "nothing");
}

function isSeverity(value: unknown): value is Severity | "off" {
  return value === "error" || value === "warning" || value === "info" || value === "off";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
