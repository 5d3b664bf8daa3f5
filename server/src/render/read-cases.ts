import { describeCase, mapCases, type Cases } from "../core/cases.js";
import type { Read } from "../core/model.js";
import { plain } from "./markdown.js";

/** How many cases of a property are shown. */
const MOST_CASES = 4;

/**
 * A property's value in each case, in one line of Markdown: "on when IsProd is true; off when …".
 *
 * @param show words for a known value; `absent`, for a property that isn't there.
 */
export function showCases<T>(
  cases: Cases<Read<T> | null>,
  show: (value: T) => string,
  absent: string,
): string {
  const words = mapCases(
    cases,
    (read) => {
      if (read === null) return absent;
      return read.known ? show(read.value) : `not known, because ${plain(read.reason)}`;
    },
    (text) => text,
  );
  const shown = words.slice(0, MOST_CASES).map(({ when, value }) => `${value}${plain(describeCase(when))}`);
  const rest = words.length > MOST_CASES ? [`and ${words.length - MOST_CASES} more cases`] : [];
  return [...shown, ...rest].join("; ");
}
