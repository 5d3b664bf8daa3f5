import type { Finding } from "./finding.js";
import type { Ignore } from "./model.js";
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
  const outcomes = ignores.map((ignore) => ({
    ignore,
    used: findings.some((finding) => setsAside(ignore, finding)),
    expired: isExpired(ignore, today),
  }));
  const inForce = outcomes.filter(({ ignore }) => isInForce(ignore, today)).map(({ ignore }) => ignore);
  return {
    ignores: outcomes,
    findings: findings.map((finding) => {
      const ignore = inForce.find((one) => setsAside(one, finding));
      if (ignore === undefined) return finding;
      const { by, reason, until } = ignore;
      return { ...finding, suppressed: { by, reason, until } };
    }),
  };
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
