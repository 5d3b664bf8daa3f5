import type { Assumption } from "./cases.js";
import type { Fix } from "./edit.js";
import type { Severity } from "./finding.js";
import type { BackupVault, DaxCluster, Ignore, Key, Stream, Table, Template } from "./model.js";
import type { Settings } from "./settings.js";
import type { Place } from "./span.js";

/**
 * One rule, in one file. `id` = file name = docs page = fixture folder = setting key.
 * `M` are its message ids.
 */
export interface Rule<M extends string = string> {
  readonly id: string;
  /** The severity while nobody sets another; `off` for rules one has to ask for. */
  readonly severity: Severity | "off";
  /** The most that a report weighs, where one may weigh more than the rule does as a rule. */
  readonly gravest?: Severity;
  /** Controls whose text this check bears on; compliance/ says what each requires. */
  readonly controls: readonly string[];
  /** The same check in other linters, as "tool: id". */
  readonly equivalents: readonly string[];
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** How the fixes of its findings may be applied; see `Fix`. */
  readonly fixable: "none" | "safe" | "review";
  readonly docs: RuleDocs;
  /** Sentences that end with a period; `{{name}}` is filled from the report's data. */
  readonly messages: Readonly<Record<M, string>>;
  readonly template?: (template: Template, context: RuleContext<M>) => void;
  readonly table?: (table: Table, context: RuleContext<M>) => void;
  readonly key?: (key: Key, context: RuleContext<M>) => void;
  readonly daxCluster?: (cluster: DaxCluster, context: RuleContext<M>) => void;
  readonly backupVault?: (vault: BackupVault, context: RuleContext<M>) => void;
  readonly stream?: (stream: Stream, context: RuleContext<M>) => void;
  /** Called for every suppression once all other rules have run. */
  readonly ignore?: (ignore: Ignore, state: IgnoreState, context: RuleContext<M>) => void;
}

export interface IgnoreState {
  /** It has set at least one finding aside, or would have if it hadn't expired. */
  readonly used: boolean;
  readonly expired: boolean;
  /** A rule of that name exists. */
  readonly ruleExists: boolean;
  /** The rule is switched off, so nothing can be said of its suppressions. */
  readonly ruleOff: boolean;
  /** The names of all rules. */
  readonly ruleNames: readonly string[];
}

export interface RuleDocs {
  /** One line, a sentence. */
  readonly summary: string;
  /** Markdown: what goes wrong and for whom. */
  readonly why: string;
  /** A whole YAML template that the rule reports. */
  readonly bad: string;
  /** A whole YAML template in which it reports nothing. */
  readonly good: string;
  /** Settings that both are read with, as in an editor, without the prefix; none where it is absent. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Markdown: what mending it costs, in money and in changes to what is deployed. */
  readonly cost: string;
  /** Public pages, as URLs. */
  readonly references: readonly string[];
}

export type OptionDefinition = { readonly description: string } & (
  | { readonly type: "enum"; readonly values: readonly string[]; readonly default: string }
  | {
      readonly type: "integer";
      readonly minimum: number;
      readonly maximum: number;
      readonly default: number;
    }
);

export interface RuleContext<M extends string = string> {
  readonly template: Template;
  readonly settings: Settings;
  /** The value of one of the rule's own options. */
  option(name: string): string | number;
  report(report: Report<M>): void;
}

export interface Report<M extends string = string> {
  readonly at: Place;
  readonly message: M;
  readonly data?: Readonly<Record<string, string | number>>;
  /** The case it holds in; the message names it. */
  readonly case?: readonly Assumption[];
  readonly resource?: string;
  readonly replica?: string | null;
  /** Where this report weighs more or less than the rule does as a rule. A severity set by the user wins. */
  readonly severity?: Severity;
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
  /** A function where it takes a look at more than what is reported: nobody may ask for them. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
  readonly unnecessary?: boolean;
}

type RuleDefinition<M extends string> = Omit<Rule<M>, "controls" | "equivalents" | "options" | "fixable"> &
  Partial<Pick<Rule<M>, "controls" | "equivalents" | "options" | "fixable">>;

/** Completes a rule; the messages it may report are the ones it declares. */
export function defineRule<M extends string>(rule: RuleDefinition<M>): Rule {
  return { controls: [], equivalents: [], options: {}, fixable: "none", ...rule } as unknown as Rule;
}
