import type { RawSettings } from "../core/settings.js";
import { parseSettings } from "../service.js";
import type { DynamoDbEncryptionPluginOptions } from "./plugin.js";

/** The least severity that fails a synthesis. */
export type FailOn = NonNullable<DynamoDbEncryptionPluginOptions["failOn"]>;

/** The options, complete. */
export interface PluginOptions {
  /** What wins over a project's configuration. */
  readonly settings: RawSettings;
  readonly failOn: FailOn;
  /** A file; false for none, null for the one that is nearest. */
  readonly config: string | false | null;
}

const FAIL_ON: readonly FailOn[] = ["error", "warning", "info", "never"];
const KNOWN = ["rules", "settings", "failOn", "config"];

/**
 * Completes the options, whose types JavaScript doesn't check.
 *
 * @throws an `Error` whose message says in sentences what is wrong: a check that isn't the one meant
 *   is worse than none.
 */
export function parseOptions(options: DynamoDbEncryptionPluginOptions): PluginOptions {
  const given: unknown = options;
  if (!isMap(given)) throw new Error("The options must be a map.");
  const { rules, settings: raw = {}, failOn = "error", config = null } = options;
  const wrong = Object.keys(given)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => `There is no option '${name}'.`);
  if (!FAIL_ON.includes(failOn)) wrong.push(`The option 'failOn' must be one of ${FAIL_ON.join(", ")}.`);
  if (config !== false && config !== null && typeof config !== "string") {
    wrong.push("The option 'config' must be the path of a file, or false.");
  }
  if (!isMap(raw)) wrong.push("The option 'settings' must be a map.");
  const settings = mergedRules(isMap(raw) ? raw : {}, rules);
  wrong.push(...parseSettings(settings).problems);
  if (wrong.length > 0) throw new Error(wrong.join(" "));
  return { settings, failOn, config };
}

/** Rules that stand by themselves win over those among the settings. */
function mergedRules(settings: RawSettings, rules: DynamoDbEncryptionPluginOptions["rules"]): RawSettings {
  const { rules: among } = settings;
  return rules === undefined
    ? settings
    : { ...settings, rules: isMap(among) ? { ...among, ...rules } : rules };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
