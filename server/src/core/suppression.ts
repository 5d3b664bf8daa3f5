import type { Finding } from "./finding.js";
import type { Ignore } from "./model.js";
import { remember } from "./remember.js";
import { encloses, spanOf } from "./span.js";

/** A suppression and what it did. */
export interface IgnoreOutcome {
  readonly ignore: Ignore;
  /** It covers at least one finding. */
  readonly used: boolean;
  readonly expired: boolean;
}

/**
 * Marks the findings that suppressions set aside. An expired suppression sets nothing aside, but
 * counts as used where it would have; so does one whose last day is no day of the calendar.
 *
 * @param today ISO date `YYYY-MM-DD`.
 */
export function applyIgnores(
  ignores: readonly Ignore[],
  findings: readonly Finding[],
  today: string,
): { readonly findings: readonly Finding[]; readonly ignores: readonly IgnoreOutcome[] } {
  if (ignores.length === 0) return { findings, ignores: [] };
  const byRule = sortedByRule(findings);
  const aside = new Map<Finding, Ignore>();
  const outcomes = ignores.map((ignore) => {
    const covered = coveredBy(ignore, byRule.get(ignore.rule) ?? []);
    // The first that holds is the one that is named.
    if (isInForce(ignore, today)) for (const finding of covered) remember(aside, finding, () => ignore);
    return { ignore, used: covered.length > 0, expired: isExpired(ignore, today) };
  });
  return {
    ignores: outcomes,
    findings: findings.map((finding) => {
      const ignore = aside.get(finding);
      if (ignore === undefined) return finding;
      const { by, reason, until } = ignore;
      return { ...finding, suppressed: { by, reason, until } };
    }),
  };
}

/** The findings of each rule, by where they begin. */
function sortedByRule(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) remember(byRule, finding.rule, () => []).push(finding);
  for (const all of byRule.values()) all.sort((one, other) => one.span.start - other.span.start);
  return byRule;
}

/** Those among a rule's findings that a suppression sets aside while it holds: they begin in what it covers. */
function coveredBy(ignore: Ignore, findings: readonly Finding[]): readonly Finding[] {
  if (ignore.covers === null) return findings.filter((finding) => setsAside(ignore, finding));
  const { start, end } = spanOf(ignore.covers);
  const covered: Finding[] = [];
  for (let at = firstFrom(findings, start); at < findings.length; at++) {
    const finding = findings[at];
    if (finding === undefined || finding.span.start > end) break;
    if (setsAside(ignore, finding)) covered.push(finding);
  }
  return covered;
}

/** The position of the first finding that begins at the offset or behind it. */
function firstFrom(findings: readonly Finding[], start: number): number {
  let [low, high] = [0, findings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((findings[middle]?.span.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a text is a day of the calendar, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether it holds on a day: one whose last day is no day of the calendar never does. */
export function isInForce(ignore: Ignore, today: string): boolean {
  return !isExpired(ignore, today) && (ignore.until === null || isCalendarDate(ignore.until));
}

/** Whether a finding is among those that it sets aside while it holds. */
export function setsAside(ignore: Ignore, finding: Finding): boolean {
  if (ignore.malformed !== null || ignore.rule !== finding.rule) return false;
  return ignore.covers === null || encloses(spanOf(ignore.covers), finding.span);
}

/** The last day still counts. What is no day has never been one, so it doesn't expire either. */
function isExpired(ignore: Ignore, today: string): boolean {
  return ignore.until !== null && isCalendarDate(ignore.until) && ignore.until < today;
}
