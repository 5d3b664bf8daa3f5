import type { Span } from "./span.js";

/** What is wrong with a text or with the settings; never a judgement on encryption. */
export interface Problem {
  /** A sentence that ends with a period. */
  readonly message: string;
  readonly span: Span;
}
