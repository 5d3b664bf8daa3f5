import type { Outline } from "./format.js";

/**
 * Gives the outline of a text, keeping the last one: the edits of one fix all look at the same
 * text, and a document that is parsed whole is expensive to read again.
 */
export function keepingLast(outline: (text: string) => Outline): (text: string) => Outline {
  let last: Outline | null = null;
  return (text) => {
    if (last?.text !== text) last = outline(text);
    return last;
  };
}
