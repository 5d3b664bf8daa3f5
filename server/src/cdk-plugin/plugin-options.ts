import type { Settings } from "../core/settings.js";
import { parseSettings } from "../service.js";
import type { DynamoDbEncryptionPluginOptions } from "./plugin.js";

/** The least severity that fails a synthesis. */
export type FailOn = NonNullable<DynamoDbEncryptionPluginOptions["failOn"]>;

const FAIL_ON: readonly FailOn[] = ["error", "warning", "info", "never"];
const KNOWN = ["rules", "settings", "failOn"];

/**
 * Completes the options, whose types JavaScript doesn't check.
 *
 * @throws an `Error` whose message says in sentences what is wrong: a check that isn't the one meant
 *   is worse than none.
 */
export function parseOptions(options: DynamoDbEncryptionPluginOptions): {
  readonly settings: Settings;
  readonly failOn: FailOn;
} {
  const { rules, settings: raw = {}, failOn = "error" } = options;
  const wrong = Object.keys(options)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => `There is no option '${name}'.`);
  if (!FAIL_ON.includes(failOn)) wrong.push(`The option 'failOn' must be one of ${FAIL_ON.join(", ")}.`);
  if (!isMap(raw)) wrong.push("The option 'settings' must be a map.");
  const { settings, problems } = parseSettings(isMap(raw) ? raw : {}, rules === undefined ? {} : { rules });
  wrong.push(...problems);
  if (wrong.length > 0) throw new Error(wrong.join(" "));
  return { settings, failOn };
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
