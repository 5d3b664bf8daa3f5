/*
 * The types of the package. They stand by themselves: nothing of the inside shows through, so that the
 * inside can change. What may change here, and when, is written in docs/versioning.md.
 */

/** A text, and the path it goes by. */
export interface Document {
  /**
   * A path with `/`, relative to whatever the documents have in common. Its extension helps to tell YAML
   * from JSON; templates refer to one another by it.
   */
  readonly path: string;
  readonly text: string;
}

/** How to judge. */
export interface AnalyseOptions {
  /** Settings by their names in the README, as in `{ "region": "eu-west-1" }`. */
  readonly settings?: Settings;
  /** ISO date: suppressions whose last day lies before it are expired. By default the day of the call. */
  readonly today?: string;
  /** Work out the edits of the fixes; without them, `fixes` is empty and the call is faster. By default true. */
  readonly fixes?: boolean;
}

export type Severity = "error" | "warning" | "info";

/** A rule's severity, or its severity and its options. */
export type RuleSetting = Severity | "off" | readonly [Severity | "off", Readonly<Record<string, unknown>>];

/** Settings. One that doesn't exist, or has a wrong value, is a problem of the result. */
export interface Settings {
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly region?: string;
  readonly account?: string;
  readonly partition?: string;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly [name: string]: unknown;
}

/** What is to be said of all documents together. */
export interface Analysis {
  /** One for each document, in the order in which they were given. */
  readonly documents: readonly DocumentAnalysis[];
  /** What is wrong with the settings, in sentences; their defaults are used. */
  readonly settingProblems: readonly string[];
}

/** What is to be said of one document. */
export interface DocumentAnalysis {
  readonly path: string;
  /** Null where it is no template: then there are at most problems. */
  readonly dialect: Dialect | null;
  /** What can't be read, in document order. */
  readonly problems: readonly Problem[];
  /** In document order; suppressed ones are among them, and say so. */
  readonly findings: readonly Finding[];
  /** Tables, and the replicas of global tables, each by itself. */
  readonly tables: readonly Table[];
  /** The keys that it declares. */
  readonly keys: readonly Key[];
}

export type Dialect = "cloudformation" | "sam" | "cdk" | "serverless-framework";

/** Something that can't be read, or that failed; never a judgement on encryption. */
export interface Problem {
  readonly message: string;
  /** Null where it is about the whole document. */
  readonly range: Range | null;
}

/** A place: line and column from 1, offset from 0, all in UTF-16 units. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** From the first character to behind the last one. */
export interface Range {
  readonly start: Location;
  readonly end: Location;
}

/** What a rule says. */
export interface Finding extends Range {
  /** The rule's id. */
  readonly rule: string;
  /** Which of the rule's messages it is. */
  readonly messageId: string;
  /** Sentences for people. Their words may change in any version; `messageId` doesn't. */
  readonly message: string;
  readonly severity: Severity;
  /** The logical id of the resource; null where it is about none. */
  readonly resource: string | null;
  /** The Region of the replica it is about; null where it is about the whole table, or about none. */
  readonly replica: string | null;
  /** When it holds; empty where it always does. */
  readonly case: readonly Assumption[];
  /** Null where it isn't suppressed. */
  readonly suppressed: Suppression | null;
  /** Other places that matter to it, in any of the documents. */
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** The rule's page. */
  readonly docs: string;
}

/** Something that a case takes for granted. */
export interface Assumption {
  readonly kind: "condition" | "parameter" | "mapping" | "deployment";
  readonly name: string;
  /** Null: some value that the template doesn't name. */
  readonly is: string | boolean | null;
  /** The template whose condition, parameter or mapping it is; absent for the document's own. */
  readonly of?: string;
}

export interface Suppression {
  /** How it is written: "comment", "metadata" and, perhaps, others to come. */
  readonly by: string;
  readonly reason: string | null;
  /** ISO date of its last day; null where it has none. */
  readonly until: string | null;
}

export interface RelatedPlace extends Range {
  readonly path: string;
  readonly message: string;
}

/** A change of the document that mends a finding. */
export interface Fix {
  /** An imperative that says what it changes, also on the bill. */
  readonly title: string;
  /** `safe`: what is deployed, and the bill, stay the same. `review`: somebody should look at it. */
  readonly applicability: "safe" | "review";
  /** In document order, not overlapping: for `applyEdits`. */
  readonly edits: readonly Edit[];
}

/** A piece of the text, and what takes its place. */
export interface Edit extends Range {
  readonly newText: string;
}

/** A table, or one replica of a global table, and its key case by case. */
export interface Table {
  /** The logical id. */
  readonly resource: string;
  /** Such as `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** The replica's Region as the template gives it; null for other tables. */
  readonly replica: string | null;
  readonly cases: readonly TableCase[];
}

export interface TableCase {
  readonly when: readonly Assumption[];
  readonly key: "aws-owned" | "aws-managed" | "customer-managed" | "undecided" | "invalid";
  /** The key as the templates name it, such as `TableKey.Arn`; null where none is named. */
  readonly reference: string | null;
  /** Why it is undecided or invalid; null otherwise. */
  readonly reason: string | null;
  /** Where the key is declared; null where that is in none of the documents. */
  readonly keyAt: { readonly path: string; readonly resource: string } | null;
}

/** A customer managed key. Null means that it differs from case to case, or isn't known. */
export interface Key {
  readonly resource: string;
  readonly type: string;
  readonly region: string | null;
  /** DynamoDB can use it: symmetric, for encryption, enabled. */
  readonly usable: boolean | null;
  readonly rotation: boolean | null;
  /** It stays when its stack is deleted. */
  readonly retained: boolean | null;
}

/** A rule, to be listed. */
export interface RuleDescription {
  readonly id: string;
  /** Unless settings say otherwise. */
  readonly severity: Severity | "off";
  readonly summary: string;
  /** Its page. */
  readonly docs: string;
}
