import type { Finding } from "../../server/src/core/finding.js";
import type { RawSettings, Settings } from "../../server/src/core/settings.js";
import { analyse, parseSettings, rules, type Analysis } from "../../server/src/service.js";

/** The day the tests take for today. */
export const TODAY = "2026-01-15";

/** Analyses a text; throws where the settings make no sense. */
export function lint(path: string, text: string, raw: RawSettings = {}): Analysis {
  return analyse({ path, text }, { settings: settingsFrom(raw), today: TODAY });
}

/** Settings with this rule switched on, whatever it is by default. */
export function settingsFor(rule: string, raw: RawSettings = {}): RawSettings {
  const off = rules.some((one) => one.id === rule && one.severity === "off");
  const given = raw["rules"] as Readonly<Record<string, unknown>> | undefined;
  return off ? { ...raw, rules: { [rule]: "warning", ...given } } : raw;
}

export function findingsOf(analysis: Analysis, rule: string): readonly Finding[] {
  return analysis.findings.filter((finding) => finding.rule === rule);
}

function settingsFrom(raw: RawSettings): Settings {
  const { settings, problems } = parseSettings(raw);
  if (problems.length > 0) throw new Error(`The settings make no sense: ${problems.join(" ")}`);
  return settings;
}
