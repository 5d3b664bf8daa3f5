import type { Assumption } from "../core/cases.js";
import type { Severity, Suppressed } from "../core/finding.js";
import type { FrameworkId } from "../core/frameworks.js";
import type { Dialect } from "../core/model.js";
import type { Rule } from "../core/rule.js";
import type {
  Control,
  Inventory,
  InventoryPart,
  KeySummary,
  MadeBy,
  ReaderSummary,
  TableSummary,
} from "../service.js";
import type { BaselineEntry } from "./baseline.js";
import type { Mended, Refused } from "./fix.js";
import type { FailOn } from "./options.js";

/** A place as reports give it: line and column from 1, offset from 0, all in UTF-16 units. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Range {
  readonly start: Location;
  readonly end: Location;
}

/** All that one run has to say. */
export interface Report {
  readonly version: string;
  /** Templates, and files with problems, in the order in which they were found. */
  readonly files: readonly FileReport[];
  readonly rules: readonly Rule[];
  /** The page of a rule. */
  readonly docsUrl: (ruleId: string) => string;
  /** The page of a rule as Markdown. */
  readonly explainRule: (ruleId: string) => string | null;
  /** All templates together; empty where the format doesn't show it. */
  readonly inventory: Inventory;
  /** It as a page or as Markdown. */
  readonly inventoryReport: (format: "html" | "markdown") => string;
  /** The frameworks whose controls are named beside findings; see `ReportedFinding.controls`. */
  readonly frameworks: readonly { readonly id: FrameworkId; readonly name: string }[];
  readonly controlsOf: (ruleId: string, frameworks: readonly FrameworkId[]) => readonly Control[];
  /** What a case adds to a sentence: " when IsProd is false". */
  readonly describeCase: (when: readonly Assumption[]) => string;
  /** What the run has been compared with; null for a run without a baseline. */
  readonly baseline: { readonly file: string; readonly gone: readonly BaselineEntry[] } | null;
  /** Only findings since then are in the report; null for a run that reports all. */
  readonly since: { readonly ref: string; readonly commit: string; readonly hidden: number } | null;
  readonly failOn: FailOn;
  readonly exitCode: number;
  /** What became of the fixes that were asked for; null where none were. */
  readonly fixing: RunFixing | null;
}

/** The fixes of a whole run. */
export interface RunFixing {
  /** Nothing was written: what is said of files is what they would be. */
  readonly dryRun: boolean;
  /** What the bill of a month changes by: dollars (or the currency of the settings), and in words. */
  readonly cost: { readonly low: number; readonly high: number; readonly words: string };
}

/** The fixes of one file, where anything in it was asked to be fixed. */
export interface FileFixing {
  /** The file was written, or in a dry run would be. */
  readonly changed: boolean;
  /** The logical ids of tables with findings that are fixed. */
  readonly tables: readonly string[];
  /** Those of keys that the file had not before. */
  readonly keysAdded: readonly string[];
  /** How many of the tables have a key now that is given when the template is deployed. */
  readonly withGivenKey: number;
  readonly refused: readonly Refused[];
  /** What would change, as a unified diff; null where nothing would, and where it was written. */
  readonly diff: string | null;
}

export interface FileReport {
  /** Relative to the working folder, with `/`. */
  readonly path: string;
  /** null where the file is no template or can't be read. */
  readonly dialect: Dialect | null;
  /** The text that was judged; empty where nothing in it is pointed at. */
  readonly text: string;
  readonly problems: readonly FileProblem[];
  readonly findings: readonly ReportedFinding[];
  readonly tables: readonly ReportedTable[];
  readonly keys: readonly (KeySummary & { readonly madeBy: MadeBy | null })[];
  /** What the inventory takes of it; null where the format doesn't show that, or the file is no template. */
  readonly part: InventoryPart | null;
  /** The findings that `--fix` and `--fix-rule` have mended, by rule and resource. */
  readonly fixed: readonly Mended[];
  /** null where nothing in it was asked to be fixed. */
  readonly fixing: FileFixing | null;
}

export interface ReportedTable extends Omit<TableSummary, "readers"> {
  /** Empty where the format doesn't show them. */
  readonly readers: readonly ReportedReader[];
  readonly madeBy: MadeBy | null;
}

export interface ReportedReader extends Omit<ReaderSummary, "through"> {
  readonly through: readonly { readonly path: string; readonly line: number }[];
}

/** Something that can't be read, or a fix that couldn't be written. */
export interface FileProblem {
  readonly message: string;
  /** null where it is about the whole file. */
  readonly range: Range | null;
}

export interface ReportedFinding extends Range {
  readonly rule: string;
  readonly messageId: string;
  readonly message: string;
  readonly severity: Severity;
  readonly resource: string | null;
  readonly replica: string | null;
  readonly case: readonly Assumption[];
  readonly suppressed: Suppressed | null;
  /** The construct that made the resource, where CDK has written the template. */
  readonly madeBy: MadeBy | null;
  readonly related: readonly (Range & { readonly message: string; readonly path: string })[];
  readonly fixes: readonly ReportedFix[];
  readonly docs: string;
  /** The ids of the controls that its rule bears on, of the frameworks that were asked for. */
  readonly controls: readonly string[];
  /** See `core/fingerprint.ts`. */
  readonly fingerprint: string;
  /** The baseline holds it; null where the run has none. */
  readonly inBaseline: boolean | null;
}

export interface ReportedFix {
  readonly title: string;
  readonly applicability: "safe" | "review";
  /** The one that `--fix` (if it is safe) or `--fix-rule` applies. */
  readonly bulk: boolean;
  readonly edits: readonly (Range & { readonly newText: string })[];
}

/** A report that can be written file by file, between its beginning and its end. */
export interface ReportParts {
  readonly begin: string;
  file(file: FileReport): string;
  end(report: Report): string;
}

const WEIGHTS: Readonly<Record<Severity, number>> = { info: 1, warning: 2, error: 3 };

/** Whether nothing sets a finding aside. */
export function isOpen({ suppressed, inBaseline }: ReportedFinding): boolean {
  return suppressed === null && inBaseline !== true;
}

/** A rule or a message, with the controls that the rule bears on. */
export function withControls(text: string, controls: readonly string[]): string {
  return controls.length === 0 ? text : `${text} (${controls.join("; ")})`;
}

/** Whether a finding counts against the run. */
export function fails(finding: ReportedFinding, failOn: FailOn): boolean {
  if (failOn === "never" || !isOpen(finding)) return false;
  return WEIGHTS[finding.severity] >= WEIGHTS[failOn];
}
