import type { Assumption } from "./cases.js";
import type { Fix } from "./edit.js";
import type { SuppressedBy } from "./peers.js";
import type { Span } from "./span.js";

export type Severity = "error" | "warning" | "info";

/** What a rule has to say about one place in one case. */
export interface Finding {
  readonly rule: string;
  readonly messageId: string;
  /** A sentence that names its case and ends with a period. */
  readonly message: string;
  readonly severity: Severity;
  /** The logical id of the resource it is about; null for the template itself. */
  readonly resource: string | null;
  /** The replica of a global table, as the template names its Region. */
  readonly replica: string | null;
  readonly case: readonly Assumption[];
  readonly span: Span;
  readonly related: readonly Related[];
  /** Fixes on offer, the preferred one first; `fixes.ts` turns them into edits. Worked out when asked for. */
  readonly fixes: () => readonly Fix[];
  readonly suppressed: Suppressed | null;
  /** The text has no effect, so editors may fade it. */
  readonly unnecessary: boolean;
}

/** Another place that has to do with a finding. */
export interface Related {
  readonly span: Span;
  readonly message: string;
  /** The document the span lies in, where that is another one. */
  readonly path?: string;
}

export interface Suppressed {
  /** A suppression of ours, or the tool that it was written for. */
  readonly by: SuppressedBy;
  readonly reason: string | null;
  /** ISO date, the last day it holds. */
  readonly until: string | null;
}
