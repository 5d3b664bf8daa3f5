import type { Text } from "../core/text.js";
import { isOpen, type Open, type Truth } from "./truth.js";

/**
 * One string in all the ways a template may write it: `Key.Arn` and
 * `arn:${AWS::Partition}:kms:…:key/${Key}`. At least one.
 */
export type Spellings = readonly Text[];

/** What holds of the string: what one spelling settles is settled for all. */
export function ofSpellings(spellings: Spellings, test: (spelling: Text) => Truth): Truth {
  let result: Open | null = null;
  for (const spelling of spellings) {
    const truth = test(spelling);
    if (!isOpen(truth)) return truth;
    result ??= truth;
  }
  return result ?? false;
}
