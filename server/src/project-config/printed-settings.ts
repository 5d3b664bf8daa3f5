import { settingOf, type ConfigurableRule, type Settings } from "../core/settings.js";

/**
 * Complete settings as a configuration writes them: what is read from it are the same settings. The
 * settings of editors aren't among them.
 */
export function printedSettings(
  settings: Settings,
  rules: readonly ConfigurableRule[],
): Readonly<Record<string, unknown>> {
  const { cost } = settings;
  return {
    rules: Object.fromEntries(rules.map((rule) => [rule.id, printedRule(settings, rule)])),
    region: settings.region ?? "",
    account: settings.account ?? "",
    partition: settings.partition ?? "",
    parameters: Object.fromEntries(settings.parameters),
    parameterFiles: printedParameterFiles(settings.parameterFiles),
    reportUndecided: settings.reportUndecided,
    allKeys: settings.allKeys,
    trustedAccounts: [...settings.trustedAccounts],
    newKey: { policy: settings.newKeyPolicy },
    classification: { tags: Object.fromEntries(settings.classificationTags) },
    cost: { activeCallers: cost.activeCallers, currency: cost.currency.trim(), prices: cost.prices },
    frameworks: settings.frameworks,
    honourSuppressionsOf: [...settings.honoured],
  };
}

function printedRule(settings: Settings, rule: ConfigurableRule): unknown {
  const { severity, options } = settingOf(settings, rule);
  const names = Object.entries(rule.options);
  if (names.length === 0) return severity;
  const complete = names.map(([name, definition]) => [name, options[name] ?? definition.default]);
  return [severity, Object.fromEntries(complete) as Record<string, unknown>];
}

/** A list, where every entry is for the templates that fit; otherwise a map from templates to files. */
function printedParameterFiles(settings: Settings["parameterFiles"]): unknown {
  if (settings.length > 0 && settings.every(({ template }) => template === null)) {
    return settings.flatMap(({ files }) => files);
  }
  return Object.fromEntries(settings.map(({ template, files }) => [template ?? "**", files]));
}
