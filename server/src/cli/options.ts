/** One option of the command line. `value` is how the help names what it takes; null for a switch. */
export interface Option {
  readonly name: string;
  readonly short: string | null;
  readonly value: string | null;
  /** What stands for the value where none follows; a value that follows behind a space ends with `.json`. */
  readonly fallback?: string;
  readonly group: "report" | "known" | "rules" | "deployment" | "fixing" | "more";
  readonly help: string;
}

/** The baseline that is meant where none is named. */
export const USUAL_BASELINE = ".dynamodb-encryption-lint-baseline.json";

/** Every option, in the order of the help. */
export const OPTIONS = [
  {
    name: "format",
    short: null,
    value: "FORMAT[=FILE]",
    group: "report",
    help: "text (default), json, sarif, github (workflow annotations), gitlab (Code Quality), junit, checkstyle, csv, html (a page to hand on) or markdown (for a pull request). With =FILE into a file. Repeatable.",
  },
  {
    name: "output",
    short: "o",
    value: "FILE",
    group: "report",
    help: "Write the report to FILE, whole or not at all: that of the format without a =FILE.",
  },
  {
    name: "fail-on",
    short: null,
    value: "SEVERITY",
    group: "report",
    help: "The least severity that ends with exit code 1: error, warning (default), info or never.",
  },
  {
    name: "baseline",
    short: null,
    value: "[FILE.json]",
    fallback: USUAL_BASELINE,
    group: "known",
    help: `Findings that the file holds don't count. It is ${USUAL_BASELINE} where none is named; one that doesn't end with .json goes behind an equals sign.`,
  },
  {
    name: "write-baseline",
    short: null,
    value: "[FILE.json]",
    fallback: USUAL_BASELINE,
    group: "known",
    help: "Write all findings of today into the file.",
  },
  {
    name: "update-baseline",
    short: null,
    value: null,
    group: "known",
    help: "Take what can't be found any more out of the baseline. Nothing is added.",
  },
  {
    name: "since",
    short: null,
    value: "REF",
    group: "known",
    help: "Only findings on resources that have changed since a commit, branch or tag of git, and those that a change elsewhere has brought.",
  },
  {
    name: "active-callers",
    short: null,
    value: "N",
    group: "report",
    help: "Callers (roles or users) that use each table all month, for costs; 10 by default. A table's metadata may state its own.",
  },
  { name: "color", short: null, value: null, group: "report", help: "Colours even where no terminal is." },
  { name: "no-color", short: null, value: null, group: "report", help: "No colours." },
  {
    name: "rule",
    short: null,
    value: "ID=SEVERITY",
    group: "rules",
    help: "Set a rule to error, warning, info or off. Repeatable.",
  },
  {
    name: "config",
    short: null,
    value: "FILE",
    group: "rules",
    help: "Take the settings from FILE, with paths relative to the working folder, instead of the .dynamodb-encryption-lint.yaml nearest to each template.",
  },
  {
    name: "no-config",
    short: null,
    value: null,
    group: "rules",
    help: "Read no configuration file.",
  },
  {
    name: "print-config",
    short: null,
    value: "PATH",
    group: "rules",
    help: "Show the settings that hold for this path, and the file they come from, as JSON.",
  },
  {
    name: "framework",
    short: null,
    value: "ID",
    group: "rules",
    help: "Name this framework's controls beside findings: security-hub, aws-config, control-tower, cis-aws-foundations, nist-800-53-r5, fedramp, pci-dss or hipaa. Repeatable.",
  },
  { name: "list-rules", short: null, value: null, group: "rules", help: "List the rules." },
  {
    name: "explain",
    short: null,
    value: "ID",
    group: "rules",
    help: "Show a rule's page: why, bad, good, cost, references.",
  },
  {
    name: "parameters",
    short: null,
    value: "FILE",
    group: "deployment",
    help: 'Parameter values from a JSON or YAML file: CloudFormation\'s list, { "Parameters": {} } or a flat map. Repeatable.',
  },
  {
    name: "parameter",
    short: null,
    value: "NAME=VALUE",
    group: "deployment",
    help: "One parameter value; wins over the files. Repeatable.",
  },
  {
    name: "region",
    short: null,
    value: "REGION",
    group: "deployment",
    help: "Region the templates are deployed to.",
  },
  {
    name: "account",
    short: null,
    value: "ID",
    group: "deployment",
    help: "Account they are deployed to, twelve digits.",
  },
  {
    name: "partition",
    short: null,
    value: "NAME",
    group: "deployment",
    help: "Its partition: aws, aws-cn, aws-us-gov …",
  },
  {
    name: "fix",
    short: null,
    value: null,
    group: "fixing",
    help: "Apply the safe fixes: those that change neither what is deployed nor the bill.",
  },
  {
    name: "fix-rule",
    short: null,
    value: "ID",
    group: "fixing",
    help: "Apply a rule's fixes, also those to be reviewed; tables share one new key per template. Repeatable.",
  },
  {
    name: "key",
    short: null,
    value: "KEY",
    group: "fixing",
    help: "The key that --fix-rule gives to tables: new (one per template, the default), new-per-classification or new-per-classification:TAG, parameter or parameter:NAME, or one that is there: a key's logical id, a parameter, or the name of an export (key:ID and export:NAME say which).",
  },
  {
    name: "dry-run",
    short: null,
    value: null,
    group: "fixing",
    help: "With --fix or --fix-rule: write nothing, show what would change as a diff.",
  },
  {
    name: "stdin-filename",
    short: null,
    value: "NAME",
    group: "more",
    help: "The name that a template read from '-' goes by.",
  },
  {
    name: "concurrency",
    short: null,
    value: "N",
    group: "more",
    help: "Check many templates in N threads: by default one for each processor, at most 8; with fewer than 4 processors, 1.",
  },
  { name: "version", short: "v", value: null, group: "more", help: "Show the version." },
  { name: "help", short: "h", value: null, group: "more", help: "Show this help." },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]["name"];

export const FORMATS = [
  "text",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "checkstyle",
  "csv",
  "html",
  "markdown",
] as const;
export type FormatName = (typeof FORMATS)[number];

export const RULE_SEVERITIES = ["error", "warning", "info", "off"] as const;
export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

export const FAIL_ON = ["error", "warning", "info", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];
