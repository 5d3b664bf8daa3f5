import type { Finding } from "../../server/src/core/finding.js";
import type { RawSettings, Settings } from "../../server/src/core/settings.js";
import { analyse, parseSettings, rules, type Analysis } from "../../server/src/service.js";

/** The day the tests take for today. */
export const TODAY = "2026-01-15";

const analyses = new Map<string, Analysis>();

/**
 * Analyses a text; throws where the settings make no sense. An analysis is a value, so the same
 * text under the same settings is analysed once for all the tests that ask for it.
 */
export function lint(path: string, text: string, raw: RawSettings = {}): Analysis {
  const key = JSON.stringify([path, text, raw]);
  const known = analyses.get(key);
  if (known !== undefined) return known;
  const analysis = analyse({ path, text }, { settings: settingsFrom(raw), today: TODAY });
  analyses.set(key, analysis);
  return analysis;
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

/** Those of a rule that fixes are offered for. */
export function unsuppressed(analysis: Analysis, rule: string): readonly Finding[] {
  return findingsOf(analysis, rule).filter((finding) => finding.suppressed === null);
}

function settingsFrom(raw: RawSettings): Settings {
  const { settings, problems } = parseSettings(raw);
  if (problems.length > 0) throw new Error(`The settings make no sense: ${problems.join(" ")}`);
  return settings;
}
