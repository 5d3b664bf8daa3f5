import type { Control } from "../../compliance/controls.js";
import type { FrameworkId } from "../../core/frameworks.js";
import type { Inventory } from "../../inventory/inventory.js";

/** What a report is made of. */
export interface ReportInput {
  readonly inventory: Inventory;
  /** ISO date of the report. */
  readonly today: string;
  /** That of this program. */
  readonly version: string;
  /** What couldn't be read, with its place. */
  readonly problems: readonly ReportProblem[];
  /** What else the report is short of, in sentences. */
  readonly reservations: readonly string[];
  readonly rules: readonly ReportRule[];
  /** The frameworks whose controls are shown; none stands for all. */
  readonly frameworks: readonly FrameworkId[];
  /** How a document is called to people. */
  readonly nameOf: (path: string) => string;
}

export interface ReportProblem {
  readonly path: string;
  /** From 1; null where it is about the whole file. */
  readonly line: number | null;
  readonly message: string;
}

/** A rule as reports show it. */
export interface ReportRule {
  readonly id: string;
  readonly summary: string;
  readonly docs: string;
  readonly controls: readonly Control[];
}
