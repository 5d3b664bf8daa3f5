import type { FrameworkId } from "../core/frameworks.js";

/** A control that a rule bears on, and what its own text says. */
export interface Control {
  /** As rules name it: `Security Hub KMS.4`. */
  readonly id: string;
  readonly framework: FrameworkId;
  /** What the control checks or asks for, in sentences of Markdown. */
  readonly says: string;
  /** Where it asks for less, or for something else, than the rule; null where the two agree. */
  readonly butNot: string | null;
  /** How it is often read beyond its text, and by whom; null where its text is all there is. */
  readonly reading: string | null;
  readonly source: string;
}

/** A control that says what the rule says; the rest is given where it differs. */
export function control(
  framework: FrameworkId,
  id: string,
  says: string,
  source: string,
  more: { readonly butNot?: string; readonly reading?: string } = {},
): Control {
  return { id, framework, says, source, butNot: more.butNot ?? null, reading: more.reading ?? null };
}
